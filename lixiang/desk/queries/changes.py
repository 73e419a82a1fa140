"""What changes bring to the desk: lines for those who ask and sign, asks for the section, names for what was done."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from lixiang.agreements.rules import Terms
from lixiang.delivery.models import ChangeRequest, SupplementaryAgreement
from lixiang.delivery.rules.change_kinds import ChangeKind
from lixiang.delivery.states.changes import OPEN_TO_ASKER, Status
from lixiang.delivery.states.supplements import Status as SupplementStatus
from lixiang.desk.queries.asks import Ask
from lixiang.desk.queries.viewpoint import Viewpoint
from lixiang.desk.rules.items import MOST_COUNTED, Item
from lixiang.people.roles import Role
from lixiang.programmes.queries import the_setting
from lixiang.ui.addresses import address

DECIDING = (Role.SECTION_HEAD, Role.DEPARTMENT_LEADER)
SECTION = (Role.SECTION_CLERK, Role.SECTION_HEAD)
COLUMNS = ("ref", "title", "project__title", "status", "status_since", "supplement__ref", "supplement__sign_by")


def items_of_changes(view: Viewpoint) -> Iterator[Item]:
    """What waits for the unit's clerk, the nominator and its leader; one query."""
    if the_setting(view.version, ChangeKind) is None:
        return
    drafts, nominates = view.drafts_for, view.nominates_for
    leads = view.user.organisations_as(Role.NOMINATOR_LEADER)
    carrying = Q(project__drafting_organisation__in=drafts) | Q(project__nominating_organisation__in=view.works_for)
    mine = Q(status__in=OPEN_TO_ASKER, by_section=False) & carrying
    decide = Q(status=Status.HANDED_IN, authority="own", project__nominating_organisation__in=leads)
    unsigned = Q(supplement__status=SupplementStatus.PENDING, status=Status.APPROVED)
    sign = unsigned & Q(project__nominating_organisation__in=nominates)
    rows = ChangeRequest.objects.filter(mine | decide | sign, programme=view.programme)
    terms = the_setting(view.version, Terms)
    for row in rows.order_by("status_since", "id").values_list(*COLUMNS)[: MOST_COUNTED + 1]:
        yield _item(row, terms.clause if terms else "")


def _item(row: tuple, clause: str) -> Item:
    ref, kinds, title, status, since, supplement, sign_by = row
    url = address("delivery:change", ref=ref)
    if supplement and status == Status.APPROVED:
        words = f"签订“{title}”{kinds}的补充协议：打印、签字盖章、上传扫描件"
        why = "补充协议生效以前，仍按原内容实施"
        return Item(words, address("delivery:supplement", ref=supplement), why, clause, sign_by, since, "去签订")
    words = {
        Status.DRAFT: f"填完“{title}”{kinds}的申请并提交",
        Status.SENT_BACK: f"按退回意见修改“{title}”{kinds}的申请",
    }.get(status, f"审批“{title}”{kinds}的申请")
    return Item(words, url, since=since, label="去审批" if status == Status.HANDED_IN else "去填写")


def asks_of_changes(view: Viewpoint) -> Iterator[Ask]:
    """What waits for the section and for the department's leader; nothing where the programme knows no changes."""
    kind = the_setting(view.version, ChangeKind)
    if kind is None:
        return
    mine, clause, url = ChangeRequest.objects.filter(programme=view.programme), kind.clause, "delivery:change_list"
    if view.is_manager_as(*DECIDING):
        waiting = mine.filter(status=Status.HANDED_IN).exclude(authority="own")
        place = f"{address(url)}?shown=waiting"
        yield Ask("{n}件变更申请待审批", waiting, place, clause, "status_since", label="去审批")
    if view.is_manager_as(*SECTION):
        yield from _of_the_section(mine, clause, address(url))


def _of_the_section(mine: "QuerySet[ChangeRequest]", clause: str, url: str) -> Iterator[Ask]:
    unsigned, filed = f"{url}?shown=unsigned", f"{url}?shown=filed"
    drawn = SupplementaryAgreement.objects.filter(change=OuterRef("pk"))
    without = mine.filter(~Exists(drawn), status=Status.APPROVED)
    signed = mine.filter(Exists(drawn.filter(status=SupplementStatus.SIGNED_BY_NOMINATOR)), status=Status.APPROVED)
    yield Ask("{n}件变更待拟制补充协议", without, unsigned, clause, "status_since", label="去拟制")
    yield Ask("{n}份补充协议乙方已签，待核对生效", signed, unsigned, clause, "status_since", label="去核对")
    yield Ask("{n}件变更待确认备案", mine.filter(status=Status.FILED), filed, clause, "status_since", label="去确认")


def names_of_changes(user: Any, keys: set[Any]) -> dict[tuple[str, object], tuple[str, str]]:
    """Title and address of the requests that this person may see."""
    rows = ChangeRequest.visible_to(user).filter(pk__in=keys).values_list("pk", "ref", "title", "project__title")
    return {
        ("changerequest", pk): (f"“{project}”{title}", address("delivery:change", ref=ref))
        for pk, ref, title, project in rows
    }


def names_of_supplements(user: Any, keys: set[Any]) -> dict[tuple[str, object], tuple[str, str]]:
    rows = SupplementaryAgreement.visible_to(user).filter(pk__in=keys).values_list("pk", "ref", "project__title")
    return {
        ("supplementaryagreement", pk): (f"“{title}”补充协议", address("delivery:supplement", ref=ref))
        for pk, ref, title in rows
    }
