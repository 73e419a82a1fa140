"""What a ranking is computed from: settings of the version, projects of closed panels, their sheets and bonuses."""

from collections.abc import Iterator

from lixiang.appraisal.models import PanelProject, ScoreSheet
from lixiang.appraisal.queries.results import Scored, scored_in
from lixiang.appraisal.states.panels import Status as PanelStatus
from lixiang.programmes.models import Programme, Version
from lixiang.programmes.queries import settings_of
from lixiang.ranking.models import GivenBonus
from lixiang.ranking.rules.ranking import Facts
from lixiang.ranking.rules.settings import Settings
from lixiang.ranking.rules.settings import settings_of as read_settings
from lixiang.ranking.rules.sheets import Bonus, Entry, Line, Sheet
from lixiang.work.models import Run
from lixiang.workflow.findings import Refused

JOB = "compute_ranking"
# Past so many sheets a ranking is computed in the background, not while somebody waits for the page.
AT_ONCE = 3000


def settings_in(version: Version) -> Settings:
    """Raises Refused with every reason where the programme says not how to rank."""
    settings, findings = read_settings(row for _, row in settings_of(version))
    if settings is None:
        raise Refused(*findings)
    return settings


def facts_of(programme: Programme, version: Version) -> tuple[Facts, dict[str, int]]:
    """The facts, and project reference -> key; five queries, plain values row by row.

    A project that was on several panels, one per round of appraisal, is ranked by the sheets of the last one.
    """
    settings = settings_in(version)
    panels, keys, entries = _entries(programme)
    sheets = tuple(_sheet(each) for each in scored_in(programme) if panels.get(each.project) == each.group)
    return Facts(settings, tuple(entries), sheets, tuple(_bonuses(programme))), keys


def _entries(programme: Programme) -> tuple[dict[str, str], dict[str, int], list[Entry]]:
    rows = PanelProject.objects.filter(panel__programme=programme, panel__status=PanelStatus.CLOSED)
    found = rows.order_by("project__number", "panel__number").values_list(
        "project__ref",
        "project_id",
        "panel__ref",
        "project__category",
        "project__number",
        "project__title",
        "project__nominating_organisation__short_name",
    )
    panels: dict[str, str] = {}
    keys: dict[str, int] = {}
    entries: dict[str, Entry] = {}
    for ref, key, panel, category, number, title, organisation in found.iterator(chunk_size=2000):
        panels[ref], keys[ref] = panel, key
        entries[ref] = Entry(ref, category, number, title, organisation)
    return panels, keys, list(entries.values())


def _bonuses(programme: Programme) -> Iterator[Bonus]:
    rows = GivenBonus.counting(programme).values_list("project__ref", "bonus", "points", "document")
    yield from (Bonus(*row) for row in rows.iterator(chunk_size=2000))


def _sheet(scored: Scored) -> Sheet:
    lines = tuple(Line(indicator, points) for indicator, points in scored.lines)
    return Sheet(
        scored.project,
        scored.judge,
        scored.source,
        scored.total,
        is_recused=scored.is_recused,
        is_not_applicable=scored.is_not_applicable,
        group=scored.group,
        lines=lines,
    )


def panels_not_closed(programme: Programme) -> Iterator[str]:
    """Titles of the panels that still score or have not begun; one query."""
    rows = programme.panels.exclude(status=PanelStatus.CLOSED).order_by("number")
    yield from rows.values_list("title", flat=True)


def sheets_to_rank(programme: Programme) -> int:
    """How many sheets a computation would read; one query."""
    current = ScoreSheet.current().filter(programme=programme, assignment__panel__status=PanelStatus.CLOSED)
    return current.count()


def computing_run(programme: Programme) -> Run | None:
    """The computation in the background that has not finished; one query."""
    rows = Run.objects.filter(code=JOB, arguments__programme=programme.pk, finished_at=None)
    return rows.order_by("-pk").first()
