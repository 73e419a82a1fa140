"""The changes of a year: every kind that the programme knows once, every rule against it run into, a few left open."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from lixiang.delivery.actions import changes, supplements
from lixiang.delivery.models import ChangeRequest
from lixiang.delivery.queries.changes import kinds_known, opened_fields, opening_values, paper_wanted
from lixiang.delivery.rules.change_kinds import CHANGES, FILING, MOVES, OWN, ChangeKind, Prolongation
from lixiang.delivery.rules.changes import furthest_day
from lixiang.people.models import Organisation
from lixiang.people.roles import Role
from lixiang.programmes.queries import settings_by_kind, the_setting
from lixiang.projects.models import Project
from lixiang.projects.rules.kinds import Applicant, Field
from lixiang.projects.states import Status
from lixiang.rehearsal.cycle import Cycle, scan

WHY = "工作需要，经党（工）委会议研究，情况属实。"
MARKED = "（调整）"
Proposal = dict[str, Any]


def rehearse_changes(cycle: Cycle) -> None:
    """Ask for each kind in turn, decide, sign, and meet every refusal on the way; nothing where no kind is known."""
    projects = _under_way(cycle)
    if not projects or not kinds_known(projects[0]):
        return
    with cycle.step("changes"):
        kinds = kinds_known(projects[0])
        _run_into_what_is_unknown(cycle, projects[0], kinds)
        for place, kind in enumerate(kind for kind in kinds if kind.code not in MOVES):
            _change(cycle, projects[place % len(projects)], kind)
        _run_into_rivals(cycle, projects[0], kinds)
        _move_projects(cycle, projects, {kind.code for kind in kinds})


def tell_changes(story: Cycle) -> None:
    """The demo: one of each state, on the projects whose agreement is in force."""
    for project, tell in zip(reversed(_under_way(story)), STORIES, strict=False):
        tell(story, project)


def _under_way(cycle: Cycle) -> list[Project]:
    found = Project.objects.filter(programme=cycle.programme, status=Status.ACTIVE).order_by("number")
    return [_again(project) for project in found]


def _again(project: Project) -> Project:
    related = ("programme", "version", "approved_revision", "nominating_organisation", "implementing_organisation")
    return Project.objects.select_related(*related).get(pk=project.pk)


# --- one change ------------------------------------------------------------------------------------------------------
def _asker(cycle: Cycle, project: Project) -> Any:
    return cycle.cast.user(Role.NOMINATOR, project.nominating_organisation)


def _draft(cycle: Cycle, project: Project, kind: str) -> ChangeRequest:
    return changes.draft(_again(project), [kind], by=_asker(cycle, project), at=cycle.later(minutes=20))


def _save(cycle: Cycle, request: ChangeRequest, values: Proposal, reason: str = WHY) -> ChangeRequest:
    request, by = _fresh(request), _asker(cycle, request.project)
    return changes.save_request(request, values, reason, expected=request.saves, by=by, at=cycle.later(minutes=10))


def _hand_in(cycle: Cycle, request: ChangeRequest) -> ChangeRequest:
    verb = changes.file if request.authority == FILING else changes.hand_in
    return verb(request, by=_asker(cycle, request.project), at=cycle.later(minutes=5))


def _asked(cycle: Cycle, project: Project, kind: ChangeKind) -> ChangeRequest:
    request = _draft(cycle, project, kind.code)
    return _save(cycle, request, _proposal(cycle, request))


def _decider(cycle: Cycle, request: ChangeRequest) -> Any:
    own = request.project.nominating_organisation
    return cycle.cast.user(Role.NOMINATOR_LEADER, own) if request.authority == OWN else cycle.head


def _change(cycle: Cycle, project: Project, kind: ChangeKind) -> None:
    """From the draft to its effect; what stands against it is met before it is mended."""
    request = _draft(cycle, project, kind.code)
    proposal = _proposal(cycle, request)
    if not proposal:  # no other organisation may carry this one out
        changes.withdraw(request, by=_asker(cycle, project), at=cycle.later(minutes=5))
        return
    silent = _save(cycle, request, proposal, reason="")
    cycle.is_refused(lambda: _hand_in(cycle, silent), "reason_required")
    same = _save(cycle, silent, opening_values(_fresh(silent)) | _approved(silent))
    cycle.is_refused(lambda: _hand_in(cycle, same), "nothing_changed")
    if "completion_on" in proposal and not _prolongs(cycle, same, proposal):
        changes.withdraw(same, by=_asker(cycle, project), at=cycle.later(minutes=5))
        return
    handed_in = _hand_in(cycle, _save(cycle, same, proposal))
    if request.authority == FILING:
        changes.acknowledge(handed_in, by=cycle.section, at=cycle.later(hours=2))
        return
    back = changes.send_back(handed_in, reason="请补充说明。", by=_decider(cycle, request), at=cycle.later(hours=3))
    handed_in = _hand_in(cycle, _save(cycle, back, proposal))
    _settle(cycle, changes.approve(handed_in, opinion="同意。", by=_decider(cycle, request), at=cycle.later(hours=3)))
    if "completion_on" in proposal:
        _prolong_again(cycle, project, kind)


def _prolong_again(cycle: Cycle, project: Project, kind: ChangeKind) -> None:
    rule = the_setting(project.version, Prolongation)
    if isinstance(rule, Prolongation) and rule.at_most_times == 1:
        again = _asked(cycle, project, kind)
        cycle.is_refused(lambda: _hand_in(cycle, again), "prolongs_often")
        changes.withdraw(again, by=_asker(cycle, project), at=cycle.later(minutes=2))


def _settle(cycle: Cycle, request: ChangeRequest) -> None:
    """The supplementary agreement where one is needed, and the official reply where the programme words it."""
    if request.status == "APPROVED":
        _sign(cycle, request)
    fresh = _fresh(request)
    if paper_wanted(fresh):
        changes.issue_reply(fresh, by=cycle.section, at=cycle.later(minutes=30), mark=cycle.mark)


def _sign(cycle: Cycle, request: ChangeRequest) -> None:
    by = _asker(cycle, request.project)
    paper = supplements.draw_up(request, by=cycle.section, at=cycle.later(minutes=10), mark=cycle.mark)
    cycle.is_refused(lambda: supplements.sign(paper, by=by, at=cycle.at), "no_signed_scan")
    supplements.attach_scan(paper, scan(), name="补充协议（签章）.png", by=by, at=cycle.later(hours=4))
    paper = supplements.sign(paper, by=by, at=cycle.later(minutes=1))
    supplements.countersign(paper, by=cycle.section, at=cycle.later(hours=1))


def _fresh(request: ChangeRequest) -> ChangeRequest:
    fresh = ChangeRequest.objects.select_related("base", "reply").get(pk=request.pk)
    fresh.project = _again(request.project)
    return fresh


def _approved(request: ChangeRequest) -> Proposal:
    return {each.name: request.base.content.get(each.name, "") for each in opened_fields(_fresh(request))}


# --- what is proposed ------------------------------------------------------------------------------------------------
def _proposal(cycle: Cycle, request: ChangeRequest) -> Proposal:
    """Another value in the first of the opened fields; steps follow the day of completion, so it goes before them."""
    request = _fresh(request)
    spec = next(each for each in opened_fields(request) if each.widget != "milestones")
    value = _other(cycle, request, spec)
    return {} if value is None else {spec.name: value}


def _other(cycle: Cycle, request: ChangeRequest, spec: Field) -> Any:
    value = request.base.content.get(spec.name, "")
    makers: dict[str, Callable[[], Any]] = {
        "date": lambda: (_completion(request) + timedelta(days=20)).isoformat(),
        "organisation": lambda: _other_unit(cycle, request.project, value),
        "phone": lambda: "0554-0012345",
        "team": lambda: _fewer_or_other(value, "name"),
        "results": lambda: _fewer_or_other(value, "form"),
        "goals": lambda: _fewer_or_other(value, "target"),
        "organisations": lambda: _fewer_or_other(value, "name"),
    }
    return makers[spec.widget]() if spec.widget in makers else _marked(spec, str(value))


def _marked(spec: Field, text: str) -> str:
    """The same text with a mark at its end, within what the form lets be written."""
    if spec.name == "leader_name":
        return "示例壬" if text != "示例壬" else "示例癸"
    most = (spec.maximum or 200) - len(MARKED)
    return f"{text[:most]}{MARKED}" if not text.endswith(MARKED) else text.removesuffix(MARKED)


def _fewer_or_other(rows: list[dict[str, str]], cell: str) -> list[dict[str, str]]:
    first, *rest = rows or [{}]
    return [{**first, cell: f"{first.get(cell, '')}{MARKED}"}, *rest]


def _completion(request: ChangeRequest) -> date:
    text = request.base.content.get("completion_on", "")
    return date.fromisoformat(text) if text else date(request.programme.year, 12, 31)


def _other_unit(cycle: Cycle, project: Project, name: str) -> str | None:
    """Another organisation of the same nominator that may carry out a project of this category, if there is one."""
    rows = [row for row in settings_by_kind(project.version, Applicant) if row.category == project.category]

    def may(unit: Organisation) -> bool:
        facts = unit.facts()
        return not rows or any(facts.kind in r.kinds and facts.ranks_at_least(r.minimum_rank) for r in rows)

    units = cycle.cast.units_of(project.nominating_organisation)
    return next((unit.name for unit in units if may(unit) and unit.name != name), None)


# --- what is refused -------------------------------------------------------------------------------------------------
def _prolongs(cycle: Cycle, request: ChangeRequest, proposal: Proposal) -> bool:
    """Too long, then too late, are refused; whether there is still time to ask at all."""
    rule = the_setting(request.project.version, Prolongation)
    before = _completion(request)
    furthest = furthest_day(rule, before) if isinstance(rule, Prolongation) else None
    if furthest is not None:
        too_far = {"completion_on": (furthest + timedelta(days=1)).isoformat()}
        request = _save(cycle, request, too_far)
        cycle.is_refused(lambda: _hand_in(cycle, request), "prolongs_long")
    if isinstance(rule, Prolongation) and rule.apply_before_days:
        request = _save(cycle, _fresh(request), proposal)
        late = max(cycle.at, cycle.at.replace(year=before.year, month=before.month, day=before.day))
        words = {"by": _asker(cycle, request.project), "at": late}
        cycle.is_refused(lambda: changes.hand_in(request, **words), "prolongs_late")
        return cycle.at.date() <= before - timedelta(days=rule.apply_before_days)
    return cycle.at.date() < before


def _run_into_what_is_unknown(cycle: Cycle, project: Project, kinds: tuple[ChangeKind, ...]) -> None:
    unknown = next((code for code in CHANGES if code not in {kind.code for kind in kinds}), "")
    if unknown:
        cycle.is_refused(lambda: _draft(cycle, project, unknown), "no_such_change")


def _run_into_rivals(cycle: Cycle, project: Project, kinds: tuple[ChangeKind, ...]) -> None:
    """Two requests for one field, then one whose difference has grown old."""
    decided = [kind for kind in kinds if kind.code not in (*MOVES, "prolong") and kind.authority != FILING]
    others = [kind for kind in kinds if kind.authority == FILING]
    if not decided:
        return
    waiting = _hand_in(cycle, _asked(cycle, project, decided[0]))
    rival = _asked(cycle, project, decided[0])
    cycle.is_refused(lambda: _hand_in(cycle, rival), "in_other_change")
    changes.withdraw(rival, by=_asker(cycle, project), at=cycle.later(minutes=2))
    if others:
        _hand_in(cycle, _asked(cycle, project, others[0]))
        by = _decider(cycle, waiting)
        cycle.is_refused(lambda: changes.approve(waiting, by=by, at=cycle.at), "stale_difference")
    words = {"reason": "请按新的一稿另行申请。", "by": _decider(cycle, waiting)}
    _answer(cycle, changes.decline(waiting, at=cycle.later(hours=1), **words))
    if decided[0].supplement:
        _leave_unsigned(cycle, project, decided[0], kinds)


def _answer(cycle: Cycle, request: ChangeRequest) -> None:
    fresh = _fresh(request)
    if paper_wanted(fresh):
        changes.issue_reply(fresh, by=cycle.section, at=cycle.later(minutes=30), mark=cycle.mark)


def _leave_unsigned(cycle: Cycle, project: Project, kind: ChangeKind, kinds: tuple[ChangeKind, ...]) -> None:
    """A supplement that is not signed holds the other changes up, and lapses."""
    request = _hand_in(cycle, _asked(cycle, project, kind))
    request = changes.approve(request, by=_decider(cycle, request), at=cycle.later(hours=1))
    other = next((each for each in kinds if each.code not in (*MOVES, "prolong", kind.code)), None)
    if other is not None:
        held = _asked(cycle, project, other)
        cycle.is_refused(lambda: _hand_in(cycle, held), "supplement_unsigned")
        changes.withdraw(held, by=_asker(cycle, project), at=cycle.later(minutes=2))
    supplements.draw_up(request, by=cycle.section, at=cycle.later(minutes=10), mark=cycle.mark)
    supplements.lapse(request, reason="乙方书面表示不再变更。", by=cycle.section, at=cycle.later(days=1))


def _move_projects(cycle: Cycle, projects: list[Project], codes: set[str]) -> None:
    """One is suspended and resumed, the last is terminated; what stands still is not changed."""
    resting, ending = projects[0], projects[-1]
    for code in ("suspend", "resume"):
        if code in codes:
            _move(cycle, resting, code)
            if code == "suspend":
                cycle.is_refused(lambda: _draft(cycle, resting, "suspend"), "project_not_under_way")
    if "terminate" in codes and len(projects) > 1:
        _move(cycle, ending, "terminate")
        cycle.is_refused(lambda: _draft(cycle, ending, "terminate"), "project_not_under_way")


def _move(cycle: Cycle, project: Project, code: str) -> None:
    request = _hand_in(cycle, _save(cycle, _draft(cycle, project, code), {}))
    _settle(cycle, changes.approve(request, opinion="同意。", by=cycle.leader, at=cycle.later(hours=4)))


# --- the demo --------------------------------------------------------------------------------------------------------
def _kind(project: Project, code: str) -> ChangeKind:
    return next(kind for kind in kinds_known(project) if kind.code == code)


def _waits(story: Cycle, project: Project) -> None:
    _hand_in(story, _asked(story, project, _kind(project, "leader")))


def _is_sent_back(story: Cycle, project: Project) -> None:
    request = _hand_in(story, _asked(story, project, _kind(project, "content")))
    changes.send_back(request, reason="请附论证意见，说明目标是否降低。", by=story.section, at=story.later(hours=5))


def _waits_for_signature(story: Cycle, project: Project) -> None:
    request = _hand_in(story, _asked(story, project, _kind(project, "prolong")))
    request = changes.approve(request, opinion="同意延期，请抓紧推进。", by=story.leader, at=story.later(hours=6))
    supplements.draw_up(request, by=story.section, at=story.later(minutes=20), mark=story.mark)
    changes.issue_reply(_fresh(request), by=story.section, at=story.later(minutes=5), mark=story.mark)


def _is_in_effect(story: Cycle, project: Project) -> None:
    _change(story, project, _kind(project, "name"))
    _hand_in(story, _asked(story, project, _kind(project, "team")))
    _draft(story, project, "results")


def _is_declined(story: Cycle, project: Project) -> None:
    request = _hand_in(story, _asked(story, project, _kind(project, "results")))
    words = {"reason": "原定成果形式切合实际，变更理由不充分。", "by": story.head}
    _answer(story, changes.decline(request, at=story.later(hours=8), **words))


def _is_suspended(story: Cycle, project: Project) -> None:
    _move(story, project, "suspend")


STORIES = (_waits, _is_sent_back, _waits_for_signature, _is_in_effect, _is_declined, _is_suspended)
