"""实施 on the moved clock: what every noun of the stage rehearses, in the order of a year."""

from lixiang.delivery.jobs.lamps import relight_all
from lixiang.rehearsal.changes import rehearse_changes, tell_changes
from lixiang.rehearsal.closing import tell_closing
from lixiang.rehearsal.cycle import Cycle
from lixiang.rehearsal.funds import rehearse_funds, tell_funds
from lixiang.rehearsal.inspections import rehearse_inspections, tell_inspections
from lixiang.rehearsal.meetings import rehearse_meetings, tell_meetings
from lixiang.rehearsal.messages import rehearse_messages, tell_messages
from lixiang.rehearsal.progress import finish_progress, rehearse_progress, tell_progress
from lixiang.rehearsal.reports import rehearse_reports, tell_reports

# What is left of the year when everything else has happened comes last.
IN_ORDER = (
    rehearse_progress,
    rehearse_funds,
    rehearse_meetings,
    rehearse_reports,
    rehearse_inspections,
    rehearse_changes,
    rehearse_messages,
    finish_progress,
)
TOLD = (
    tell_progress,
    tell_reports,
    tell_funds,
    tell_meetings,
    tell_inspections,
    tell_changes,
    tell_closing,
    tell_messages,
)


def deliver(cycle: Cycle) -> None:
    """From the agreements to the end of the year; every rule of the stage is run into."""
    with cycle.step("delivery"):
        for rehearse in IN_ORDER:
            rehearse(cycle)


def tell_delivery(story: Cycle) -> None:
    """For the demo: believable rows in every state, on the projects whose agreement is in force."""
    for tell in TOLD:
        tell(story)
    relight_all(story.at)
