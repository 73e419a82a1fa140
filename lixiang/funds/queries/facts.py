"""What a payment rests on: when each condition of a tranche came true, what was ordered, who may be paid."""

from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Sum
from django.utils import timezone

from lixiang.agreements.models import Agreement
from lixiang.delivery.queries.due_reports import midterm_passed_on
from lixiang.funds.models import Entry, Grant, PaymentOrder
from lixiang.funds.queries.balances import standing_of_project
from lixiang.funds.rules.kinds import GrantAmount, Heading, Matching, Tranche
from lixiang.funds.rules.ledger import Movement
from lixiang.funds.rules.payments import TrancheFacts, grant_row, is_matched
from lixiang.funds.states.orders import LIVE
from lixiang.people.models import Organisation
from lixiang.programmes.models import Programme, Version
from lixiang.programmes.queries import edited_days, settings_by_kind, the_setting, version_in_force
from lixiang.projects.models import Project
from lixiang.projects.states import FOLLOWED

TO_GRANT = "to-grant"
# Conditions that are met for every project under way.
AGREED = frozenset({"agreement_in_force"})


def tranche_facts(project: Project) -> TrancheFacts:
    """One line per source; a source that no stage keeps yet says nothing, and what rests on it is not met."""
    return TrancheFacts(
        is_followed=project.status in FOLLOWED,
        agreement_in_force_on=_agreement_in_force_on(project),
        midterm_passed_on=midterm_passed_on(project),
        matching_in_place_on=matching_in_place_on(project),
        edited=edited_days(),
    )


def _agreement_in_force_on(project: Project) -> date | None:
    return Agreement.objects.filter(project=project).values_list("in_force_on", flat=True).first()


def matching_in_place_on(project: Project) -> date | None:
    """The day on which enough had been added; that of the grant where nothing is asked for."""
    granted = Grant.objects.filter(project=project).first()
    row = the_setting(project.version, Matching)
    if granted is None or not is_matched(row, granted.amount, standing_of_project(project).matched):
        return None
    last = Entry.objects.filter(project=project, movement=Movement.MATCH, reverses=None, reversal=None)
    on = last.order_by("-happened_on").values_list("happened_on", flat=True).first()
    return on or timezone.localtime(granted.granted_at).date()


def tranches_met(version: Version, conditions: frozenset[str]) -> tuple[Tranche, ...]:
    """The tranches that wait for nothing besides these conditions."""
    return tuple(row for row in settings_by_kind(version, Tranche) if set(row.conditions) <= conditions)


def to_grant(programme: Programme) -> QuerySet[Project]:
    """Projects under way that have no grant yet."""
    followed = Project.objects.filter(programme=programme, status__in=FOLLOWED)
    return followed.filter(~Exists(Grant.objects.filter(project=OuterRef("pk"))))


def to_order(programme: Programme, tranche: Tranche) -> QuerySet[Project]:
    """Projects under way with a grant and without a living order of this tranche."""
    followed = Project.objects.filter(programme=programme, status__in=FOLLOWED)
    ordered = PaymentOrder.objects.filter(project=OuterRef("pk"), tranche=tranche.code, status__in=LIVE)
    return followed.filter(Exists(Grant.objects.filter(project=OuterRef("pk"))), ~Exists(ordered))


def grant_row_of(project: Project) -> GrantAmount | None:
    """The programme's row for this project's category."""
    return grant_row(settings_by_kind(project.version, GrantAmount), project.category)


def has_money(version: Version) -> bool:
    """Whether the programme grants support at all."""
    return bool(settings_by_kind(version, GrantAmount))


def ordered_of(project: Project) -> int:
    """What the living orders of a project come to, in fen."""
    live = PaymentOrder.objects.filter(project=project, status__in=LIVE)
    return live.aggregate(total=Sum("amount"))["total"] or 0


def payees_of(project: Project) -> list[Organisation]:
    """Who may be paid for a project, the one that carries it out first."""
    wanted = (
        project.implementing_organisation_id,
        project.drafting_organisation_id,
        project.nominating_organisation_id,
    )
    found: dict[Any, Organisation] = Organisation.objects.in_bulk({pk for pk in wanted if pk})
    return Organisation.bearers(found[pk] for pk in dict.fromkeys(wanted) if pk)


def headings_of(project: Project) -> tuple[Heading, ...]:
    """What the programme lets a project spend money on."""
    return settings_by_kind(project.version, Heading)


def waits_of(programme: Programme, at: datetime) -> tuple[tuple[str, str], ...]:
    """(code, words) of what projects may wait for in the section: a grant, or the order of a tranche."""
    version = version_in_force(programme, at)
    tranches = tranches_met(version, AGREED) if has_money(version) else ()
    asked = ((TO_GRANT, "待核定"), *((row.code, f"待拟拨付单：{row.title}") for row in tranches))
    return asked if has_money(version) else ()


def waiting_for(programme: Programme, shown: str, at: datetime) -> QuerySet[Project] | None:
    """The projects behind one of `waits_of`; None for anything else."""
    if shown == TO_GRANT:
        return to_grant(programme)
    tranches = tranches_met(version_in_force(programme, at), AGREED)
    row = next((each for each in tranches if each.code == shown), None)
    return to_order(programme, row) if row else None
