"""The steps of a rehearsal in the order of a cycle, by the names under which it can end.

A step joins by one row here, its name in STAGES of command/rehearse.py, and a row of PAPERS in papers.py for what it
leaves in the folder; the archive stays last, for it takes in what all the others made.
"""

from collections.abc import Callable

from lixiang.rehearsal.appraisal import rehearse_appraisal
from lixiang.rehearsal.archive import rehearse_archive
from lixiang.rehearsal.assessment import rehearse_assessment
from lixiang.rehearsal.closing import rehearse_closing
from lixiang.rehearsal.cycle import Cycle
from lixiang.rehearsal.delivery import deliver
from lixiang.rehearsal.outcomes import rehearse_outcomes
from lixiang.rehearsal.ranking import rehearse_ranking

STEPS: dict[str, Callable[[Cycle], None]] = {
    "publish": Cycle.publish,
    "application": Cycle.apply,
    "nomination": Cycle.nominate,
    "review": Cycle.review,
    "approval": Cycle.approve,
    "agreement": Cycle.agree,
    "delivery": deliver,
    "closing": rehearse_closing,
    "appraisal": rehearse_appraisal,
    "ranking": rehearse_ranking,
    "outcomes": rehearse_outcomes,
    "assessment": rehearse_assessment,
    "archive": rehearse_archive,
}


def up_to(last: str) -> tuple[str, ...]:
    """The names of the steps from the first to this one."""
    names = tuple(STEPS)
    return names[: names.index(last) + 1]
