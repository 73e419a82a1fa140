"""`lixiang verify-certificate`: recomputes every score, place and grade of a score certificate from its sheets."""

import argparse
import json
import sys
from pathlib import Path

from lixiang.workflow.findings import Finding

HELP = "核验得分证书：由评分表重新计算每个得分、名次和等次，不需要数据库"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="得分证书（.json）")
    parser.add_argument("--anchor", action="store_true", help="再向数据库核对：是不是随通报印发的那一份")
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
    findings, anchor = verify(content), ""
    if arguments.anchor and not findings:
        anchor, findings = _anchored(content)
    print(_as_json(findings, anchor) if arguments.json else _as_text(findings, anchor))
    return 1 if findings else 0


def _anchored(content: bytes) -> tuple[str, tuple[Finding, ...]]:
    """What the database says of a certificate that comes out as written."""
    import django

    django.setup()
    from lixiang.ranking.queries.certificates import anchored
    from lixiang.ranking.rules.reading import read

    return anchored(read(content).certificate.hash)


def _as_json(findings: tuple[Finding, ...], anchor: str) -> str:
    rows = [finding.as_row() for finding in findings]
    said = {"good": not findings, "findings": rows} | ({"anchor": anchor} if anchor else {})
    return json.dumps(said, ensure_ascii=False, indent=1)


def _as_text(findings: tuple[Finding, ...], anchor: str) -> str:
    if not findings:
        return f"证书无误：全部得分、名次、等次都与由评分表重新计算的结果一致。{anchor}"
    return "\n".join(finding.sentence for finding in findings)
