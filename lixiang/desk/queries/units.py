"""What waits for those who draft and those who nominate."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q

from lixiang.agreements.models import Agreement
from lixiang.agreements.rules import Terms
from lixiang.agreements.states import Status as AgreementStatus
from lixiang.desk.queries.changes import items_of_changes
from lixiang.desk.queries.closing import items_of_closing
from lixiang.desk.queries.meetings import items_of_attending
from lixiang.desk.queries.money import money_of_units
from lixiang.desk.queries.outcomes import items_of_cases
from lixiang.desk.queries.progress import milestones_of_the_clerk
from lixiang.desk.queries.reports import items_of_reports
from lixiang.desk.queries.viewpoint import APPLICATION, NOMINATION, Viewpoint
from lixiang.desk.rules.items import MOST_COUNTED, Item
from lixiang.history.models import Event
from lixiang.nominations.models import Slate
from lixiang.nominations.queries import quota_of
from lixiang.nominations.rules import Endorsement, Quota, Seat, SlateView, gap_in_words
from lixiang.nominations.states import Status as SlateStatus
from lixiang.people.models import Organisation
from lixiang.people.roles import Role
from lixiang.programmes.queries import the_setting
from lixiang.projects.models import Project
from lixiang.projects.states import OPEN_TO_CLERK, SEATED, Status
from lixiang.ui.addresses import address

CONCERNED = (*OPEN_TO_CLERK, Status.WITH_NOMINATOR, *SEATED)


@dataclass(frozen=True)
class Own:
    """One project of the person's organisations, as narrow as the lines need it."""

    pk: int
    ref: str
    title: str
    category: str
    status: str
    since: object
    due_at: object
    drafting_id: int
    nominating_id: int
    unit: str
    is_on_slate: bool


def own_projects(view: Viewpoint) -> list[Own]:
    """The living projects that the person drafts or nominates; one query, none for others."""
    drafts, nominates = view.drafts_for, view.nominates_for
    if not drafts and not nominates:
        return []
    rows = Project.objects.filter(
        Q(drafting_organisation__in=drafts) | Q(nominating_organisation__in=nominates),
        programme=view.programme,
        status__in=CONCERNED,
    )
    columns = ("pk", "ref", "title", "category", "status", "status_since", "due_at", "drafting_organisation_id")
    columns += ("nominating_organisation_id", "drafting_organisation__short_name", "slate_entry__id")
    found = rows.order_by("number").values_list(*columns)[: MOST_COUNTED + 1]
    return [Own(*row[:2], row[2] or "（未命名项目）", *row[3:-1], row[-1] is not None) for row in found]


def items_of_units(view: Viewpoint) -> Iterator[Item]:
    """Everything that waits for a person as clerk of a unit, as nominator and as responsible leader."""
    projects = own_projects(view)
    if view.drafts_for:
        yield from _of_the_clerk(view, [each for each in projects if each.drafting_id in view.drafts_for])
        yield from milestones_of_the_clerk(view)
    if view.nominates_for:
        yield from _of_the_nominator(view, [each for each in projects if each.nominating_id in view.nominates_for])
        yield from _agreements(view)
    if view.drafts_for or view.nominates_for:
        yield from items_of_changes(view)
    yield from items_of_attending(view)
    yield from money_of_units(view)
    yield from items_of_reports(view)
    yield from items_of_closing(view)
    yield from items_of_cases(view)


def _of_the_clerk(view: Viewpoint, projects: list[Own]) -> Iterator[Item]:
    mine = [each for each in projects if each.status in OPEN_TO_CLERK]
    reasons = _reasons([each.pk for each in mine if each.status != Status.DRAFT])
    for each in mine:
        yield _to_write(view, each, reasons.get(each.pk, ""))
    closing = view.closing(NOMINATION, 0)
    if not projects and (closing is None or not closing.is_past(view.at)):
        due, clause = (closing.until, closing.clause) if closing else (None, "")
        yield Item("起草本单位的第一个申报项目", address("projects:list"), clause=clause, due_at=due, label="开始起草")


def _reasons(projects: list[int]) -> dict[int, str]:
    """Why each project was sent back the last time; one query, none where nothing was."""
    if not projects:
        return {}
    events = Event.objects.filter(subject_kind="project", subject_id__in=projects, verb="send_back")
    return dict(events.order_by("sequence").values_list("subject_id", "reason"))


def _to_write(view: Viewpoint, project: Own, reason: str) -> Item:
    closing = view.closing(APPLICATION, project.nominating_id) or view.closing(NOMINATION, project.nominating_id)
    due_at = project.due_at or (closing.until if closing else None)
    words = {
        Status.DRAFT: f"填完“{project.title}”申报书并提交",
        Status.RETURNED_BY_NOMINATOR: f"修改“{project.title}”后重新提交",
        Status.RETURNED_BY_DEPARTMENT: f"改好“{project.title}”中标明的部分，交申报单位重新申报",
    }[Status(project.status)]
    is_late = project.due_at is None and closing is not None and closing.is_past(view.at)
    why = "已过报送截止时间，确需补报的，请由申报单位申请延期" if is_late else f"退回意见：{reason}" if reason else ""
    url = address("projects:application", ref=project.ref)
    return Item(words, url, why, closing.clause if closing else "", due_at, project.since, label="去填写")


def _of_the_nominator(view: Viewpoint, projects: list[Own]) -> Iterator[Item]:
    """Projects to look at, returned ones to nominate again, and the slate with what it still lacks."""
    for each in projects:
        if each.status == Status.WITH_NOMINATOR and not each.is_on_slate:
            yield _to_take_up(view, each)
        if each.status == Status.RETURNED_BY_DEPARTMENT:
            yield _to_nominate_again(each)
    yield from _slates(view, projects)


def _to_take_up(view: Viewpoint, project: Own) -> Item:
    closing = view.closing(NOMINATION, project.nominating_id)
    words = f"研究{project.unit}提交的“{project.title}”：列入推荐名单或者退回修改"
    due, clause = (closing.until, closing.clause) if closing else (None, "")
    return Item(words, address("desk:dossier", ref=project.ref), "", clause, due, project.since, label="去研究")


def _to_nominate_again(project: Own) -> Item:
    words = f"督促{project.unit}修改“{project.title}”，并重新申报"
    url = address("desk:dossier", ref=project.ref)
    return Item(words, url, due_at=project.due_at, since=project.since, label="去核对")  # type: ignore[arg-type]


def _slates(view: Viewpoint, projects: list[Own]) -> Iterator[Item]:
    """One line per organisation whose slate is not in; two queries, and none that counts a programme."""
    slates = {
        slate.organisation_id: slate
        for slate in Slate.objects.filter(programme=view.programme, organisation__in=view.nominates_for)
    }
    organisations = Organisation.objects.filter(pk__in=view.nominates_for).select_related("parent")
    by_nominator: dict[int, list[Own]] = defaultdict(list)
    for project in projects:
        by_nominator[project.nominating_id].append(project)
    for organisation in organisations.order_by("order", "pk"):
        slate = slates.get(organisation.pk)
        if slate is None or slate.status != SlateStatus.HANDED_IN:
            quota = quota_of(view.version, organisation)
            if quota is not None:
                yield _slate(view, organisation, slate, quota, by_nominator[organisation.pk])


def _slate(view: Viewpoint, organisation: Organisation, slate: Slate | None, quota: Quota, own: list[Own]) -> Item:
    """What the slate lacks, and whose turn it is: the clerk's, the responsible leader's, or to hand in."""
    chosen = tuple(Seat(each.ref, each.category) for each in own if each.is_on_slate or each.status in SEATED)
    closing = view.closing(NOMINATION, organisation.pk)
    lacking = gap_in_words(SlateView(quota, view.at, chosen=chosen))
    due, clause = (closing.until, closing.clause) if closing else (None, quota.clause)
    words, label = _slate_words(view, organisation, slate, lacking)
    url = address("nominations:slate", ref=slate.ref) if slate else address("nominations:list")
    return Item(words, url, clause=clause, due_at=due, since=slate.status_since if slate else None, label=label)


def _slate_words(view: Viewpoint, organisation: Organisation, slate: Slate | None, lacking: str) -> tuple[str, str]:
    is_leader = view.user.holds(Role.NOMINATOR_LEADER, organisation=organisation)
    is_endorsed = slate is not None and slate.endorsed_at is not None
    needs_endorsement = the_setting(view.version, Endorsement) is not None and not is_endorsed
    if lacking:
        return f"编好推荐名单并报送，{lacking}", "去编制"
    if needs_endorsement:
        return (
            ("审签本单位推荐名单", "去审签") if is_leader else ("推荐名单已够数，请主要负责同志审签后报送", "去看名单")
        )
    return "推荐名单可以报送", "去报送"


def _agreements(view: Viewpoint) -> Iterator[Item]:
    waiting = Agreement.objects.filter(
        status=AgreementStatus.PENDING,
        programme=view.programme,
        project__nominating_organisation__in=view.nominates_for,
    )
    terms = the_setting(view.version, Terms)
    clause = terms.clause if terms else ""
    for ref, title, due_at, since in waiting.order_by("sign_by").values_list(
        "ref", "project__title", "sign_by", "status_since"
    )[: MOST_COUNTED + 1]:
        url = address("agreements:agreement", ref=ref)
        words = f"签订“{title}”的项目责任书：打印、签字盖章、上传扫描件，或者电子签名"
        yield Item(words, url, "责任书生效前不得启动实施", clause, due_at, since, label="去签订")
