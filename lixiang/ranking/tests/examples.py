"""The worked example of the manual: three judges' panels of five, a department, a bonus, a tie, a capped grade."""

from lixiang.appraisal.rules.kinds import Source
from lixiang.ranking.rules.certificate import Heading
from lixiang.ranking.rules.kinds import ConditionalBonus, GradeCut, Method, TieRule
from lixiang.ranking.rules.ranking import Facts
from lixiang.ranking.rules.settings import Settings
from lixiang.ranking.rules.sheets import Bonus, Entry, Line, Sheet

HEADING = Heading("example-2018", "示例批次", 2018, "示例组通字〔2018〕1号")
CLAUSE = {"clause": "二.5e"}
TRIMMED = Method(**CLAUSE, name="trimmed_mean", drop_high=1, drop_low=1, minimum_sheets=3)
PANEL = Source(**CLAUSE, code="panel", title="评审组", weight=700)
DEPARTMENT = Source(**CLAUSE, code="department", title="主管单位", weight=300, by_method=False)
SETTINGS = Settings(
    TRIMMED,
    (PANEL, DEPARTMENT),
    (TieRule(**CLAUSE, by="source", source="panel"), TieRule(**CLAUSE, by="indicator", indicator="goal")),
    (
        GradeCut(**CLAUSE, title="优秀", minimum=85_000, at_most=500),
        GradeCut(**CLAUSE, title="合格", minimum=60_000),
        GradeCut(**CLAUSE, title="不合格"),
    ),
    (ConditionalBonus(**CLAUSE, code="award", title="获上级表彰", at_most=5_000, from_score=80_000),),
)
# Points of the judges in order; None is a recusal. The last is the department's.
POINTS = {
    "P1": ([88, 90, 91.5, 95, 70], 92),
    "P2": ([85, 86, 90, 84, None], 90),
    "P3": ([90, 92, 88, 89, 91], 88),
    "P4": ([58, 60, 61, 55, 59], 62),
}


def sheet(project: str, judge: str, points: float | None, source: str = "panel") -> Sheet:
    """A sheet whose first line is three fifths of the total."""
    if points is None:
        return Sheet(project, judge, source, is_recused=True, group="一组")
    total = round(points * 1000)
    lines = (Line("goal", total * 3 // 5), Line("novelty", total - total * 3 // 5))
    return Sheet(project, judge, source, total, group="一组", lines=lines)


def example(settings: Settings = SETTINGS) -> Facts:
    entries = tuple(Entry(name, "A", n, f"示例项目{n}", "示例区委") for n, name in enumerate(POINTS, 1))
    sheets = tuple(
        each
        for name, (judges, department) in POINTS.items()
        for each in (
            *(sheet(name, f"评委{n}", points) for n, points in enumerate(judges, 1)),
            sheet(name, "主管单位", department, "department"),
        )
    )
    bonuses = (Bonus("P2", "award", 8_000, "示例〔2018〕3号"), Bonus("P4", "award", 3_000, "示例〔2018〕4号"))
    return Facts(settings, entries, sheets, bonuses)


def panel_facts(rows: dict[str, list[float | None]], **method) -> Facts:
    """One source of judges; project -> points of the judges in order."""
    settings = Settings(
        Method(**CLAUSE, **{"name": "mean", **method}), (Source(**CLAUSE, code="panel", title="评审组", weight=1000),)
    )
    sheets = tuple(sheet(name, f"评委{n}", each) for name, points in rows.items() for n, each in enumerate(points, 1))
    return Facts(settings, tuple(Entry(name, "A", n) for n, name in enumerate(rows)), sheets)
