"""The verbs of money as buttons, and its history as sentences."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from lixiang.funds import permissions
from lixiang.funds.models import PaymentOrder, Spending
from lixiang.funds.queries.statement import Statement
from lixiang.funds.states import orders, spendings
from lixiang.history.models import Event
from lixiang.ui.shapes import Action, Entry, Figure
from lixiang.ui.written import wan

WORDS = {row.verb: row.label for row in (*orders.TRANSITIONS, *spendings.TRANSITIONS)} | {
    "order": "拟制拨付单",
    "record_spending": "登记支出",
}
TONES = {"pay": "good", "accept": "good", "authorise": "active", "send_back": "attention", "bounce": "bad"}
MEANINGS = {
    "authorise": ("primary", "核准后由财务拨付。"),
    "cancel": ("plain", "撤销后这一批次可以重新拟单。"),
    "bounce": ("danger", "银行把款项退回的，冲正这笔拨付；这一批次可以重新拟单。"),
    "accept": ("primary", "已与票据核对无误。"),
    "send_back": ("plain", "退回后不再计入支出，改正报送后重新计入。"),
    "withdraw": ("plain", "撤回后不再计入支出。"),
}
BY_FORM = ("pay", "hand_in")  # these ask for more than a reason, on a form of their own


def verbs_for(user: Any, thing: PaymentOrder | Spending) -> tuple[Action, ...]:
    """What the table offers this person, besides what has a form of its own."""
    offered = (row for row in thing.transitions.offered_to(user, thing) if row.verb not in BY_FORM)
    return tuple(
        Action(
            row.label,
            reverse(f"funds:{row.verb}", kwargs={"ref": thing.ref}),
            MEANINGS[row.verb][0],
            confirm=MEANINGS[row.verb][1],
            reason="required" if row.reason_required else "",
        )
        for row in offered
    )


def may(user: Any, thing: PaymentOrder | Spending, verb: str) -> bool:
    return verb in {row.verb for row in thing.transitions.offered_to(user, thing)}


def entries_of(trail: Iterable[Event]) -> tuple[Entry, ...]:
    """Who did what when, newest first."""
    return tuple(
        Entry(
            event.at, event.by_name, WORDS.get(event.verb, event.verb), event.reason, TONES.get(event.verb, "neutral")
        )
        for event in trail
    )


def ways_for(user: Any, statement: Statement) -> tuple[Action, ...]:
    """The forms that this person may fill for the project, the one most used first."""
    project, granted = statement.project, statement.grant is not None
    ways = (
        ("登记支出", "record_spending", permissions.may_record, granted and statement.headings),
        ("核定扶持经费" if not granted else "调整核定数", "grant", permissions.may_grant, statement.row),
        ("编制预算", "set_budget", permissions.may_budget, granted and statement.headings),
        ("登记配套资金", "match", permissions.may_record, granted and statement.matching),
        ("登记退回结余", "give_back", permissions.is_finance, statement.now.held > 0),
        ("登记追回", "recover", permissions.may_book_recovery, statement.now.kept > 0),
    )
    return tuple(
        Action(label, reverse(f"funds:{route}", kwargs={"ref": project.ref}), _tone(route, granted))
        for label, route, allows, fits in ways
        if fits and allows(user, project)
    )


def _tone(route: str, granted: bool) -> str:
    """What a project is waiting for stands out."""
    return "primary" if route == ("record_spending" if granted else "grant") else "plain"


def tiles_of(statement: Statement) -> tuple[Figure, ...]:
    """The figures of a project, each leading to its rows."""
    now = statement.now
    rest = (("退回", now.returned), ("追回", now.recovered), ("配套", now.matched))
    return (
        Figure("核定扶持经费", wan(now.granted), "万元", url="#entries"),
        Figure("已拨", wan(now.paid), "万元", f"待拨{wan(now.payable)}万元", "#tranches"),
        Figure("支出", wan(now.spent), "万元", url="#budget"),
        Figure(
            "结存",
            wan(now.held),
            "万元",
            "先行垫付" if now.held < 0 else "",
            "#entries",
            "bad" if now.held < 0 else "plain",
        ),
        *(Figure(label, wan(amount), "万元", url="#entries") for label, amount in rest if amount),
    )
