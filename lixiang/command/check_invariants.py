"""`lixiang check-invariants`: whether everything that must hold does hold."""

import argparse
import json

HELP = "检查名额、文号、修订稿、责任书、文件和办理轨迹是否全部一致"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="以 JSON 输出")


def run(arguments: argparse.Namespace) -> int:
    import django

    django.setup()
    from lixiang.rehearsal.invariants import check_all

    counts, broken = check_all()
    if arguments.json:
        rows = [{"check": each.check, "what": each.what} for each in broken]
        print(json.dumps({"checked": len(counts), "broken": rows}, ensure_ascii=False, indent=2))
    else:
        for name, count in counts.items():
            print(f"{'有误' if count else '一致'}  {name}  {count or ''}".rstrip())
        for each in broken:
            print(f"  {each.check}：{each.what}")
    return 1 if broken else 0
