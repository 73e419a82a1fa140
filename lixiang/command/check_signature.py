"""lixiang check-signature: who signed a PDF when, and whether every signature on it still stands and is trusted."""

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

HELP = "核验 PDF 上的电子签名：签名单位、时间、内容是否被改动、证书是否可信"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="要核验的 PDF 文件")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出")


def run(arguments: argparse.Namespace) -> int:
    """0 when it is signed and every signature intact and trusted, 1 when not, 2 when there is no such file."""
    from lixiang.documents.signing.adapter import CannotSign, Signature, Unreadable, is_good, the_signer

    try:
        content = arguments.file.read_bytes()
    except OSError as error:
        print(f"打不开文件 {arguments.file}：{error.strerror}。", file=sys.stderr)
        return 2
    found: tuple[Signature, ...] = ()
    error = ""
    try:
        found = the_signer().signatures_in(content)
    except (Unreadable, CannotSign) as wrong:
        error = str(wrong)
    print(_as_json(found, error) if arguments.json else _as_text(found, error))
    return 0 if is_good(found) else 1


def _as_json(found: tuple, error: str) -> str:
    rows = [{**asdict(each), "at": each.at.isoformat() if each.at else None, "is_good": each.is_good} for each in found]
    return json.dumps({"signatures": rows, "error": error}, ensure_ascii=False, indent=1)


def _as_text(found: tuple, error: str) -> str:
    if error:
        return error
    lines = (f"{each.signer or each.field}  {_moment(each.at)}  {each.reason}  {each.verdict}" for each in found)
    return "\n".join(lines) if found else "这份文件没有电子签名。"


def _moment(at) -> str:
    from django.utils.timezone import localtime

    return localtime(at).strftime("%Y-%m-%d %H:%M") if at else "—"
