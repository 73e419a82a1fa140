"""`lixiang import`: organisations and users from a workbook, and the templates to fill in."""

import argparse
import json
from pathlib import Path

HELP = "从Excel导入组织和用户，或导出空白模板"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    choices = parser.add_subparsers(dest="what", metavar="内容", required=True)
    for name, title in (("organisations", "组织"), ("users", "用户")):
        one = choices.add_parser(name, help=f"导入{title}", description=f"按模板导入{title}：有一行出错则全部不导入")
        one.add_argument("file", type=Path, metavar="FILE", help="填好的模板（.xlsx）")
        one.add_argument("--dry-run", action="store_true", help="只列出差异和错误，不写入")
        one.add_argument("--json", action="store_true", help="以JSON输出")
    template = choices.add_parser("template", help="导出空白模板", description="导出空白模板")
    template.add_argument("sheet", choices=("organisations", "users"), help="模板内容")
    template.add_argument("--out", type=Path, required=True, metavar="FILE", help="写到这个文件（.xlsx）")


def run(arguments: argparse.Namespace) -> int:
    """0 imported (or would be), 1 refused, 2 no such file."""
    import django

    django.setup()
    from lixiang.command.serve import prepare_once

    if arguments.what == "template":
        return _write_template(arguments.sheet, arguments.out)
    if not arguments.file.is_file():
        print(f"没有文件{arguments.file}。")
        return 2
    prepare_once()
    return _import(arguments)


def _write_template(name: str, out: Path) -> int:
    from lixiang.people.sheets.columns import SHEETS
    from lixiang.people.sheets.writing import write_workbook

    if not out.parent.is_dir():
        print(f"没有文件夹{out.parent}。")
        return 2
    write_workbook(str(out), SHEETS[name])
    print(f"已写入{out}。")
    return 0


def _import(arguments: argparse.Namespace) -> int:
    from django.core.exceptions import ValidationError
    from django.utils import timezone

    from lixiang.people import actions

    verb = actions.import_organisations if arguments.what == "organisations" else actions.import_users
    try:
        with arguments.file.open("rb") as source:
            difference = verb(source, by=None, at=timezone.now(), dry_run=arguments.dry_run)
    except ValidationError as error:
        refusal = {"error": error.messages[0]}
        print(json.dumps(refusal, ensure_ascii=False) if arguments.json else error.messages[0])
        return 1
    print(_as_json(difference) if arguments.json else _as_text(difference, arguments.dry_run))
    return 0 if difference.is_clean else 1


def _as_json(difference) -> str:
    passwords = {username: password for username, _, password in difference.passwords}
    return json.dumps(difference.as_json() | {"passwords": passwords}, ensure_ascii=False, indent=2)


def _as_text(difference, dry_run: bool) -> str:
    lines = [f"新增 {change.key} {change.name}" for change in difference.added]
    for change in difference.changed:
        words = "；".join(
            f"{title}：{old or '（空）'} → {new or '（空）'}" for title, (old, new) in change.fields.items()
        )
        lines.append(f"更改 {change.key} {change.name}：{words}")
    lines += [f"错误 {error}" for error in difference.errors]
    counts = f"新增{len(difference.added)}，更改{len(difference.changed)}，不变{difference.unchanged}"
    if difference.errors:
        lines.append(f"共{len(difference.errors)}处错误，未导入。")
    else:
        lines.append(f"{'试运行' if dry_run else '已导入'}：{counts}。")
    lines += [f"初始密码 {username} {name} {password}" for username, name, password in difference.passwords]
    return "\n".join(lines)
