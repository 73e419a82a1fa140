"""What waits for somebody in the money of a programme: grants, payment orders, spendings."""

from collections.abc import Iterator

from django.db.models import Q

from lixiang.desk.queries.asks import Ask
from lixiang.desk.queries.viewpoint import Viewpoint
from lixiang.desk.rules.items import MOST_COUNTED, Item
from lixiang.funds.models import PaymentOrder, Spending
from lixiang.funds.queries import has_money, to_grant, to_order, tranches_met
from lixiang.funds.queries.facts import AGREED, TO_GRANT
from lixiang.funds.rules.kinds import GrantAmount, Heading, Tranche
from lixiang.funds.states.orders import Status as OrderStatus
from lixiang.funds.states.spendings import Status as SpendingStatus
from lixiang.people.roles import Role
from lixiang.programmes.queries import the_setting
from lixiang.ui.addresses import address

SECTION = (Role.SECTION_CLERK, Role.SECTION_HEAD)
DECIDING = (Role.SECTION_HEAD, Role.DEPARTMENT_LEADER)


def asks_of_money(view: Viewpoint) -> Iterator[Ask]:
    """What the section, its leaders and finance have to do; nothing where the programme grants nothing."""
    if not has_money(view.version):
        return
    if view.is_manager_as(*SECTION):
        yield from _to_grant_and_order(view)
    orders, url = PaymentOrder.objects.filter(programme=view.programme), address("funds:payment_orders")
    clause = _clause(view, Tranche)
    if view.is_manager_as(*DECIDING):
        drafted = orders.filter(status=OrderStatus.DRAFTED)
        shown = f"{url}?shown=to_authorise"
        yield Ask("{n}笔拨付单待核准", drafted, shown, clause, "status_since", label="去核准")
    if view.is_manager_as(Role.FINANCE):
        authorised = orders.filter(status=OrderStatus.AUTHORISED)
        shown = f"{url}?shown=to_pay"
        yield Ask("{n}笔经费已核准待拨付", authorised, shown, clause, "status_since", label="去拨付")
        recorded = Spending.objects.filter(programme=view.programme, status=SpendingStatus.RECORDED)
        shown = f"{address('funds:spendings')}?shown=RECORDED"
        yield Ask("{n}笔支出待审核", recorded, shown, _clause(view, Heading), "status_since", label="去审核")


def _to_grant_and_order(view: Viewpoint) -> Iterator[Ask]:
    url = address("funds:money")
    words, shown, clause = "{n}个实施中的项目待核定扶持经费", f"{url}?shown={TO_GRANT}", _clause(view, GrantAmount)
    yield Ask(words, to_grant(view.programme), shown, clause, "status_since", label="去核定")
    for tranche in tranches_met(view.version, AGREED):
        words = f"{{n}}个项目的{tranche.title}条件已具备，待拟拨付单"
        rows, shown = to_order(view.programme, tranche), f"{url}?shown={tranche.code}"
        yield Ask(words, rows, shown, tranche.clause, "status_since", label="去拟单")


def money_of_units(view: Viewpoint) -> Iterator[Item]:
    """Spendings that finance sent back; one query for those who carry projects out, none for others."""
    own = Q(project__drafting_organisation__in=view.drafts_for)
    own |= Q(project__nominating_organisation__in=view.works_for)
    if not (view.drafts_for or view.works_for) or not has_money(view.version):
        return
    rows = Spending.objects.filter(own, programme=view.programme, status=SpendingStatus.RETURNED).order_by("pk")
    clause = _clause(view, Heading)
    for ref, title, words, since in rows.values_list("ref", "project__title", "words", "status_since")[:MOST_COUNTED]:
        url, what = address("funds:spending", ref=ref), f"改正“{title}”被退回的支出：{words}"
        yield Item(what, url, clause=clause, since=since, label="去改正")


def _clause(view: Viewpoint, kind: type) -> str:
    row = the_setting(view.version, kind)
    return row.clause if row else ""
