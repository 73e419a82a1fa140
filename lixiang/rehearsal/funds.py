"""Money in the rehearsal and in the demo: granted, ordered, paid, spent, sent back, given back, recovered."""

from django.utils import timezone

from lixiang.funds import actions, queries
from lixiang.funds.actions import Receipt, Told
from lixiang.funds.models import Entry, Grant, PaymentOrder, Spending
from lixiang.funds.rules.kinds import Heading, Matching, Tranche
from lixiang.people.roles import Role
from lixiang.programmes.queries import settings_by_kind, the_setting
from lixiang.projects.models import Project
from lixiang.projects.states import Status
from lixiang.rehearsal.applications import new_key
from lixiang.rehearsal.cycle import Cycle, scan

SPENT_FOR = ("购买学习资料", "党员教育培训场地费", "主题党日活动物料", "制度汇编印刷", "现场会会务")
PAID_AT_MOST = 500_000


class Purse:
    """The money of one project as its people move it, on the clock of the cycle."""

    def __init__(self, cycle: Cycle, project: Project) -> None:
        self.cycle, self.project = cycle, project
        self.finance = cycle.cast.user(Role.FINANCE)
        self.own = cycle.cast.user(Role.NOMINATOR, project.nominating_organisation)

    @property
    def headings(self) -> tuple[Heading, ...]:
        return settings_by_kind(self.project.version, Heading)

    def grant(self) -> Grant:
        row = queries.grant_row_of(self.project)
        amount = row.amount or row.at_most or PAID_AT_MOST
        return actions.grant(self.project, amount=amount, by=self.cycle.section, at=self.cycle.later(minutes=5))

    def match(self, granted: Grant) -> None:
        """As much as the programme asks for, where it does."""
        row = the_setting(self.project.version, Matching)
        if row is not None:
            at = self.cycle.later(minutes=5)
            words = {"words": "单位自筹", "on": timezone.localtime(at).date(), "key": new_key(self.cycle.rng)}
            actions.record_matching(
                self.project, amount=granted.amount * row.ratio // 1000, by=self.own, at=at, **words
            )

    def order(self, tranche: str) -> PaymentOrder:
        return actions.order(self.project, tranche=tranche, by=self.cycle.section, at=self.cycle.later(minutes=3))

    def pay(self, order: PaymentOrder) -> PaymentOrder:
        authorised = actions.authorise(order, by=self.cycle.leader, at=self.cycle.later(minutes=20))
        at = self.cycle.later(hours=3)
        on = timezone.localtime(at).date()
        reference = f"{on:%Y%m%d}{order.pk:06d}"
        return actions.pay(authorised, bank_reference=reference, paid_on=on, by=self.finance, at=at)

    def spend(self, amount: int, *, place: int = 0, receipts: tuple = (), reason: str = "") -> Spending:
        at = self.cycle.later(hours=2)
        heading = self.headings[place % len(self.headings)]
        told = Told(heading.code, amount, timezone.localtime(at).date(), SPENT_FOR[place % len(SPENT_FOR)], reason)
        files = receipts or (Receipt(scan(), f"发票{place + 1}.png"),)
        return actions.record_spending(self.project, told, files, key=new_key(self.cycle.rng), by=self.own, at=at)


def _under_way(cycle: Cycle) -> list[Project]:
    related = ("programme", "version", "nominating_organisation")
    found = Project.objects.filter(programme=cycle.programme, status=Status.ACTIVE).select_related(*related)
    return list(found.order_by("number"))


def payable(project: Project) -> Tranche | None:
    """The first tranche, where nothing but the agreement and the matching stands before it."""
    rows = settings_by_kind(project.version, Tranche)
    first = rows[0] if rows else None
    return first if first and set(first.conditions) <= {"agreement_in_force", "matching_in_place"} else None


def rehearse_funds(cycle: Cycle) -> None:
    """Every project is granted its support; the first runs into every rule, the others are paid and spend."""
    with cycle.step("funds"):
        projects = [each for each in _under_way(cycle) if queries.grant_row_of(each) is not None]
        for place, project in enumerate(projects):
            purse = Purse(cycle, project)
            if place == 0:
                _run_into_rules_before(purse)
            granted = purse.grant()
            purse.match(granted)
            tranche = payable(project)
            if tranche is not None:
                order = purse.order(tranche.code)
                purse.pay(_run_into_rules_of_orders(purse, order, tranche) if place == 0 else order)
                spend_of(purse, place)
        if projects and payable(projects[0]):
            _run_into_rules_after(Purse(cycle, projects[0]))


def spend_of(purse: Purse, place: int) -> None:
    """Two spendings where the programme has headings: one accepted, one sent back, corrected and accepted."""
    if not purse.headings:
        return
    cycle, held = purse.cycle, queries.standing_of_project(purse.project).held
    first = purse.spend(held // 20, place=place)
    actions.accept(first, by=purse.finance, at=cycle.later(minutes=15))
    reason = "与上一笔共用一张票据。"
    second = purse.spend(held // 25, place=place, reason=reason)
    back = actions.send_back(second, reason="票据金额与登记不符。", by=purse.finance, at=cycle.later(minutes=9))
    at = cycle.later(hours=1)
    told = Told(back.heading, held // 30, back.spent_on, back.words, reason)
    again = actions.hand_in(back, told, by=purse.own, at=at)
    actions.accept(again, by=purse.finance, at=cycle.later(minutes=15))


def _run_into_rules_before(purse: Purse) -> None:
    """Before the grant: nothing can be ordered or planned; a grant of nothing is none."""
    cycle, project = purse.cycle, purse.project
    tranche = payable(project)
    section = {"by": cycle.section, "at": cycle.at}
    if tranche is not None:
        cycle.is_refused(lambda: actions.order(project, tranche=tranche.code, **section), "not_granted")
    cycle.is_refused(lambda: actions.set_budget(project, amounts={}, **section), "not_granted")
    cycle.is_refused(lambda: actions.grant(project, amount=0, **section), "wrong_amount")
    for waiting in Project.objects.filter(programme=cycle.programme, status=Status.LAPSED)[:1]:
        if queries.grant_row_of(waiting) is not None:
            cycle.is_refused(lambda waiting=waiting: actions.grant(waiting, **section), "not_approved")


def _run_into_rules_of_orders(purse: Purse, order: PaymentOrder, tranche: Tranche) -> PaymentOrder:
    """A tranche twice, an order of one's own, a payment that nobody authorised or that the bank does not know."""
    cycle, project = purse.cycle, purse.project
    section = {"by": cycle.section, "at": cycle.at}
    cycle.is_refused(lambda: actions.order(project, tranche=tranche.code, **section), "tranche_twice")
    for later in settings_by_kind(project.version, Tranche)[1:2]:
        found = {"accepted", "midterm_passed"} & set(later.conditions)
        code = {"accepted": "not_accepted", "midterm_passed": "midterm_not_passed"}
        wanted = [code[condition] for condition in found]
        cycle.is_refused(lambda row=later: actions.order(project, tranche=row.code, **section), *wanted)
    words = {"paid_on": timezone.localtime(cycle.at).date(), "by": purse.finance, "at": cycle.at}
    cycle.is_refused(lambda: actions.pay(order, bank_reference="1", **words), "not_in_this_status")
    actions.cancel(order, reason="收款账户有误，重新拟单。", by=cycle.section, at=cycle.later(minutes=4))
    own = actions.order(project, tranche=tranche.code, by=cycle.head, at=cycle.later(minutes=4))
    cycle.is_refused(lambda: actions.authorise(own, by=cycle.head, at=cycle.at), "own_order")
    actions.cancel(own, reason="由经办拟单。", by=cycle.section, at=cycle.later(minutes=4))
    again = purse.order(tranche.code)
    bounced = purse.pay(again)
    actions.bounce(bounced, reason="收款账号与户名不符。", by=purse.finance, at=cycle.later(hours=20))
    return purse.order(tranche.code)


def _run_into_rules_after(purse: Purse) -> None:
    """More than is held, a heading that nobody set, a used reference; then some goes back and some is recovered."""
    cycle, project = purse.cycle, purse.project
    now = queries.standing_of_project(project)
    finance = {"by": purse.finance, "at": cycle.later(hours=1)}
    if purse.headings:
        day = timezone.localtime(cycle.at).date()
        told = Told("unknown", 100, day, "试", "试")
        own = {"by": purse.own, "at": cycle.at}
        cycle.is_refused(lambda: actions.record_spending(project, told, (), **own), "unknown_heading")
        if purse.headings[0].strictness == "block":
            cycle.is_refused(lambda: purse.spend(now.held + 1), "over_held")
    on = timezone.localtime(cycle.at).date()
    used = Entry.objects.filter(project=project).exclude(bank_reference="").latest("pk").bank_reference
    back = {"on": on, **finance}
    cycle.is_refused(lambda: actions.give_back(project, amount=1, bank_reference=used, **back), "bank_reference_used")
    more = {"amount": now.held + 1, "bank_reference": "R-0"}
    cycle.is_refused(lambda: actions.give_back(project, **more, **back), "more_than_there_is")
    actions.give_back(project, amount=now.held // 10, bank_reference=f"R-{project.pk}", **back)
    cycle.is_refused(lambda: actions.book_recovery(project, 1, "", **finance), "no_document")
    entry = actions.book_recovery(project, now.held // 10, "追回决定（演练）", **finance)
    actions.reverse(entry, reason="演练冲正。", by=purse.finance, at=cycle.later(minutes=5))
    cycle.is_refused(lambda: actions.reverse(entry, reason="再次。", **finance), "reversed_before")


def tell_funds(story: Cycle) -> None:
    """Some in every state: not granted, granted, ordered, authorised, paid, spending, sent back, given back."""
    projects = [each for each in _under_way(story) if queries.grant_row_of(each) is not None]
    for place, project in enumerate(projects[1:]):
        purse, tranche = Purse(story, project), payable(project)
        granted = purse.grant()
        purse.match(granted)
        if tranche is None or place == 0:
            continue
        order = purse.order(tranche.code)
        if place == 2:
            actions.authorise(order, by=story.head, at=story.later(minutes=8))
        elif place > 2:
            purse.pay(order)
            _tell_spendings(purse, place)


def _tell_spendings(purse: Purse, place: int) -> None:
    """Budget and spendings: one accepted, one to check, one sent back; the last of the projects gives some back."""
    if not purse.headings:
        return
    story, held = purse.cycle, queries.standing_of_project(purse.project).held
    share = held // len(purse.headings) // 4
    amounts = {heading.code: share for heading in purse.headings}
    actions.set_budget(purse.project, amounts=amounts, by=purse.own, at=story.later(minutes=30))
    reason = "同一场活动，共用一张票据。"
    accepted = purse.spend(share // 2, place=place)
    actions.accept(accepted, by=purse.finance, at=story.later(hours=3))
    purse.spend(share // 3, place=place + 1, reason=reason)
    returned = purse.spend(share // 5, place=place + 2, reason=reason)
    if place % 2:
        actions.send_back(returned, reason="票据不清晰，请重新拍照上传。", by=purse.finance, at=story.later(hours=2))
    else:
        at = story.later(hours=5)
        words = {"bank_reference": f"R-{purse.project.pk}", "on": timezone.localtime(at).date()}
        actions.give_back(purse.project, amount=share, by=purse.finance, at=at, **words)
