"""A 中期检查 that ends in 限期整改 opens a ticket for whoever is responsible: what, by when, on which clause."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from lixiang.delivery.actions import rectifications
from lixiang.delivery.actions import reports as actions
from lixiang.delivery.actions.due_reports import open_report
from lixiang.delivery.models import Rectification, Report
from lixiang.delivery.queries.due_reports import midterm_passed_on
from lixiang.delivery.tests.report_scene import ANSWERS, NO_FILES, QUARTER, ReportScene, moment
from lixiang.desk.queries.inspections import items_of_inspections
from lixiang.desk.queries.viewpoint import viewpoint
from lixiang.history.models import Event
from lixiang.messaging.queries.inspections import of_rectification
from lixiang.programmes.models import Setting
from lixiang.programmes.tests.arranging import unread
from lixiang.rehearsal.cycle import scan
from lixiang.workflow.findings import Refused

pytestmark = pytest.mark.django_db
WHAT = "第二项目标进度不足，补做走访并完善台账。"


@pytest.fixture
def scene(cast, morning) -> ReportScene:
    return ReportScene(cast, morning)


@pytest.fixture
def report(scene) -> Report:
    (project,) = scene.running()
    report = open_report(project, schedule="midterm", first=QUARTER, by=scene.unit, at=moment(9, 3))
    values = {**ANSWERS, **NO_FILES, "goals_so_far": "完成60%。", "self_rating": "良好"}
    actions.save_report(report, values, expected=0, by=scene.unit, at=moment(9, 4))
    scene.hand_in(report, at=moment(9, 5))
    return Report.objects.get(pk=report.pk)


def rectify(scene, report, **words):
    given = {"opinion": WHAT, "rectify_by": date(2018, 9, 20), "by": scene.clerk, "at": moment(9, 6)}
    return actions.accept(report, result="rectify", **{**given, **words})


def refusal(scene, report, **words) -> dict[str, str]:
    """Field -> clause of what refused it; an assertion where nothing did."""
    with pytest.raises(Refused) as refused:
        rectify(scene, report, **words)
    return {finding.field: finding.clause for finding in refused.value.findings}


def test_it_opens_a_ticket_for_the_responsible_organisation_citing_the_clause(scene, report):
    rectify(scene, report)

    ticket = Rectification.objects.get()
    assert ticket.report == report and ticket.observation is None
    assert ticket.organisation_id == report.project.implementing_organisation_id
    assert (ticket.requirement, ticket.due_on, ticket.status) == (WHAT, date(2018, 9, 20), "OPEN")
    assert ticket.clause == "二.4a" and "限期整改" in ticket.ground.found
    event = Event.objects.get(subject_kind="rectification", verb="open")
    matter = of_rectification(event, moment(9, 6))
    assert matter.sides["inspectors"] == frozenset() and "9月20日" in matter.values["by_when"]


def test_without_what_and_by_when_nothing_is_accepted(scene, report):
    assert refusal(scene, report, opinion=" ") == {"opinion": "二.4a"}
    assert refusal(scene, report, rectify_by=None) == {"rectify_by": "二.4a"}
    assert refusal(scene, report, rectify_by=date(2018, 9, 5)) == {"rectify_by": "二.4a"}
    assert Report.objects.get(pk=report.pk).status == "HANDED_IN"
    assert not Rectification.objects.exists()


def test_other_results_open_nothing(scene, report):
    actions.accept(report, result="pass", rectify_by=date(2018, 9, 20), by=scene.clerk, at=moment(9, 6))

    assert not Rectification.objects.exists()


def test_a_ticket_rests_on_a_visit_or_a_check_and_never_on_neither(scene, report):
    rectify(scene, report)

    with pytest.raises(IntegrityError), transaction.atomic():
        Rectification.objects.update(report=None)


def test_it_is_answered_and_closed_like_any_other(scene, report):
    rectify(scene, report)
    ticket = Rectification.objects.get()

    proofs = [(scan(), "台账.png")]
    rectifications.answer(ticket, text="已补做走访。", proofs=proofs, by=scene.unit, at=moment(9, 12))
    assert midterm_passed_on(report.project) is None
    assert rectifications.close(ticket, by=scene.head, at=moment(9, 13)).status == "CLOSED"
    assert midterm_passed_on(report.project) == date(2018, 9, 13)


def test_a_check_whose_ticket_was_called_off_is_not_passed_by_that(scene, report):
    rectify(scene, report)
    rectifications.cancel(Rectification.objects.get(), reason="开错。", by=scene.head, at=moment(9, 13))

    assert midterm_passed_on(report.project) is None


def test_a_programme_without_inspections_lets_the_section_close(scene, report, monkeypatch):
    rectify(scene, report)
    monkeypatch.setattr("lixiang.delivery.models.rectifications.the_setting", lambda version, kind: None)

    ticket = Rectification.objects.get()
    assert ticket.terms is None and not ticket.facts(moment(9, 12)).proof_required
    assert set(ticket.closers) == {"section_clerk", "section_head"}


def test_the_page_proposes_the_day_and_leads_to_the_ticket(scene, report):
    client, address = scene.client(scene.clerk), f"/reports/{report.ref}/"

    assert 'name="rectify_by"' in client.get(address).content.decode()
    empty = client.post(f"{address}accept/", {"result": "rectify"})
    assert empty.status_code == 422 and "请填写整改期限" in empty.content.decode()
    sent = {"result": "rectify", "opinion": WHAT, "rectify_by": "2099-09-20"}
    assert client.post(f"{address}accept/", sent).url == address
    ticket = Rectification.objects.get()
    assert f"/rectifications/{ticket.ref}/" in client.get(address).content.decode()
    shown = scene.client(scene.unit).get(f"/rectifications/{ticket.ref}/").content.decode()
    assert "中期检查发现" in shown and address in shown and WHAT in shown
    for form in ("pdf", "docx"):
        assert client.get(f"/rectifications/{ticket.ref}/{form}/").status_code == 200


def test_the_ticket_waits_on_the_desk_as_one_of_the_check_also_where_nothing_is_inspected(scene, report):
    rectify(scene, report)

    def waiting(user):
        view = viewpoint(user, scene.cast.programme, moment(9, 7))
        return [(item.words, item.clause) for item in items_of_inspections(view)]

    words = (
        f"{report.project.implementing_organisation.short_name}整改“{report.project}”中期检查发现的问题，并报送整改情况"
    )
    assert waiting(scene.unit) == [(words, "二.4a")]
    Setting.objects.filter(kind="delivery.inspection").delete()
    type(report.version).objects.update(pack_hash=unread())
    assert waiting(scene.unit) == [(words, "二.4a")]
    rectifications.answer(Rectification.objects.get(), text="已补做走访。", by=scene.unit, at=moment(9, 7))
    assert waiting(scene.clerk) == [("1张整改单已报送整改情况，待核查销号", "二.4a")]
