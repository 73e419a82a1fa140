"""`lixiang pack`: check a pack, load it as a draft, dump a programme as one, publish a programme."""

import argparse
import json
from pathlib import Path
from typing import Any

HELP = "检查、导入、导出、发布方案包"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    choices = parser.add_subparsers(dest="what", metavar="动作", required=True)
    for name, words in (
        ("check", "检查方案包，不写入"),
        ("load", "导入方案包：新建批次，替换拟制方案，或者成为已发布批次的待发布版本"),
        ("dump", "按规范格式写出批次的方案包，或者整理一个方案包文件"),
        ("publish", "发布拟制的批次，印发启动通知"),
    ):
        one = choices.add_parser(name, help=words, description=words)
        takes = "FILE" if name in ("check", "load") else "CODE"
        one.add_argument("source", metavar=takes, help="方案包文件（.toml）" if takes == "FILE" else "批次编码")
        one.add_argument("--json", action="store_true", help="以JSON输出")
        if name in ("load", "publish"):
            one.add_argument("--as", dest="username", metavar="账号", required=name == "publish", help="以谁的名义办理")
        if name == "dump":
            one.add_argument("--out", type=Path, metavar="FILE", help="写到这个文件（默认写到屏幕）")


def run(arguments: argparse.Namespace) -> int:
    """0 good, 1 wrong or refused, 2 no such file, programme or account."""
    import django

    django.setup()
    from django.core.exceptions import PermissionDenied

    from lixiang.programmes.rules.pack import WrongPack
    from lixiang.workflow.findings import Refused

    verb = {"check": _check, "load": _load, "dump": _dump, "publish": _publish}[arguments.what]
    try:
        return verb(arguments)
    except NotFound as missing:
        return _say(arguments, {"error": str(missing)}, str(missing), 2)
    except WrongPack as wrong:
        rows = [fault.as_row() for fault in wrong.faults]
        lines = [*map(str, wrong.faults), f"共{len(rows)}处不合格，没有导入。"]
        return _say(arguments, {"faults": rows}, "\n".join(lines), 1)
    except Refused as refused:
        rows = [finding.as_row() for finding in refused.findings]
        return _say(arguments, {"findings": rows}, str(refused), 1)
    except PermissionDenied:
        return _say(arguments, {"error": "该账号无权办理。"}, "该账号无权办理。", 1)


class NotFound(Exception):  # noqa: N818 - said to the person at the keyboard
    """A file, a programme or an account that is not there."""


def _say(arguments: argparse.Namespace, values: dict[str, Any], text: str, code: int) -> int:
    print(json.dumps(values, ensure_ascii=False, indent=2) if arguments.json else text)
    return code


def pack_in(source: str) -> Any:
    """The pack in a file. Raises NotFound or WrongPack."""
    from lixiang.programmes.queries import read_pack

    path = Path(source)
    if not path.is_file():
        raise NotFound(f"没有文件{source}。")
    try:
        return read_pack(path.read_text("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise NotFound(f"{source}不是UTF-8编码的文本。") from error


def _person(username: str | None) -> Any:
    from lixiang.people.models import User

    if username is None:
        return None
    user = User.objects.filter(username=username, is_active=True).first()
    if user is None:
        raise NotFound(f"没有账号{username}。")
    return user


def _programme(code: str) -> Any:
    from lixiang.programmes.models import Programme

    programme = Programme.objects.filter(ref=code).first()
    if programme is None:
        raise NotFound(f"没有编码为{code}的批次。")
    return programme


def _check(arguments: argparse.Namespace) -> int:
    pack = pack_in(arguments.source)
    counts = {"clauses": len(pack.clauses), "topics": len(pack.topics), "settings": len(pack.settings)}
    words = (
        f"{pack.about.code}：合格。条款{counts['clauses']}条，选题{counts['topics']}个，规则{counts['settings']}项。"
    )
    return _say(arguments, {"code": pack.about.code, "faults": [], **counts}, words, 0)


def _load(arguments: argparse.Namespace) -> int:
    from django.utils import timezone

    from lixiang.command.serve import prepare_once
    from lixiang.programmes import actions

    pack = pack_in(arguments.source)
    prepare_once()
    by = _person(arguments.username)
    version = actions.load(pack, by=by, at=timezone.now())
    ref = version.programme.ref
    values = {"code": ref, "version": version.number, "status": version.programme.status}
    return _say(arguments, values, f"已导入{ref}第{version.number}版，尚未发布。", 0)


def _dump(arguments: argparse.Namespace) -> int:
    """A programme by its code as it is in force; or a file, put into the canonical form."""
    text = _canonical(arguments.source)
    if arguments.out is not None:
        if not arguments.out.parent.is_dir():
            raise NotFound(f"没有文件夹{arguments.out.parent}。")
        arguments.out.write_text(text, "utf-8")
        return _say(arguments, {"file": str(arguments.out)}, f"已写入{arguments.out}。", 0)
    print(json.dumps({"pack": text}, ensure_ascii=False) if arguments.json else text, end="")
    return 0


def _canonical(source: str) -> str:
    from django.utils import timezone

    from lixiang.programmes.queries import pack_text, version_in_force
    from lixiang.programmes.rules.pack import write

    if Path(source).is_file():
        return write(pack_in(source))
    return pack_text(version_in_force(_programme(source), timezone.now()))


def _publish(arguments: argparse.Namespace) -> int:
    from django.utils import timezone

    from lixiang.documents.models import OfficialDocument
    from lixiang.programmes import actions

    programme, by = _programme(arguments.source), _person(arguments.username)
    actions.publish(programme, by=by, at=timezone.now())
    issued = OfficialDocument.objects.filter(programme_code=programme.ref).first()
    number, sent = (issued.number_text, issued.addressees.count()) if issued else ("", 0)
    values = {"code": programme.ref, "number": number, "addressees": sent}
    return _say(arguments, values, f"已发布{programme.ref}，{number}已印发{sent}个主送单位。", 0)
