"""`lixiang verify-history`: walks every chain of the history and names what was edited, deleted or re-ordered."""

import argparse
import json
from dataclasses import asdict

HELP = "核验办理轨迹：是否有被改动、删除或者调换的记录"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="以JSON输出")


def run(arguments: argparse.Namespace) -> int:
    """0 whole, 1 broken."""
    import django

    django.setup()
    from lixiang.history.models import Event
    from lixiang.history.verify import broken_chains

    broken = list(broken_chains())
    subjects = Event.objects.values("subject_kind", "subject_id").distinct().count()
    events = Event.objects.count()
    if arguments.json:
        found = {"subjects": subjects, "events": events, "broken": [asdict(each) for each in broken]}
        print(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        for each in broken:
            print(f"{each.subject_kind} {each.subject_id} 第{each.sequence}条：{each.why}")
        print(
            f"共{len(broken)}条轨迹被改动，已检查{subjects}个事项、{events}条记录。"
            if broken
            else f"办理轨迹完整：{subjects}个事项，{events}条记录。"
        )
    return 1 if broken else 0
