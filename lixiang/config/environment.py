"""Every environment variable the product reads, in one table from which docs/settings.md is generated."""

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured


@dataclass(frozen=True)
class Variable:
    name: str
    default: str
    meaning: str


VARIABLES = (
    Variable("LIXIANG_DATA", "./var", "数据目录：数据库、文件、字体、静态文件"),
    Variable("LIXIANG_SECRET_KEY", "", "签名密钥；生产环境必须设置，不少于 40 个字符"),
    Variable("LIXIANG_MODE", "development", "development、production、demo、rehearsal、test 之一"),
    Variable("LIXIANG_HOSTS", "localhost,127.0.0.1,[::1]", "允许访问的主机名，以逗号分隔"),
    Variable("LIXIANG_TRUSTED_ORIGINS", "", "反向代理后的完整来源（协议加主机名），以逗号分隔"),
    Variable("LIXIANG_HTTPS", "no", "yes 表示经 HTTPS 访问，Cookie 只经加密连接发送"),
    Variable("DATABASE_URL", "", "数据库地址；留空使用数据目录中的 SQLite，postgres:// 开头使用 PostgreSQL"),
    Variable("LIXIANG_BANNER", "非涉密平台，严禁处理、传输国家秘密", "页面顶部的提示语；留空不显示"),
    Variable("LIXIANG_MARK", "", "每页和每份公文上的标记，演练环境为“演练，非正式文件”"),
    Variable("LIXIANG_IDLE_MINUTES", "30", "无操作多少分钟后自动退出"),
    Variable("LIXIANG_FONTS", "", "本单位自备字体所在目录；留空为数据目录下的 fonts"),
    Variable("LIXIANG_CERTIFICATES", "", "电子签名的证书所在目录；留空为数据目录下的 certificates"),
    Variable(
        "LIXIANG_SIGNER", "lixiang.documents.signing.signer.Pkcs12Signer", "签名程序的类；接电子签章系统时换成自己的类"
    ),
    Variable("LIXIANG_STATIC", "", "静态文件所在目录；留空为数据目录下的 static"),
    Variable("LIXIANG_UPLOAD_MB", "20", "单个上传文件的上限（MB）"),
    Variable("LIXIANG_PIXELS_MILLION", "50", "上传图片的像素上限（百万），在解码之前判断"),
    Variable("LIXIANG_GALLERY", "no", "yes 表示开放界面组件展示页 /gallery/"),
    Variable("LIXIANG_TASKS", "", "后台作业队列的后端（Python 路径）；留空使用数据库，测试环境为立即运行"),
    Variable("LIXIANG_TASKS_OPTIONS", "{}", "后端的选项（JSON），例如分布式队列的地址和口令；页面和记录中不显示"),
    Variable("LIXIANG_LEASE_SECONDS", "60", "工作进程多久没有动静，作业就由其他进程重新运行（秒）"),
    Variable("LIXIANG_SMTP_HOST", "", "邮件服务器；留空不发邮件。外发消息只在 LIXIANG_MODE=production 时真正发出"),
    Variable("LIXIANG_SMTP_PORT", "25", "邮件服务器端口"),
    Variable("LIXIANG_SMTP_USER", "", "邮件账号"),
    Variable("LIXIANG_SMTP_PASSWORD", "", "邮件密码"),
    Variable("LIXIANG_SMTP_SECURITY", "none", "none、starttls、ssl 之一"),
    Variable("LIXIANG_MAIL_FROM", "lixiang@localhost", "发件人地址"),
    Variable("LIXIANG_SMS_URL", "", "短信网关地址；留空不发短信"),
    Variable("LIXIANG_SMS_KEY", "", "短信网关的账号"),
    Variable("LIXIANG_SMS_SECRET", "", "短信网关的签名密钥"),
    Variable("LIXIANG_WECOM_URL", "", "企业微信（政务微信）群机器人的完整地址；群内只应有本部门人员；留空不用"),
    Variable("LIXIANG_WECOM_PAAS_ID", "", "政务微信前的网关账号；没有网关的留空"),
    Variable("LIXIANG_WECOM_PAAS_TOKEN", "", "政务微信前的网关令牌；没有网关的留空"),
    Variable("LIXIANG_DINGTALK_URL", "", "钉钉群机器人的完整地址；群内只应有本部门人员；留空不用"),
    Variable("LIXIANG_DINGTALK_SECRET", "", "钉钉群机器人的加签密钥"),
    Variable("LIXIANG_FAST_HASH", "no", "yes 仅供测试：使用快速口令散列，不得用于生产"),
)
DEFAULTS = {variable.name: variable.default for variable in VARIABLES}


def read(name: str) -> str:
    """The value of a declared variable; an undeclared name is a KeyError, so that the table stays complete."""
    return os.environ.get(name, DEFAULTS[name])


def read_flag(name: str) -> bool:
    return read(name).lower() in {"yes", "true", "1", "on"}


def read_list(name: str) -> list[str]:
    return [part.strip() for part in read(name).split(",") if part.strip()]


def read_as(kind: Callable[[str], Any], name: str) -> Any:
    """A number, by `int` or `float`."""
    try:
        return kind(read(name))
    except ValueError:
        raise ImproperlyConfigured(f"{name} 应为数字，不能是“{read(name)}”。") from None


def read_object(name: str) -> dict[str, Any]:
    """Of JSON; what it is instead is not repeated, for it may hold the password of a queue."""
    try:
        found = json.loads(read(name))
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise ImproperlyConfigured(f"{name} 应为 JSON 对象（例如 {{}}）。")
    return found


def read_choice(name: str, *choices: str) -> str:
    """One of a few words; a slip of the pen is no silent second meaning."""
    if read(name) not in choices:
        raise ImproperlyConfigured(f"{name} 不能是“{read(name)}”，应为 {'、'.join(choices)} 之一。")
    return read(name)


def data_folder() -> Path:
    return Path(read("LIXIANG_DATA")).expanduser().resolve()


def as_markdown() -> str:
    """The table of docs/settings.md."""
    rows = "\n".join(f"| `{v.name}` | {f'`{v.default}`' if v.default else '（空）'} | {v.meaning} |" for v in VARIABLES)
    return f"# 设置\n\n全部设置来自环境变量；下表由程序生成。\n\n| 变量 | 默认值 | 含义 |\n|---|---|---|\n{rows}\n"
