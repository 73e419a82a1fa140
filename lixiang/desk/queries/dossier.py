"""The dossier of one project as one person may see it: the rail, whose turn it is, moves."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lixiang.access.prepared import Prepared
from lixiang.agreements.models import Agreement
from lixiang.agreements.rules import Terms
from lixiang.approvals.models import Decision, Opinion
from lixiang.approvals.permissions import may_publish
from lixiang.approvals.rules import Publicity, ReviewStep
from lixiang.closing.models import Dossier
from lixiang.closing.models.facts import terms_of
from lixiang.closing.states import Status as DossierStatus
from lixiang.desk.rules import life
from lixiang.desk.rules.items import due_words, tone_of
from lixiang.history.models import Event
from lixiang.people.models import Organisation
from lixiang.programmes.permissions import is_of_the_section
from lixiang.programmes.queries import closing_for, settings_by_kind, the_setting
from lixiang.projects import permissions
from lixiang.projects.models import Project
from lixiang.projects.rules.content import category_words
from lixiang.projects.rules.kinds import Category
from lixiang.projects.states import APPROVED, FOLLOWED, OPEN_TO_CLERK, TONES, Status
from lixiang.ranking.rules.kinds import Method
from lixiang.ui.addresses import address
from lixiang.ui.furniture import Link
from lixiang.ui.shapes import Action

TABS = (
    ("application", "申报书"),
    ("opinions", "审核意见"),
    ("documents", "公文"),
    ("agreement", "责任书"),
    ("changes", "变更"),
    ("progress", "实施进度"),
    ("reports", "汇报"),
    ("meetings", "会议和任务"),
    ("dossier", "结项材料"),
    ("history", "办理轨迹"),
)
# What is the review's alone, and papers sent to others: no tab for who only follows a project under agreement.
NOT_FOR_FOLLOWERS = ("opinions", "documents")
# How it stands today is no business of a unit that handed it over.
NOT_FOR_FORMER_UNITS = ("opinions", "progress")
# Rooms of a project under agreement that have a page of their own.
ROOMS = (("督导与整改", "delivery:inspections_of_project"),)
# How it was appraised is the section's until a ranking is published.
AT_ITS_END = (("验收", "appraisal:project"),)
RANKED = (("排名和结项", "ranking:of_project"),)
MADE_USE_OF = (("成果运用", "outcomes:of_project"),)
APPRAISED = (Status.IN_APPRAISAL, Status.RECTIFYING, Status.CONCLUDED, Status.ARCHIVED, Status.ANNULLED)
CONCLUDED = (Status.CONCLUDED, Status.ARCHIVED)


# What every dossier asks; their SQL is written once.
MOVES = Prepared(
    lambda project: (
        Event.objects.filter(subject_kind="project", subject_id=project)
        .exclude(to_status="")
        .order_by("sequence")
        .values_list("from_status", "to_status", "at")
    )
)
SPOKEN = Prepared(
    lambda project, revision: (
        Opinion.objects.filter(project=project, revision=revision, voided_at=None)
        .order_by()
        .values_list("step", flat=True)
    )
)
RETURNED = Prepared(
    lambda project: Dossier.objects.filter(project=project, status=DossierStatus.SENT_BACK).order_by("-round")[:1]
)
SHORT_NAME = Prepared(
    lambda organisation: Organisation.objects.filter(pk=organisation).values_list("short_name", flat=True)[:1]
)


@dataclass(frozen=True)
class Standing:
    """Where a project stands: its rail, who has it since when, what the reader has to do, by when, on what ground."""

    steps: tuple[life.Step, ...]
    holder: str
    since: datetime
    words: str
    is_mine: bool
    due_at: datetime | None
    clause: str

    @property
    def is_waiting(self) -> bool:
        """Whether somebody waits for this; a project under way is not kept waiting by those who carry it out."""
        return self.steps[life.DELIVERY].state != "now"

    def tone(self, at: datetime) -> str:
        return tone_of(self.due_at, at)

    def due_words(self, at: datetime) -> str:
        return due_words(self.due_at, at)


def is_inside(user: Any, project: Project) -> bool:
    """Whether the person works for the section that runs the programme."""
    return is_of_the_section(user, project.programme)


def only_follows(user: Any, project: Project) -> bool:
    """An inspector or finance who neither writes, nominates nor works for the section: the review is not theirs."""
    takes_part = permissions.may_write(user, project) or permissions.is_nominating(user, project)
    return permissions.follows(user, project) and not takes_part and not is_inside(user, project)


def tabs_for(user: Any, project: Project) -> tuple[tuple[str, str], ...]:
    hidden = NOT_FOR_FOLLOWERS if only_follows(user, project) else ()
    hidden = hidden if permissions.sees_now(user, project) else NOT_FOR_FORMER_UNITS
    return tuple((name, label) for name, label in TABS if name not in hidden)


def rooms_of(user: Any, project: Project) -> tuple[Link, ...]:
    rooms = ROOMS if project.status in FOLLOWED else ()
    rooms = (*rooms, *(AT_ITS_END if project.status in APPRAISED and is_inside(user, project) else ()))
    rooms = (*rooms, *(RANKED if project.status in APPRAISED else ()))
    rooms = (*rooms, *(MADE_USE_OF if project.status in CONCLUDED else ()))
    return tuple(Link(label, address(route, ref=project.ref)) for label, route in rooms)


def standing_of(user: Any, project: Project, at: datetime) -> Standing:
    """At most five queries; a quiet decision changes nothing of it outside the section."""
    agreement = _agreement(project) if project.status == Status.APPROVED else None
    turn = life.turn(project.status, agreement.status if agreement else None)
    word = project.get_status_display()
    steps = life.rail(project.status, word, _moves(project), bool(the_setting(project.version, Publicity)))
    if turn is None:
        return Standing(steps, "", project.status_since, word, False, None, "")
    holder, since = name_of_side(project, turn.side), agreement.status_since if agreement else project.status_since
    if project.status == Status.NOMINATED and is_inside(user, project):
        words, is_mine, clause = _step_of_review(user, project)
        return Standing(steps, holder, since, words, is_mine, None, clause)
    is_mine = holds_side(user, project, turn.side)
    returned = _returned_dossier(project)
    turn = life.returned(turn, returned.open_sections) if returned else turn
    due_at, clause = (returned.due_at, _dossier_clause(project)) if returned else _due(project, agreement, at)
    since = returned.status_since if returned else since
    return Standing(steps, holder, since, turn.to_do if is_mine else turn.meanwhile, is_mine, due_at, clause)


def _returned_dossier(project: Project) -> Dossier | None:
    """The dossier that waits to be mended, of a project that is carried out or rectifies; one query for those."""
    if project.status not in (Status.ACTIVE, Status.RECTIFYING):
        return None
    return RETURNED.first(project=project.pk)


def _dossier_clause(project: Project) -> str:
    return terms_of(project.version, project.category).clause


def _step_of_review(user: Any, project: Project) -> tuple[str, bool, str]:
    """The step of the review chain that waits, whether it is this person's, and its clause; for the section alone."""
    steps = settings_by_kind(project.version, ReviewStep)
    spoken = set(SPOKEN(project=project.pk, revision=project.revision_id))
    step = next((step for step in steps if step.decides or step.code not in spoken), None)
    if step is None:
        return "审核意见齐备", False, ""
    if step.decides and Decision.objects.filter(Decision.QUIET, project=project).exists():
        return "已有决定，待公布", permissions.decides(user, project), step.clause
    is_mine = user.holds(step.role, organisation=project.programme.managing_organisation_id)
    verb = "作出决定" if step.decides else "提出意见"
    return (f"{step.title}：{verb}" if is_mine else f"待{step.title}"), is_mine, step.clause


def _moves(project: Project) -> Iterator[life.Move]:
    for row in MOVES(project=project.pk):
        yield life.Move(*row)


def _agreement(project: Project) -> Agreement | None:
    return Agreement.objects.filter(project=project).only("ref", "status", "status_since", "sign_by").first()


def holds_side(user: Any, project: Project, side: str) -> bool:
    return {
        "drafting": permissions.may_write,
        "nominating": permissions.is_nominating,
        "managing": lambda who, what: is_inside(who, what),
        "implementing": permissions.may_write,
    }[side](user, project)


def name_of_side(project: Project, side: str) -> str:
    """The organisation that has the project; the drafting and the managing one are read by their id."""
    if side == "nominating":
        return project.nominating_organisation.short_name
    if side == "implementing" and project.implementing_organisation:
        return project.implementing_organisation.short_name
    ids = {"managing": project.programme.managing_organisation_id}
    wanted = ids.get(side, project.drafting_organisation_id)
    if wanted == project.nominating_organisation_id:
        return project.nominating_organisation.short_name
    return SHORT_NAME.first(organisation=wanted)


def _due(project: Project, agreement: Agreement | None, at: datetime) -> tuple[datetime | None, str]:
    """The date that binds whoever has the project now, and its clause."""
    if agreement is not None:
        terms = the_setting(project.version, Terms)
        return agreement.sign_by, terms.clause if terms else ""
    if project.status == Status.RECTIFYING:
        method = the_setting(project.version, Method)
        return project.due_at, method.clause if method else ""
    if project.status == Status.RETURNED_BY_DEPARTMENT:
        step = the_setting(project.version, ReviewStep)
        return project.due_at, step.clause if step else ""
    if project.status in (*OPEN_TO_CLERK, Status.WITH_NOMINATOR):
        closing = closing_for(project.version, "nomination", project.nominating_organisation_id)
        return (project.due_at or closing.until, closing.clause) if closing else (project.due_at, "")
    return None, ""


# --- moves ---------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Way:
    """How a move is reached from the dossier: the page of the owning stage, and what its button says."""

    route: str
    label: str
    tone: str = "plain"
    is_of_the_project: bool = True

    def url_for(self, project: Project) -> str:
        return address(self.route, **({"ref": project.ref} if self.is_of_the_project else {}))


# By verb, and by status where a verb is made elsewhere from there. Decisions are published and agreements start a
# project by moves of their own, so their verbs have no way from here.
WAYS = {
    ("hand_in", ""): Way("projects:application", "填写并提交申报书", "primary"),
    ("nominate", "WITH_NOMINATOR"): Way("nominations:list", "列入推荐名单", "primary", is_of_the_project=False),
    ("nominate", "RETURNED_BY_DEPARTMENT"): Way("nominations:nominate", "重新申报", "primary"),
    ("send_back", "WITH_NOMINATOR"): Way("nominations:send_back", "退回填报单位"),
    ("extend_return", "RETURNED_BY_NOMINATOR"): Way("nominations:extend_return", "延长修改期限"),
    ("extend_return", "RETURNED_BY_DEPARTMENT"): Way("approvals:review", "延长修改期限"),
    ("pass_over", ""): Way("nominations:pass_over", "不予推荐", "quiet"),
    ("withdraw", ""): Way("nominations:withdraw", "撤回", "quiet"),
    ("send_back", "NOMINATED"): Way("approvals:review", "去审核", "primary"),
    ("approve", ""): Way("approvals:review", "去审核", "primary"),
    ("start", ""): Way("agreements:agreement", "责任书", "primary"),
    ("suspend", ""): Way("delivery:changes", "变更"),
    ("resume", ""): Way("delivery:changes", "变更", "primary"),
    ("terminate", ""): Way("delivery:changes", "变更"),
    ("hand_in_dossier", "ACTIVE"): Way("closing:of_project", "结项材料"),
    ("hand_in_dossier", "RECTIFYING"): Way("closing:of_project", "重新提交结项材料", "primary"),
    ("accept_dossier", ""): Way("closing:of_project", "审核结项材料", "primary"),
    ("conclude", ""): Way("ranking:of_project", "排名和结项", "primary"),
    ("order_rectification", ""): Way("ranking:of_project", "排名和结项", "primary"),
    ("archive", ""): Way("outcomes:archive", "归档"),
}


def ways_for(user: Any, project: Project) -> tuple[Action, ...]:
    """One button per page where an offered move is made; the first is what the next-action line leads to."""
    ways: dict[str, Action] = {}
    for row in project.transitions.offered_to(user, project):
        way = WAYS.get((row.verb, project.status)) or WAYS.get((row.verb, ""))
        if way:
            ways.setdefault(way.label, Action(way.label, way.url_for(project), way.tone))
    return tuple(sorted(ways.values(), key=lambda way: way.tone != "primary"))


def _shows_money(user: Any, project: Project) -> bool:
    return project.status in FOLLOWED and permissions.sees_now(user, project)


def head_of(user: Any, project: Project) -> dict[str, Any]:
    """The head of the page: trail, status with its tone, category in words, the ways on; no query."""
    categories = settings_by_kind(project.version, Category)
    return {
        "project": project,
        "trail": (Link("项目", address("projects:list")), Link(str(project))),
        "tone": TONES[Status(project.status)],
        "category": category_words(project.category, categories),
        "ways": ways_for(user, project),
        "corrects_title": project.status in APPROVED and may_publish(user, project.programme),
        "rooms": rooms_of(user, project),
        "money_url": address("funds:statement", ref=project.ref) if _shows_money(user, project) else "",
    }
