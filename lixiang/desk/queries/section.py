"""What waits for the city section and the department's leader, as bounded counts gathered in one query."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from lixiang.agreements.models import Agreement
from lixiang.agreements.queries import to_draw_up
from lixiang.agreements.rules import Terms
from lixiang.agreements.states import Status as AgreementStatus
from lixiang.approvals.models import Decision, Objection, Opinion, PublicityPeriod
from lixiang.approvals.rules import Publicity, ReviewStep
from lixiang.approvals.states import Status as ObjectionStatus
from lixiang.desk.queries.appraisal import asks_of_appraisal
from lixiang.desk.queries.asks import Ask
from lixiang.desk.queries.assessment import asks_of_assessment
from lixiang.desk.queries.bounded import count_of, first_of
from lixiang.desk.queries.changes import asks_of_changes
from lixiang.desk.queries.closing import asks_of_closing
from lixiang.desk.queries.meetings import asks_of_meetings
from lixiang.desk.queries.money import asks_of_money
from lixiang.desk.queries.outcomes import asks_of_outcomes
from lixiang.desk.queries.progress import red_lamps
from lixiang.desk.queries.ranking import asks_of_ranking
from lixiang.desk.queries.reports import asks_of_reports
from lixiang.desk.queries.viewpoint import NOMINATION, Viewpoint
from lixiang.desk.rules.items import Item, count_words
from lixiang.documents.models import Addressee
from lixiang.nominations.models import Slate
from lixiang.nominations.queries import nominators_of
from lixiang.nominations.states import Status as SlateStatus
from lixiang.people.roles import Role
from lixiang.programmes.models import Programme
from lixiang.programmes.queries import deadline_of, settings_by_kind, the_setting
from lixiang.projects.models import Project
from lixiang.projects.states import Status
from lixiang.ui.addresses import address

SECTION = (Role.SECTION_CLERK, Role.SECTION_HEAD)
QUIET = Decision.objects.filter(Decision.QUIET, project=OuterRef("pk"))
DECIDING = (Role.SECTION_HEAD, Role.DEPARTMENT_LEADER)


def items_of_the_section(view: Viewpoint) -> Iterator[Item]:
    """One line per kind of work that waits, with how much of it and since when."""
    yield from counted_items(view.programme, tuple(_asks(view)))
    if view.is_manager_as(*SECTION):
        yield from _slates_not_in(view)


def counted_items(programme: Programme, asks: tuple[Ask, ...]) -> Iterator[Item]:
    """The lines behind which something waits; one query for all of them, none without asks."""
    if asks:
        found = _counted(programme, asks)
        yield from (_item(ask, place, found) for place, ask in enumerate(asks) if found[f"count_{place}"])


def _counted(programme: Programme, asks: tuple[Ask, ...]) -> dict[str, Any]:
    """Every count and earliest date as columns of one row."""
    columns: dict[str, Any] = {}
    for place, ask in enumerate(asks):
        columns[f"count_{place}"] = count_of(ask.rows)
        if ask.since:
            columns[f"since_{place}"] = first_of(ask.rows, ask.since)
        if ask.due:
            columns[f"due_{place}"] = first_of(ask.rows, ask.due)
    return Programme.objects.filter(pk=programme.pk).order_by().values(**columns).get()


def _item(ask: Ask, place: int, found: dict[str, Any]) -> Item:
    count = found[f"count_{place}"]
    return Item(
        ask.words.format(n=count_words(count)),
        ask.url,
        ask.reason,
        ask.clause,
        found.get(f"due_{place}"),
        found.get(f"since_{place}"),
        ask.label,
        count,
        ask.remind_url,
    )


def _asks(view: Viewpoint) -> Iterator[Ask]:
    yield from _reviews(view)
    if view.is_manager_as(*DECIDING):
        yield _decisions_to_publish(view)
    if view.is_manager_as(*SECTION):
        yield from _agreements(view)
        yield from _returned_and_objected(view)
        yield _not_signed_for(view)
        yield _red_lamps(view)
        yield from asks_of_meetings(view)
        yield from asks_of_reports(view)
        yield from asks_of_closing(view)
    yield from asks_of_money(view)
    yield from asks_of_changes(view)
    yield from asks_of_appraisal(view)
    yield from asks_of_ranking(view)
    yield from asks_of_outcomes(view)
    yield from asks_of_assessment(view)


def _reviews(view: Viewpoint) -> Iterator[Ask]:
    """The steps of the review chain whose turn is this person's."""
    steps = settings_by_kind(view.version, ReviewStep)
    for place, step in enumerate(steps):
        if view.is_manager_as(step.role):
            verb = "待决定" if step.decides else "待提出意见"
            rows = waiting_at(view.programme, steps[:place], step)
            url = f"{address('approvals:list')}?step={step.code}"
            yield Ask(f"{step.title}：{{n}}个项目{verb}", rows, url, step.clause, "status_since", label="去审核")
            if step.decides and (publicity := the_setting(view.version, Publicity)):
                words, shown = "公示期满：{n}个项目待批准立项", _shown_long_enough(view)
                url = f"{address('approvals:list')}?step=public"
                yield Ask(words, shown, url, publicity.clause, "status_since", label="去审核")
                words = "异议成立：{n}个拟立项项目待重新决定"
                yield Ask(words, _upheld_against(view), url, publicity.clause, "status_since", label="去审核")


def waiting_at(programme: Programme, before: tuple[ReviewStep, ...], step: ReviewStep) -> QuerySet[Project]:
    """Nominated projects that every step before has spoken on, in their current revision, and this one has not.

    At the deciding step: those without a decision, quiet or not.
    """
    given = Opinion.objects.filter(project=OuterRef("pk"), revision=OuterRef("revision"), voided_at=None)
    rows = Project.objects.filter(programme=programme, status=Status.NOMINATED)
    for earlier in before:
        rows = rows.filter(Exists(given.filter(step=earlier.code)))
    if step.decides:
        return rows.filter(~Exists(QUIET))
    return rows.filter(~Exists(given.filter(step=step.code)))


def _shown_long_enough(view: Viewpoint) -> QuerySet[Project]:
    """Shortlisted projects whose publicity is over and that have no decision yet."""
    over = PublicityPeriod.objects.filter(publication__decisions__project=OuterRef("pk"), until_at__lt=view.at)
    shortlisted = Project.objects.filter(programme=view.programme, status=Status.SHORTLISTED)
    return shortlisted.filter(Exists(over), ~Exists(QUIET))


def _upheld_against(view: Viewpoint) -> QuerySet[Project]:
    """Shortlisted projects against which an objection was upheld, and that have no new decision yet."""
    upheld = Objection.objects.filter(project=OuterRef("pk"), status=ObjectionStatus.UPHELD)
    shortlisted = Project.objects.filter(programme=view.programme, status=Status.SHORTLISTED)
    return shortlisted.filter(Exists(upheld), ~Exists(QUIET))


def _decisions_to_publish(view: Viewpoint) -> Ask:
    quiet = Decision.objects.filter(Decision.QUIET, project__programme=view.programme)
    step = next((s for s in settings_by_kind(view.version, ReviewStep) if s.decides), None)
    why = "公布之前只有本部门可见，可以撤销"
    url = address("approvals:decisions")
    return Ask("{n}个项目的决定待公布", quiet, url, step.clause if step else "", "at", reason=why, label="去公布")


def _agreements(view: Viewpoint) -> Iterator[Ask]:
    terms = the_setting(view.version, Terms)
    clause, url = terms.clause if terms else "", address("agreements:list")
    mine = Agreement.objects.filter(programme=view.programme)
    unsigned = mine.filter(status=AgreementStatus.PENDING, sign_by__lt=view.at)
    signed = mine.filter(status=AgreementStatus.SIGNED_BY_NOMINATOR)
    drawn = to_draw_up(view.programme).select_related(None)
    yield Ask("{n}个已立项项目待拟制责任书", drawn, url, clause, "status_since", label="去拟制")
    yield Ask("{n}份责任书乙方已签，待核对生效", signed, url, clause, "status_since", label="去核对")
    yield Ask("{n}份责任书逾期待签，请催办或者按逾期未签处理", unsigned, url, clause, due="sign_by", label="去处理")


def _returned_and_objected(view: Viewpoint) -> Iterator[Ask]:
    step, publicity = the_setting(view.version, ReviewStep), the_setting(view.version, Publicity)
    projects = Project.objects.filter(programme=view.programme)
    late = projects.filter(status=Status.RETURNED_BY_DEPARTMENT, due_at__lt=view.at)
    url = f"{address('projects:list')}?status={Status.RETURNED_BY_DEPARTMENT}"
    words = "{n}个退回项目逾期未重新申报"
    remind = address("messaging:remind_of_returns", ref=view.programme.ref)
    yield Ask(words, late, url, step.clause if step else "", due="due_at", label="去查看", remind_url=remind)
    if publicity is not None:
        raised = Objection.objects.filter(project__programme=view.programme, status=ObjectionStatus.OPEN)
        yield Ask("{n}件异议待核查处理", raised, address("approvals:publicity"), publicity.clause, "raised_at")


def _not_signed_for(view: Viewpoint) -> Ask:
    waiting = Addressee.objects.filter(document__programme_code=view.programme.ref, acknowledged_at=None)
    words, why = "{n}份公文未签收", "可在公文页查看哪些单位尚未签收"
    return Ask(words, waiting, address("documents:list"), since="document__issued_at", reason=why, label="去查看")


def _red_lamps(view: Viewpoint) -> Ask:
    lit, url, clause = red_lamps(view)
    return Ask("{n}个项目亮红灯，请督促实施", lit, url, clause, "since", label="去查看")


def _slates_not_in(view: Viewpoint) -> Iterator[Item]:
    """How many of the organisations that the notice addresses have not handed their slate in; two queries."""
    addressed = {organisation.pk for organisation in nominators_of(view.version)}
    handed_in = Slate.objects.filter(programme=view.programme, status=SlateStatus.HANDED_IN)
    lacking = addressed - set(handed_in.values_list("organisation_id", flat=True))
    deadline = deadline_of(view.version, NOMINATION)
    if lacking:
        yield Item(
            f"{len(lacking)}个申报单位尚未报送推荐名单",
            address("nominations:overview", ref=view.programme.ref),
            clause=deadline.clause if deadline else "",
            due_at=deadline.until if deadline else None,
            label="去查看",
            count=len(lacking),
            remind_url=address("messaging:remind_of_slates", ref=view.programme.ref),
        )
