"""lixiang check-document: measures a .pdf or .docx against GB/T 9704-2012, one line per item."""

import argparse
import json
import sys
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

from lixiang.documents.check import NOT_APPLICABLE, OK, SHORT, Result, Unreadable, check

HELP = "按 GB/T 9704-2012 逐项检查公文（.pdf、.docx）"
NAME = "check-document"
WORDS = {OK: "合格", SHORT: "不合格", NOT_APPLICABLE: "不适用"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="要检查的文件")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出")


def run(arguments: argparse.Namespace) -> int:
    """0 when no item is short, 1 when one is or the file cannot be measured, 2 when there is no such file."""
    try:
        content = arguments.file.read_bytes()
    except OSError as error:
        print(f"打不开文件 {arguments.file}：{error.strerror}。", file=sys.stderr)
        return 2
    try:
        results = check(content)
    except Unreadable as error:
        print(json.dumps({"error": str(error)}, ensure_ascii=False) if arguments.json else str(error))
        return 1
    print(_as_json(results) if arguments.json else _as_text(results))
    return 1 if any(result.status == SHORT for result in results) else 0


def _as_json(results: Iterable[Result]) -> str:
    return json.dumps([asdict(result) for result in results], ensure_ascii=False, indent=1)


def _as_text(results: Iterable[Result]) -> str:
    lines = [f"{result.code:<18}{result.name}  {WORDS[result.status]}  {result.measured}" for result in results]
    return "\n".join(lines)
