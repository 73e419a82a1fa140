"""What waits in the money of a programme stands on the worklist of whoever has it now."""

import pytest

from lixiang.funds import actions
from lixiang.funds.tests.conftest import active_ones, authorised, ordered, sides_of, spent
from lixiang.people.roles import Role
from lixiang.programmes.models import Setting
from lixiang.programmes.tests.arranging import unread

pytestmark = pytest.mark.django_db


@pytest.fixture
def sides(cast):
    return sides_of(cast)


@pytest.fixture
def active(scene):
    (project,) = active_ones(scene.cast, scene.at)
    return project


def lines(worklist) -> list[tuple[str, str, str]]:
    """Those of money: words, clause, where they lead."""
    places = ("/money/", "/payment-orders/", "/spendings/")
    return [(item.words, item.clause, item.url) for item in worklist.items if item.url.startswith(places)]


def test_the_section_is_asked_to_grant_and_then_to_order(desk, scene, active, sides):
    assert lines(desk(Role.SECTION_CLERK)) == [("1个实施中的项目待核定扶持经费", "二.4f", "/money/?shown=to-grant")]
    actions.grant(active, by=sides.clerk, at=scene.at)

    assert lines(desk(Role.SECTION_CLERK)) == [
        ("1个项目的首期拨付条件已具备，待拟拨付单", "二.4f", "/money/?shown=first")
    ]
    ordered(active, sides, scene.at)
    assert lines(desk(Role.SECTION_CLERK)) == []
    for role in (Role.SECTION_HEAD, Role.DEPARTMENT_LEADER):
        assert lines(desk(role)) == [("1笔拨付单待核准", "二.4f", "/payment-orders/?shown=to_authorise")]


def test_finance_pays_and_checks_and_the_own_side_corrects(desk, scene, active, sides):
    actions.grant(active, by=sides.clerk, at=scene.at)
    order = authorised(active, sides, scene.at)
    assert lines(desk(Role.FINANCE)) == [("1笔经费已核准待拨付", "二.4f", "/payment-orders/?shown=to_pay")]
    actions.pay(order, bank_reference="B-1", paid_on=scene.at.date(), by=sides.finance, at=scene.at)
    made = spent(active, sides, scene.at)

    assert lines(desk(Role.FINANCE)) == [("1笔支出待审核", "二.4f", "/spendings/?shown=RECORDED")]
    actions.send_back(made, reason="票据不清。", by=sides.finance, at=scene.at)
    wanted = [(f"改正“{active}”被退回的支出：购买学习资料", "二.4f", f"/spendings/{made.ref}/")]
    assert lines(desk(Role.UNIT_CLERK, "county-1")) == lines(desk(Role.NOMINATOR, "county-1")) == wanted
    assert lines(desk(Role.UNIT_CLERK, "county-2")) == lines(desk(Role.INSPECTOR)) == []


def test_a_programme_without_support_asks_for_nothing(desk, scene, active):
    Setting.objects.filter(kind__startswith="funds.").delete()
    type(active.version).objects.update(pack_hash=unread())
    scene.cast.programme.refresh_from_db()

    assert (
        lines(desk(Role.SECTION_CLERK)) == lines(desk(Role.FINANCE)) == lines(desk(Role.UNIT_CLERK, "county-1")) == []
    )


def test_the_dossier_leads_to_the_money_once_the_agreement_is_in_force(scene, active):
    page = scene.client(Role.UNIT_CLERK, "county-1").get(f"/projects/{active.ref}/").content.decode()

    assert f"/projects/{active.ref}/money/" in page
