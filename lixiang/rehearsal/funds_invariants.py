"""What must hold for the money of every project; each check reads row by row and names what it found broken."""

from collections.abc import Iterator

from django.db.models import F, Q, Sum

from lixiang.funds import queries
from lixiang.funds.models import Account, Entry, Grant, Line, PaymentOrder, Spending
from lixiang.funds.queries.statement import TELLS
from lixiang.funds.rules.ledger import Movement, broken_laws
from lixiang.funds.states.orders import Status as OrderStatus
from lixiang.funds.states.spendings import BOOKED
from lixiang.history.models import Event
from lixiang.history.record import kind_of
from lixiang.projects.models import Project


def entries_sum_to_zero() -> Iterator[str]:
    """The lines of every entry sum to zero, in fen."""
    sums = Line.objects.values_list("entry").annotate(total=Sum("amount")).exclude(total=0).order_by()
    for entry, total in sums.iterator():
        yield f"账目{entry}借贷不平，差{total}分"
    for entry in Entry.objects.filter(lines=None).values_list("pk", flat=True).iterator():
        yield f"账目{entry}没有分录"


def money_keeps_its_laws() -> Iterator[str]:
    """Paid less what came back is spent and held, per project; no more is paid than was granted."""
    for project in Project.objects.filter(accounts__isnull=False).distinct().iterator(chunk_size=200):
        yield from (f"{project.ref}{law}" for law in broken_laws(queries.balances_of(project)))


def orders_and_spendings_equal_the_ledger() -> Iterator[str]:
    """What is granted, paid and spent by the rows is what the ledger says."""
    for project in Project.objects.filter(accounts__isnull=False).distinct().iterator(chunk_size=200):
        now = queries.standing_of_project(project)
        paid = (
            PaymentOrder.objects.filter(project=project, status=OrderStatus.PAID).aggregate(a=Sum("amount"))["a"] or 0
        )
        spent = Spending.objects.filter(project=project, status__in=BOOKED).aggregate(a=Sum("amount"))["a"] or 0
        granted = Grant.objects.filter(project=project).aggregate(a=Sum("amount"))["a"] or 0
        if (now.paid, now.spent, now.granted) != (paid, spent, granted):
            yield f"{project.ref}的核定、拨付或者支出与账目不符"


def payments_name_their_entry() -> Iterator[str]:
    """A paid order rests on an entry that stands; an account belongs to the programme of its project."""
    paid = PaymentOrder.objects.filter(status=OrderStatus.PAID)
    wrong = paid.filter(Q(entry__reversal__isnull=False) | ~Q(entry__movement=Movement.PAY))
    for ref in wrong.values_list("ref", flat=True):
        yield f"拨付单{ref}的账目不是有效的拨付"
    accounts = Account.objects.exclude(project__programme=F("programme"))
    for account in accounts.values_list("pk", flat=True):
        yield f"账户{account}的批次与项目不符"


# What a row is called, and the verbs whose newest event says what it amounts to.
TOLD: dict[type, tuple[str, tuple[str, ...]]] = {
    Grant: ("核定", ("grant",)),
    PaymentOrder: ("拨付单", ("pay",)),
    Spending: ("支出", ("record_spending", "hand_in")),
    Entry: ("账目", ("give_back", "recover", "match")),
}


def money_equals_the_history() -> Iterator[str]:
    """Who changes amounts in the database by hand cannot change what the hash chain says of them as well.

    Two numbers of every row are held in memory meanwhile.
    """
    for model, (word, verbs) in TOLD.items():
        events = Event.objects.filter(subject_kind=kind_of(model), verb__in=verbs).order_by("subject_id", "sequence")
        told: dict[int, int] = {
            pk: detail["amount"] for pk, detail in events.values_list("subject_id", "detail").iterator()
        }
        written = _amounts(model)
        for pk in sorted(told.keys() | written.keys()):
            if told.get(pk) != written.get(pk):
                yield f"{word}{pk}的金额与办理轨迹不符"


def _amounts(model: type) -> dict[int, int]:
    """Key -> fen of the rows whose amount the history tells."""
    if model is Entry:
        sides = {movement: TELLS[movement] for movement in (Movement.GIVE_BACK, Movement.RECOVER, Movement.MATCH)}
        wanted = Q(pk__in=[])
        for movement, side in sides.items():
            wanted |= Q(entry__movement=movement, account__side=side)
        lines = Line.objects.filter(wanted, entry__reverses=None)
        return dict(lines.values_list("entry").annotate(total=Sum("amount")).order_by())
    rows = PaymentOrder.objects.exclude(entry=None) if model is PaymentOrder else model.objects
    return dict(rows.values_list("pk", "amount"))


CHECKS = (
    entries_sum_to_zero,
    money_equals_the_history,
    money_keeps_its_laws,
    orders_and_spendings_equal_the_ledger,
    payments_name_their_entry,
)
