"""A project whose agreement is in force, and everybody who has to do with its money."""

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest

from lixiang.agreements import actions as agreements
from lixiang.agreements.tests.conftest import approved_ones
from lixiang.agreements.tests.test_actions import attach
from lixiang.funds import actions
from lixiang.funds.actions import Receipt, Told
from lixiang.funds.models import PaymentOrder, Spending
from lixiang.people.roles import Role
from lixiang.projects.models import Project
from lixiang.rehearsal.cycle import scan

WAN = 1_000_000
DAY = timedelta(days=1)


def sides_of(cast) -> SimpleNamespace:
    own, other = cast.nominators[0], cast.nominators[1]
    return SimpleNamespace(
        clerk=cast.user(Role.SECTION_CLERK),
        head=cast.user(Role.SECTION_HEAD),
        leader=cast.user(Role.DEPARTMENT_LEADER),
        finance=cast.user(Role.FINANCE),
        inspector=cast.user(Role.INSPECTOR),
        judge=cast.user(Role.JUDGE),
        nominator=cast.user(Role.NOMINATOR, own),
        nominator_leader=cast.user(Role.NOMINATOR_LEADER, own),
        unit=cast.user(Role.UNIT_CLERK, own),
        stranger=cast.user(Role.UNIT_CLERK, other),
    )


def active_ones(cast, at, count: int = 1, county: int = 0) -> list[Project]:
    """Projects whose agreement both sides have signed."""
    projects = approved_ones(cast, at, count, county)
    for project in projects:
        sign(cast, project, at)
    return [Project.objects.select_related("programme", "version").get(pk=each.pk) for each in projects]


def sign(cast, project: Project, at) -> None:
    agreement = agreements.draw_up(project, by=cast.user(Role.SECTION_CLERK), at=at)
    nominator = cast.user(Role.NOMINATOR, project.nominating_organisation)
    attach(agreement, nominator, at)
    agreements.sign(agreement, by=nominator, at=at)
    agreements.countersign(agreement, by=cast.user(Role.SECTION_CLERK), at=at)


def ordered(project: Project, sides, at, **words: Any) -> PaymentOrder:
    return actions.order(project, **{"tranche": "first"} | words, by=sides.clerk, at=at)


def authorised(project: Project, sides, at, **words: Any) -> PaymentOrder:
    return actions.authorise(ordered(project, sides, at, **words), by=sides.head, at=at)


def paid(project: Project, sides, at, reference: str = "") -> PaymentOrder:
    """The first tranche: 1.20万元 of 2万元."""
    reference = reference or uuid4().hex
    order = authorised(project, sides, at)
    return actions.pay(order, bank_reference=reference, paid_on=at.date(), by=sides.finance, at=at)


def told(amount: int = 30_000, heading: str = "material", spent_on: date | None = None, **words: Any) -> Told:
    return Told(heading, amount, spent_on or date(2018, 3, 26), **{"words": "购买学习资料", "reason": ""} | words)


def receipt(shade: int = 245) -> Receipt:
    import io

    from django.core.files.base import ContentFile
    from PIL import Image

    if shade == 245:
        return Receipt(scan(), "发票.png")
    stream = io.BytesIO()
    Image.new("L", (60, 80), shade).save(stream, "PNG")
    return Receipt(ContentFile(stream.getvalue()), f"发票{shade}.png")


def spent(project: Project, sides, at, amount: int = 30_000, **words: Any) -> Spending:
    receipts = words.pop("receipts", (receipt(amount % 200),))
    key = words.pop("key", None)
    what = told(amount, spent_on=words.pop("spent_on", at.date()), **words)
    return actions.record_spending(project, what, receipts, key=key, by=sides.unit, at=at)


@pytest.fixture
def sides(cast):
    return sides_of(cast)


@pytest.fixture
def active(cast, morning):
    (project,) = active_ones(cast, morning)
    return project


@pytest.fixture
def granted(active, sides, morning):
    """2万元, as the notice's row for category A has it."""
    actions.grant(active, by=sides.clerk, at=morning)
    return active


@pytest.fixture
def funded(granted, sides, morning):
    """Granted, and the first tranche paid."""
    paid(granted, sides, morning)
    return granted
