"""The money of a project: figures, tranches, budget against fact, every entry of the ledger, and the receipts."""

from collections.abc import Iterator, Mapping

from django.db.models import Sum

from lixiang.funds.models import BudgetLine, Entry, Grant, Line, PaymentOrder, Spending
from lixiang.funds.queries import standing_of_project
from lixiang.funds.queries.statement import TELLS
from lixiang.funds.rules.amounts import yuan
from lixiang.funds.rules.kinds import Heading
from lixiang.funds.rules.ledger import MOVEMENT_WORDS, Movement
from lixiang.outcomes.queries.holdings.pieces import act, claimed_by, day_of, page, pieces_of
from lixiang.outcomes.rules.items import Item, Piece, Relation, Table
from lixiang.programmes.queries import settings_by_kind
from lixiang.projects.models import Project

SECTION = "money"
TITLE = "项目经费情况表"
ENTRIES = ("日期", "事项", "摘要", "金额（元）", "凭证", "经办", "备注")


def items_of(project: Project) -> Iterator[Item]:
    """Nothing where nothing was granted and nothing spent."""
    grant = Grant.objects.filter(project=project).first()
    entries = tuple(Entry.objects.filter(project=project).order_by("pk"))
    if grant is None and not entries:
        return
    organisation = project.programme.managing_organisation.name
    on = day_of(entries[-1].at) if entries else day_of(grant.granted_at)  # type: ignore[union-attr]
    acts = (act("核定", grant.granted_at, grant.granted_by_name, grant.reason),) if grant else ()
    yield Item(SECTION, TITLE, "经费情况表", organisation, on, "", (_statement(project, entries),), acts)
    yield from _spendings(project)


def _statement(project: Project, entries: tuple[Entry, ...]) -> Piece:
    now = standing_of_project(project)
    pairs = (
        ("核定（元）", yuan(now.granted)),
        ("已拨（元）", yuan(now.paid)),
        ("支出（元）", yuan(now.spent)),
        ("结存（元）", yuan(now.held)),
        ("退回（元）", yuan(now.returned)),
        ("追回（元）", yuan(now.recovered)),
        ("配套（元）", yuan(now.matched)),
    )
    return page(TITLE, pairs=pairs, tables=(_orders(project), _budget(project, now.spent_on), _ledger(entries)))


def _orders(project: Project) -> Table:
    """Orders that were authorised; a drafted one is the section's own matter."""
    orders = PaymentOrder.objects.filter(project=project, authorised_at__isnull=False).order_by("pk")
    rows = tuple(
        (order.ref.upper(), order.title, yuan(order.amount), order.payee_name, str(order.get_status_display()))
        for order in orders
    )
    return Table("拨付", ("拨付单", "批次", "金额（元）", "收款单位", "状态"), rows)


def _budget(project: Project, spent_on: Mapping[str, int]) -> Table:
    planned = dict(BudgetLine.objects.filter(project=project).values_list("heading", "amount"))
    rows = tuple(
        (row.title, yuan(planned[row.code]) if row.code in planned else "未编", yuan(spent_on.get(row.code, 0)))
        for row in settings_by_kind(project.version, Heading)
    )
    return Table("预算执行", ("科目", "预算（元）", "支出（元）"), rows)


def _ledger(entries: tuple[Entry, ...]) -> Table:
    lines = Line.objects.filter(entry__in=[each.pk for each in entries]).values_list("entry", "account__side")
    amounts = {(entry, side): total for entry, side, total in lines.annotate(total=Sum("amount")).order_by()}
    return Table("收支明细", ENTRIES, tuple(_entry(each, amounts) for each in entries))


def _entry(each: Entry, amounts: dict[tuple[int, str], int]) -> tuple[str, ...]:
    kind = Movement(each.movement)
    paper = " ".join(part for part in (each.document, each.bank_reference) if part)
    amount = yuan(amounts.get((each.pk, str(TELLS[kind])), 0))
    reversal = "冲正" if each.reverses_id else ""
    return each.happened_on.isoformat(), MOVEMENT_WORDS[kind], each.words, amount, paper, each.by_name, reversal


def _spendings(project: Project) -> Iterator[Item]:
    headings = {row.code: row.title for row in settings_by_kind(project.version, Heading)}
    spendings = tuple(Spending.objects.filter(project=project).order_by("number"))
    files = claimed_by("spending", [each.pk for each in spendings])
    for spending in spendings:
        title = f"支出{spending.number} {spending.words}"
        facts = (
            ("科目", headings.get(spending.heading, spending.heading)),
            ("金额（元）", yuan(spending.amount)),
            ("日期", spending.spent_on.isoformat()),
            ("状态", str(spending.get_status_display())),
            ("说明", spending.reason),
        )
        yield Item(
            SECTION,
            title,
            "支出凭证",
            project.nominating_organisation.name,
            spending.spent_on,
            spending.ref.upper(),
            (page(title, pairs=facts), *pieces_of(files.get(spending.pk, ()))),
            (act("登记支出", spending.recorded_at, spending.recorded_by_name),),
            (Relation("附于", TITLE),),
        )
