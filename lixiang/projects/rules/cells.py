"""The cells of a row of the form, by the widget whose rows they are: name, label, and what stands in them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Cell:
    """One cell: `shape` is line, date or result; `share` is its part of the width on paper."""

    name: str
    label: str
    shape: str = "line"
    share: float = 1.0


CELLS: dict[str, tuple[Cell, ...]] = {
    "team": (Cell("name", "姓名"), Cell("organisation", "单位", share=1.6), Cell("post", "职务"), Cell("part", "分工")),
    "goals": (Cell("indicator", "指标", share=2.4), Cell("baseline", "基线"), Cell("target", "目标值")),
    "milestones": (
        Cell("title", "步骤", share=1.8),
        Cell("from_on", "开始时间", "date", 1.4),
        Cell("due_on", "完成时间", "date", 1.4),
        Cell("deliverable", "阶段成果", share=1.5),
    ),
    "results": (Cell("kind", "类型", "result", 0.8), Cell("form", "成果名称与形式", share=2.6)),
    "organisations": (Cell("name", "单位全称", share=1.6), Cell("part", "承担任务", share=1.6)),
}


def names_of(widget: str) -> tuple[str, ...]:
    """The names of the cells, in their order."""
    return tuple(cell.name for cell in CELLS[widget])
