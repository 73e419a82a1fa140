"""`lixiang docs`: writes the generated pages of docs/, or checks that they are current."""

import argparse
from pathlib import Path

HELP = "生成 docs 中由程序产生的页面"
ROOT = Path(__file__).resolve().parents[2]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--check", action="store_true", help="只检查是否最新")


def run(arguments: argparse.Namespace) -> int:
    import django

    django.setup()
    stale = []
    for name, text in pages().items():
        path = ROOT / "docs" / name
        if arguments.check and (not path.exists() or path.read_text("utf-8") != text):
            stale.append(name)
        elif not arguments.check:
            path.write_text(text, "utf-8")
    for name in stale:
        print(f"docs/{name} 不是最新，请运行 lixiang docs")
    return 1 if stale else 0


def pages() -> dict[str, str]:
    """File name in docs/ -> its text."""
    from lixiang.config.environment import as_markdown

    return {"settings.md": as_markdown(), "lifecycle.md": lifecycle()}


def lifecycle() -> str:
    """The transition tables as an official reads them: a diagram and a row per verb."""
    from django.apps import apps

    from lixiang.config.stages import TABLES

    parts = ["# 生命周期\n\n本页由各阶段的状态表生成。\n"]
    for label, table in TABLES.items():
        model = apps.get_model(label)
        words = dict(model._meta.get_field("status").choices)
        parts.append(f"## {model.__doc__.splitlines()[0]}\n\n```mermaid\n{table.as_mermaid(words)}\n```\n")
        parts.append("| 动作 | verb | 从 | 到 | 谁 | 所属阶段 | 依据的设置 |\n|---|---|---|---|---|---|---|")
        parts += [_row(row, words) for row in table]
        parts.append("")
    return "\n".join(parts)


def _row(row, words: dict[str, str]) -> str:
    sources = "、".join(words[source] for source in row.from_)
    return (
        f"| {row.label} | `{row.verb}` | {sources} | {words[row.to]} | `{row.who.__name__}` | {row.stage} |"
        f" {f'`{row.rests_on}`' if row.rests_on else '–'} |"
    )
