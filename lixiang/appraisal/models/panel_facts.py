"""The bridge from a panel to its rules."""

from django.db.models import Count, Exists, OuterRef

from lixiang.appraisal.models.assignments import Assignment
from lixiang.appraisal.models.panels import Panel
from lixiang.appraisal.models.sheet_facts import clause_of
from lixiang.appraisal.models.sheets import ScoreSheet
from lixiang.appraisal.rules.kinds import Indicator
from lixiang.appraisal.rules.panels import PanelFacts
from lixiang.appraisal.states.sheets import Status as SheetStatus
from lixiang.programmes.queries import settings_by_kind


def facts_of(panel: Panel) -> PanelFacts:
    """Four queries, whatever the size of the panel."""
    judges = list(panel.judges.values_list("name", "declared_at"))
    projects = list(panel.entries.values_list("project_id", "project__title"))
    living = Assignment.living().filter(panel=panel)
    given = dict(living.filter(scored_by="judge").values_list("project").annotate(Count("pk")).order_by())
    handed_in = ScoreSheet.objects.filter(assignment=OuterRef("pk"), status=SheetStatus.HANDED_IN)
    return PanelFacts(
        clause=clause_of(panel),
        judges=len(judges),
        projects=len(projects),
        indicators=bool(settings_by_kind(panel.version, Indicator)),
        undeclared=tuple(name for name, declared_at in judges if declared_at is None),
        lacking=tuple(title for pk, title in projects if given.get(pk, 0) < panel.sheets),
        open_sheets=living.filter(~Exists(handed_in)).count(),
    )
