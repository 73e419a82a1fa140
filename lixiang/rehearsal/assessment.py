"""The annual assessment on the moved clock: computed from the issued ranking, confirmed, issued, as a workbook too."""

from pathlib import Path
from typing import Any

from lixiang.outcomes.actions import assessment as actions
from lixiang.outcomes.models import Assessment
from lixiang.outcomes.models.assessment_facts import issued_ranking
from lixiang.outcomes.queries.assessment_workbook import write_workbook
from lixiang.outcomes.rules.conversion import AssessmentTerms
from lixiang.programmes.queries import the_setting, version_in_force
from lixiang.rehearsal.cycle import Cycle


def rehearse_assessment(cycle: Cycle) -> None:
    """Every rule of it is run into; a programme that says nothing of it, or ranked nothing, is refused one."""
    with cycle.step("assessment"):
        lacking = _lacking(cycle)
        if lacking:
            cycle.is_refused(lambda: actions.compute(cycle.programme, by=cycle.section, at=cycle.at), lacking)
            return
        made = actions.compute(cycle.programme, by=cycle.section, at=cycle.later(days=1))
        cycle.is_refused(lambda: actions.issue(made, **now(cycle), mark=cycle.mark), "not_in_this_status")
        made = actions.confirm(made, **later(cycle))
        actions.issue(made, **later(cycle), mark=cycle.mark)
        cycle.is_refused(lambda: actions.compute(cycle.programme, by=cycle.section, at=cycle.at), "reason_required")


def _lacking(cycle: Cycle) -> str:
    if the_setting(version_in_force(cycle.programme, cycle.at), AssessmentTerms) is None:
        return "no_assessment"
    return "" if issued_ranking(cycle.programme) else "no_ranking"


def now(cycle: Cycle) -> dict[str, Any]:
    return {"by": cycle.head, "at": cycle.at}


def later(cycle: Cycle) -> dict[str, Any]:
    cycle.later(hours=2)
    return now(cycle)


def write_assessment_workbooks(out: Path, cycle: Cycle) -> None:
    """Each issued version: the summary, and a trail from each point to its project."""
    issued = Assessment.objects.filter(programme=cycle.programme, document__isnull=False)
    for assessment in issued.select_related("programme", "version", "ranking__document").order_by("number"):
        with (out / "workbooks" / f"{assessment}.xlsx").open("wb") as target:
            write_workbook(cycle.section, assessment, target)
