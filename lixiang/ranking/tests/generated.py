"""Strategies that make what can be ranked: settings, projects, sheets (recused and unwritten ones too), bonuses."""

from hypothesis import strategies as st

from lixiang.appraisal.rules.kinds import Source
from lixiang.ranking.rules.kinds import ConditionalBonus, GradeCut, Method, TieRule
from lixiang.ranking.rules.ranking import Facts
from lixiang.ranking.rules.settings import Settings
from lixiang.ranking.rules.sheets import Bonus, Entry, Line, Sheet

CLAUSE = {"clause": "二.5e"}
JUDGES = tuple(f"评委{n}" for n in range(1, 6))
TRACKS = ("A", "B")
# Few different points, so that there are ties; some with a fraction, so that there is rounding.
points = st.integers(0, 12).map(lambda n: n * 8_333)


@st.composite
def methods(draw, standardise=("none",)):
    name = draw(st.sampled_from(["mean", "median", "trimmed_mean"]))
    drops = [draw(st.integers(0, 1)) if name == "trimmed_mean" else 0 for _ in range(2)]
    balanced = draw(st.sampled_from(standardise))
    return Method(
        **CLAUSE,
        name=name,
        drop_high=drops[0],
        drop_low=drops[1],
        minimum_sheets=draw(st.integers(sum(drops) + 1, 3)),
        standardise=balanced,
        minimum_sample=0 if balanced == "none" else draw(st.integers(1, 3)),
        scope=draw(st.sampled_from(["all", "track"])),
        numbering=draw(st.sampled_from(["skip", "dense"])),
    )


@st.composite
def all_settings(draw, standardise=("none",)):
    weight = draw(st.sampled_from([1000, 700, 333]))
    sources = [Source(**CLAUSE, code="panel", title="评审组", weight=weight)]
    if weight < 1000:
        own = draw(st.booleans())
        rest = {"by_method": False, "optional": own}
        sources.append(Source(**CLAUSE, code="department", title="主管单位", weight=1000 - weight, **rest))
    rules = [
        TieRule(**CLAUSE, by="source", source="panel"),
        TieRule(**CLAUSE, by="indicator", indicator="goal"),
        TieRule(**CLAUSE, by="median"),
        TieRule(**CLAUSE, by="lowest"),
    ]
    share = {"at_most": draw(st.integers(1, 1000)), "rounding": draw(st.sampled_from(["down", "half_up", "up"]))}
    cuts = [
        GradeCut(**CLAUSE, title="优秀", minimum=draw(points), **share),
        GradeCut(**CLAUSE, title="合格"),
    ]
    bonus = ConditionalBonus(**CLAUSE, code="level", title="获奖", at_most=5_000, from_score=draw(points))
    return Settings(
        draw(methods(standardise)),
        tuple(sources),
        tuple(draw(st.permutations(rules))[: draw(st.integers(0, 4))]),
        tuple(cuts),
        (bonus,),
    )


@st.composite
def sheets_of(draw, project, judge, source):
    first, second = draw(points), draw(points)
    state = draw(st.sampled_from(["", "", "", "", "is_recused", "is_not_applicable", "unwritten"]))
    more = {"group": draw(st.sampled_from(["一组", "二组"])) if source == "panel" else ""}
    if state in ("is_recused", "is_not_applicable"):
        more[state] = True
    lines = (Line("goal", first), Line("novelty", second), Line("spread", None))
    total = None if state == "unwritten" else first + second
    return Sheet(project, judge, source, total, lines=lines, **more)


@st.composite
def facts(draw, standardise=("none",)):
    settings = draw(all_settings(standardise))
    entries = tuple(
        Entry(f"P{n}", draw(st.sampled_from(TRACKS)), n, f"示例项目{n}") for n in range(draw(st.integers(1, 6)))
    )
    sheets = [
        draw(sheets_of(entry.project, judge, "panel"))
        for entry in entries
        for judge in JUDGES[: draw(st.integers(1, 5))]
    ]
    if len(settings.sources) > 1:
        sheets += [draw(sheets_of(each.project, "department", "department")) for each in entries]
    given = draw(st.lists(st.sampled_from(entries), unique=True, max_size=3))
    bonuses = tuple(Bonus(each.project, "level", draw(points), "示例文件") for each in given)
    return Facts(settings, entries, tuple(sheets), bonuses)
