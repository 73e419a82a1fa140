"""The double-entry ledger of one project: its accounts, what each kind of entry posts, and the laws that hold."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Side(StrEnum):
    """The accounts of a project: two commit the grant, the third counts what left; the others follow the money."""

    GRANTED = "granted"
    PAYABLE = "payable"
    PAID = "paid"
    BANK = "bank"
    HELD = "held"
    SPENT = "spent"
    RETURNED = "returned"
    RECOVERED = "recovered"
    PROMISED = "promised"
    MATCHED = "matched"


class Movement(StrEnum):
    """What an entry tells of."""

    GRANT = "grant"
    PAY = "pay"
    SPEND = "spend"
    GIVE_BACK = "give_back"
    RECOVER = "recover"
    MATCH = "match"


SIDE_WORDS = {
    Side.GRANTED: "核定扶持经费",
    Side.PAYABLE: "待拨经费",
    Side.PAID: "已拨经费",
    Side.BANK: "主管单位银行账户",
    Side.HELD: "项目结存",
    Side.SPENT: "项目支出",
    Side.RETURNED: "退回结余",
    Side.RECOVERED: "追回经费",
    Side.PROMISED: "配套资金来源",
    Side.MATCHED: "配套资金",
}
MOVEMENT_WORDS = {
    Movement.GRANT: "核定扶持经费",
    Movement.PAY: "拨付",
    Movement.SPEND: "支出",
    Movement.GIVE_BACK: "退回结余",
    Movement.RECOVER: "追回",
    Movement.MATCH: "配套资金",
}

Key = tuple[str, str]  # the account's side, and the heading of spending where it has one
Posting = tuple[Key, int]  # signed, in fen
Balances = Mapping[Key, int]


def granting(amount: int) -> tuple[Posting, ...]:
    return ((_key(Side.GRANTED), -amount), (_key(Side.PAYABLE), amount))


def paying(amount: int) -> tuple[Posting, ...]:
    """The commitment is met, and the money moves from the department's bank to the project."""
    met = ((_key(Side.PAYABLE), -amount), (_key(Side.PAID), amount))
    return (*met, (_key(Side.BANK), -amount), (_key(Side.HELD), amount))


def spending(heading: str, amount: int) -> tuple[Posting, ...]:
    return ((_key(Side.HELD), -amount), ((str(Side.SPENT), heading), amount))


def giving_back(amount: int) -> tuple[Posting, ...]:
    return ((_key(Side.HELD), -amount), (_key(Side.RETURNED), amount))


def recovering(amount: int) -> tuple[Posting, ...]:
    return ((_key(Side.HELD), -amount), (_key(Side.RECOVERED), amount))


def matching(amount: int) -> tuple[Posting, ...]:
    return ((_key(Side.PROMISED), -amount), (_key(Side.MATCHED), amount))


def reversed_of(postings: Iterable[Posting]) -> tuple[Posting, ...]:
    """The same lines with their signs turned."""
    return tuple((key, -amount) for key, amount in postings)


def is_balanced(postings: Iterable[Posting]) -> bool:
    """Two accounts at least, none of them twice, nothing of nothing, and the sum is zero."""
    lines = tuple(postings)
    keys = [key for key, _ in lines]
    return len(lines) >= 2 and len(set(keys)) == len(keys) and all(a for _, a in lines) and not sum(a for _, a in lines)


def _key(side: Side) -> Key:
    return (str(side), "")


@dataclass(frozen=True)
class Standing:
    """How the money of one project stands, every figure in fen and counted so that it is usually positive."""

    granted: int = 0
    payable: int = 0
    paid: int = 0
    held: int = 0
    returned: int = 0
    recovered: int = 0
    matched: int = 0
    spent_on: Mapping[str, int] = field(default_factory=dict)

    @property
    def spent(self) -> int:
        return sum(self.spent_on.values())

    @property
    def kept(self) -> int:
        """What the project's side still has to account for: paid, neither returned nor recovered."""
        return self.paid - self.returned - self.recovered


def standing_of(balances: Balances) -> Standing:
    """The figures of a project, read from its accounts."""

    def of(side: Side) -> int:
        return balances.get(_key(side), 0)

    spent = {heading: amount for (side, heading), amount in balances.items() if side == Side.SPENT}
    return Standing(
        granted=-of(Side.GRANTED),
        payable=of(Side.PAYABLE),
        paid=of(Side.PAID),
        held=of(Side.HELD),
        returned=of(Side.RETURNED),
        recovered=of(Side.RECOVERED),
        matched=of(Side.MATCHED),
        spent_on=spent,
    )


def broken_laws(balances: Balances) -> Iterator[str]:
    """Every law of the ledger that does not hold for a project's balances."""
    now = standing_of(balances)
    if now.granted != now.payable + now.paid:
        yield "核定数不等于待拨与已拨之和"
    if now.paid != -balances.get(_key(Side.BANK), 0):
        yield "已拨数与银行付款不符"
    if now.kept != now.spent + now.held:
        yield "已拨减退回减追回不等于支出与结存之和"
    if now.payable < 0:
        yield "拨付超过核定的扶持经费"
    if min((now.granted, now.paid, now.returned, now.recovered, now.matched, *now.spent_on.values())) < 0:
        yield "账户余额为负"
