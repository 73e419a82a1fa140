"""`lixiang verify-certificate`: recomputes every score, place and grade of a score certificate from its sheets."""

import argparse
import json
import sys
from pathlib import Path

from lixiang.workflow.findings import Finding

HELP = "核验得分证书：由评分表重新计算每个得分、名次和等次，不需要数据库"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="得分证书（.json）")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出")


def run(arguments: argparse.Namespace) -> int:
    """0 when everything comes out as written, 1 when something does not or it is no certificate, 2 when no file."""
    from lixiang.ranking.rules.reading import (
        MOST_BYTES,
    )  # numpy and scipy are slow to start, and other commands need none
    from lixiang.ranking.rules.verifying import verify

    try:
        with arguments.file.open("rb") as file:
            content = file.read(MOST_BYTES + 1)  # one more than may be, so that verify() sees that it is too long
    except (OSError, ValueError) as error:
        print(f"打不开文件 {arguments.file}：{getattr(error, 'strerror', None) or error}。", file=sys.stderr)
        return 2
    findings = verify(content)
    print(_as_json(findings) if arguments.json else _as_text(findings))
    return 1 if findings else 0


def _as_json(findings: tuple[Finding, ...]) -> str:
    rows = [finding.as_row() for finding in findings]
    return json.dumps({"good": not findings, "findings": rows}, ensure_ascii=False, indent=1)


def _as_text(findings: tuple[Finding, ...]) -> str:
    if not findings:
        return "证书无误：全部得分、名次、等次都与由评分表重新计算的结果一致。"
    return "\n".join(finding.sentence for finding in findings)
