"""Who may do what in the delivery of a project; never asks about states or dates."""

from typing import Any

from lixiang.people.roles import Role
from lixiang.programmes import permissions as programmes
from lixiang.projects import permissions as projects

carries_out = projects.carries_out


def follows(user: Any, project: Any) -> bool:
    """The city section, or an inspector of the managing organisation."""
    return projects.is_section(user, project) or projects.is_inspector(user, project)


def runs_delivery(user: Any, programme: Any) -> bool:
    """Calls meetings, asks for reports, plans inspections: the city section's clerk or head."""
    return programmes.may_edit(user, programme)


def inspects(user: Any, programme: Any) -> bool:
    """An inspector of the managing organisation, or the city section itself."""
    at = programme.managing_organisation_id
    return user is not None and user.holds(Role.INSPECTOR, Role.SECTION_CLERK, Role.SECTION_HEAD, organisation=at)


may_see, sees_now = projects.may_see, projects.sees_now


# --- changes ---------------------------------------------------------------------------------------------------------
def may_ask_for_change(user: Any, project: Any) -> bool:
    """Those who carry the project out; the section itself, where it suspends or terminates of its own motion."""
    return carries_out(user, project) or projects.is_section(user, project)


def asks_for_change(user: Any, request: Any) -> bool:
    """The side that began the request: those who carry the project out, or the section."""
    return projects.is_section(user, request.project) if request.by_section else carries_out(user, request.project)


def hands_change_in(user: Any, request: Any) -> bool:
    return request.authority != "filing" and asks_for_change(user, request)


def files_change(user: Any, request: Any) -> bool:
    return request.authority == "filing" and asks_for_change(user, request)


def decides_change(user: Any, request: Any) -> bool:
    """自批: the responsible leader of the nominating organisation; else the section's head or the department's."""
    if request.authority == "own":
        at = request.project.nominating_organisation_id
        return user is not None and user.holds(Role.NOMINATOR_LEADER, organisation=at)
    return projects.decides(user, request.project)


def runs_change(user: Any, request: Any) -> bool:
    """The city section's clerk or head, whoever decides."""
    return projects.is_section(user, request.project)


def returns_change(user: Any, request: Any) -> bool:
    """Who decides, and the section's clerk with what the department decides on."""
    return decides_change(user, request) or (request.authority != "own" and runs_change(user, request))


def puts_into_effect(user: Any, request: Any) -> bool:
    """Who decided, or the section that countersigns the supplementary agreement."""
    return decides_change(user, request) or runs_change(user, request)


def acknowledges_change(user: Any, request: Any) -> bool:
    return runs_change(user, request)


def signs_supplement(user: Any, supplement: Any) -> bool:
    """乙方: the nominating organisation's clerk or leader."""
    return projects.is_nominating(user, supplement.project)


def countersigns(user: Any, supplement: Any) -> bool:
    """甲方: the city section's clerk or head."""
    return projects.is_section(user, supplement.project)


def may_upload_supplement(user: Any, supplement: Any) -> bool:
    return signs_supplement(user, supplement) or countersigns(user, supplement)


def carries_it_out(user: Any, planned: Any) -> bool:
    """Reports a milestone or a goal of the project's plan."""
    return carries_out(user, planned.project)


def may_reopen(user: Any, planned: Any) -> bool:
    """Takes a report of a milestone back: whoever carries the project out, or the section that found it wrong."""
    return carries_it_out(user, planned) or projects.is_section(user, planned.project)


def overrules(user: Any, lamp: Any) -> bool:
    """Shows another colour than the rules give: the city section's clerk or head."""
    return projects.is_section(user, lamp.project)


# --- meetings and tasks ---------------------------------------------------------------------------------------------
ATTENDING = (Role.UNIT_CLERK, Role.NOMINATOR, Role.NOMINATOR_LEADER)


def runs_meeting(user: Any, meeting: Any) -> bool:
    return runs_delivery(user, meeting.programme)


def replies_for(user: Any, organisation_id: int) -> bool:
    """Says who comes to a meeting on behalf of an invited organisation."""
    return user is not None and user.holds(*ATTENDING, organisation=organisation_id)


def hands_out(user: Any, programme: Any, source: str) -> bool:
    """The section hands tasks out at meetings; at an inspection, whoever inspects."""
    return inspects(user, programme) if source == "inspection" else runs_delivery(user, programme)


def answers_for_task(user: Any, task: Any) -> bool:
    """Belongs to the one organisation that is responsible."""
    return user is not None and user.holds(*ATTENDING, organisation=task.organisation_id)


def supervises_task(user: Any, task: Any) -> bool:
    return runs_delivery(user, task.programme)


def takes_part_in_task(user: Any, task: Any) -> bool:
    """May add files to it."""
    return answers_for_task(user, task) or supervises_task(user, task)


def works_on_delivery(user: Any) -> bool:
    """Has a page of meetings and tasks at all."""
    return user.holds(*ATTENDING, *programmes.SECTION, Role.INSPECTOR, Role.FINANCE)


# --- inspections and rectification tickets -------------------------------------------------------------------------
def plans(user: Any, inspection: Any) -> bool:
    """The city section, or any inspector of the managing organisation."""
    return inspects(user, inspection.programme)


def visits(user: Any, inspection: Any) -> bool:
    """One of those whom the plan names, as long as they still inspect."""
    return inspects(user, inspection.programme) and user.pk in inspection.inspector_ids


def enters(user: Any, inspection: Any) -> bool:
    """Enters a paper record on behalf of an inspector: the city section."""
    return runs_delivery(user, inspection.programme)


def confirms(user: Any, inspection: Any) -> bool:
    """The inspector on whose behalf a paper record was entered, and nobody else."""
    return inspects(user, inspection.programme) and user.pk == inspection.entered_for_id


def leads(user: Any, programme: Any) -> bool:
    """Reads everything that inspections found without going there: the department's leader."""
    return programmes.is_of_the_section(user, programme)


def writes_down(user: Any, inspection: Any) -> bool:
    """Writes what was found: those whom the plan names, or the section from paper."""
    return visits(user, inspection) or enters(user, inspection)


def checks(user: Any, rectification: Any) -> bool:
    """Checks what was put right: the city section, or an inspector of the managing organisation."""
    return follows(user, rectification.project)


def answers(user: Any, rectification: Any) -> bool:
    """Those of the one responsible organisation; for a unit also the clerk of its nominating organisation."""
    project, responsible = rectification.project, rectification.organisation_id
    if responsible != project.nominating_organisation_id:
        return carries_out(user, project)
    drafts_itself = responsible == project.drafting_organisation_id
    return projects.is_nominating(user, project) or drafts_itself and projects.may_write(user, project)


def closes(user: Any, rectification: Any, roles: tuple[str, ...]) -> bool:
    """Holds one of the roles that the programme lets close a ticket, at the managing organisation."""
    at = rectification.project.programme.managing_organisation_id
    return user is not None and user.holds(*roles, organisation=at)


def writes_report(user: Any, report: Any) -> bool:
    """Writes and hands in: the unit's clerk, or the clerk of its nominating organisation."""
    return carries_out(user, report.project)


def reviews_report(user: Any, report: Any) -> bool:
    """Accepts, sends back, excuses: the city section's clerk or head."""
    return projects.is_section(user, report.project)


def may_see_report(user: Any, report: Any) -> bool:
    return may_see(user, report.project)
