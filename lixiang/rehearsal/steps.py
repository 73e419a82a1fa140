"""The steps of a rehearsal in the order of a cycle, by the names under which it can end."""

from collections.abc import Callable

from lixiang.rehearsal.appraisal import rehearse_appraisal
from lixiang.rehearsal.closing import rehearse_closing
from lixiang.rehearsal.cycle import Cycle
from lixiang.rehearsal.delivery import deliver

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
}


def up_to(last: str) -> tuple[str, ...]:
    """The names of the steps from the first to this one."""
    names = tuple(STEPS)
    return names[: names.index(last) + 1]
