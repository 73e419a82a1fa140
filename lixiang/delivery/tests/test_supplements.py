"""A supplementary agreement from drawing up to its effect: what it prints, who signs, what is refused."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile

from lixiang.delivery.actions import changes, supplements
from lixiang.delivery.documents import supplements as papers
from lixiang.delivery.models import SupplementaryAgreement
from lixiang.delivery.queries.supplements import latest_in_force, sheaf_of
from lixiang.delivery.tests.changing import refused
from lixiang.documents.check import SHORT, check
from lixiang.files.models import Claim
from lixiang.history.models import Event
from lixiang.messaging.tests.scene import COMMITTEE
from lixiang.people.roles import Role
from lixiang.programmes.models import Setting
from lixiang.programmes.tests.arranging import unread
from lixiang.projects.models.facts import values_of
from lixiang.rehearsal.cycle import scan

pytestmark = pytest.mark.django_db


@pytest.fixture
def supplement(scene) -> SupplementaryAgreement:
    return scene.waiting_supplement()


def test_an_approved_change_of_terms_waits_for_its_supplement(scene):
    request = scene.approved("leader", leader_name="示例乙02")

    assert (request.status, request.revision.number, request.took_effect_at) == ("APPROVED", 2, None)
    assert scene.project.approved_revision.number == 1 and scene.project.leader_name != "示例乙02"


def test_it_is_drawn_up_once_from_the_request(scene, supplement):
    assert (supplement.ref, supplement.number, supplement.status) == (f"{scene.ref}-s1", 1, "PENDING")
    assert supplement.revision == supplement.change.revision
    assert supplement.sign_by.isoformat() == "2018-04-10T23:59:59+08:00"
    assert supplement.pdf.open().read(5) == b"%PDF-" and supplement.docx.open().read(2) == b"PK"
    assert supplements.draw_up(supplement.change, by=scene.head, at=scene.at) == supplement
    assert Event.objects.filter(subject_kind="supplementaryagreement", verb="draw_up").count() == 1


def test_it_names_the_first_agreement_its_date_and_both_hashes(scene, supplement):
    change = scene.again(supplement.change)
    context = papers.context_of(change, change.project.agreement, scene.terms, 1, at=scene.at)

    printed = str(papers.document_of(context))
    for words in (
        "基层党建创新项目责任书补充协议（一）",
        "于2018年3月26日签订了《基层党建创新项目责任书》",
        change.base.hash,
        change.revision.hash,
        "示例乙02",
        "甲方：中共淮南市委组织部",
    ):
        assert words in printed, words


def test_its_papers_keep_to_the_national_layout(supplement):
    with supplement.pdf.open() as pdf, supplement.docx.open() as docx:
        assert [row for row in (*check(pdf.read()), *check(docx.read())) if row.status == SHORT] == []


def test_a_change_without_new_terms_gets_none(scene):
    taken = scene.approved("results", results=[{"kind": "theory", "form": "调研报告一篇"}])

    assert refused(supplements.draw_up, taken, by=scene.clerk, at=scene.at) == ["nothing_to_supplement"]
    with pytest.raises(PermissionDenied):
        supplements.draw_up(taken, by=scene.nominator, at=scene.at)


def test_signed_by_both_the_change_takes_effect(scene, supplement):
    signed = scene.signed_supplement(supplement)
    assert signed.status == "SIGNED_BY_NOMINATOR" and scene.project.approved_revision.number == 1

    done = supplements.countersign(signed, by=scene.clerk, at=scene.at)
    assert (done.status, done.in_force_on.isoformat()) == ("IN_FORCE", "2018-03-26")
    assert scene.project.approved_revision == done.revision and scene.project.leader_name == "示例乙02"
    assert scene.again(done.change).status == "IN_EFFECT" and latest_in_force(scene.project) == done


def test_signing_without_a_scan_is_refused_with_the_clause(scene, supplement):
    assert refused(supplements.sign, supplement, by=scene.nominator, at=scene.at) == ["no_signed_scan"]
    assert scene.again(supplement).status == "PENDING"


def test_a_scan_is_taken_in_once_and_given_back_with_a_reason(scene, supplement):
    words = {"name": "补充协议.png", "by": scene.chief, "at": scene.at}
    first = supplements.attach_scan(supplement, scan(), **words)

    assert supplements.attach_scan(supplement, scan(), **words) == first
    wrong = {**words, "name": "x.exe"}
    assert refused(supplements.attach_scan, supplement, ContentFile(b"x"), **wrong) == ["unacceptable_file"]
    supplements.sign(supplement, by=scene.nominator, at=scene.at)
    assert refused(supplements.return_scan, supplement, reason="", by=scene.clerk, at=scene.at) == ["reason_required"]
    supplements.return_scan(supplement, reason="缺第二页。", by=scene.clerk, at=scene.at)
    assert scene.again(supplement).status == "PENDING" and not Claim.of(supplement).exists()


def test_only_its_parties_sign(scene, supplement):
    scene.signed_supplement(supplement)

    for by in (scene.unit, scene.nominator, scene.leader, scene.user(Role.INSPECTOR)):
        with pytest.raises(PermissionDenied):
            supplements.countersign(supplement, by=by, at=scene.at)
    with pytest.raises(PermissionDenied):
        supplements.attach_scan(supplement, scan(), name="x.png", by=scene.unit, at=scene.at)


def test_its_nominator_is_reminded_once_a_day_while_it_has_the_paper(scene, supplement):
    words = {"by": scene.clerk, "at": scene.at}
    assert supplements.remind(supplement, **words).reminders == 1
    assert refused(supplements.remind, supplement, **words) == ["reminded_today"]
    words["at"] += timedelta(days=1)
    assert supplements.remind(supplement, **words).reminders == 2
    event = Event.objects.filter(subject_kind="supplementaryagreement", verb="remind").first()
    assert (event.detail["project"], event.detail["overdue"]) == (scene.ref, False)

    for by in (scene.nominator, scene.leader, scene.user(Role.INSPECTOR)):
        with pytest.raises(PermissionDenied):
            supplements.remind(supplement, by=by, at=scene.at)
    scene.signed_supplement(supplement)
    words["at"] += timedelta(days=1)
    assert refused(supplements.remind, supplement, **words) == ["nothing_to_remind"]


def test_while_it_is_unsigned_no_other_change_is_handed_in_but_the_project_may_be_suspended(scene, supplement):
    other = scene.asked("results", results=[{"kind": "theory", "form": "调研报告一篇"}])

    assert refused(changes.hand_in, other, by=scene.unit, at=scene.at) == ["supplement_unsigned"]
    assert scene.suspended().status == "SUSPENDED"
    signed = scene.signed_supplement(supplement)
    assert refused(supplements.countersign, signed, by=scene.clerk, at=scene.at) == ["project_not_under_way"]
    assert scene.again(supplement).status == "SIGNED_BY_NOMINATOR" and scene.project.approved_revision.number == 1


def test_not_signed_it_lapses_with_the_approval_and_leaves_the_project_as_it_was(scene, supplement):
    request = supplements.lapse(supplement.change, reason="乙方不再变更。", by=scene.clerk, at=scene.at)

    assert (request.status, scene.again(supplement).status) == ("LAPSED", "LAPSED")
    assert scene.project.approved_revision.number == 1
    words = {"name": "x.png", "by": scene.nominator, "at": scene.at}
    assert refused(supplements.attach_scan, supplement, scan(), **words) == ["not_open"]
    again = scene.waiting_supplement(leader_name="示例丙03")
    assert (again.number, again.change.number) == (2, 2)
    scene.in_force(again)
    assert scene.project.approved_revision.number == 3


def test_an_approval_whose_paper_was_never_drawn_up_may_lapse_too(scene):
    request = scene.approved("leader", leader_name="示例乙02")

    assert refused(supplements.lapse, request, reason="", by=scene.clerk, at=scene.at) == ["reason_required"]
    assert supplements.lapse(request, reason="不再变更。", by=scene.clerk, at=scene.at).status == "LAPSED"


def test_it_has_as_many_days_as_the_agreement_had(scene):
    request = scene.approved("leader", leader_name="示例乙02")
    scene.at += timedelta(days=100)

    assert scene.drawn_up(request).sign_by.date().isoformat() == "2018-07-19"


def test_a_programme_whose_form_asks_for_the_budget_lets_it_be_changed(scene):
    """经费 is a kind like the others: the notice names the field, the request opens it, both sides sign for it."""
    version = scene.project.version
    last = version.settings.order_by("order").last()
    field = {"name": "budget", "label": "经费预算", "section": "schedule", "widget": "text", "required": False}
    kind = {"code": "money", "title": "调整经费预算", "authority": "approval", "opens": ["budget"], "supplement": True}
    for place, (name, parameters) in enumerate((("projects.field", field), ("delivery.change_kind", kind)), 1):
        words = {"kind": name, "parameters": parameters, "clause": "二.2b", "strictness": "block"}
        Setting.objects.create(version=version, order=last.order + place, **words)
    version.pack_hash = unread()  # other settings, so others are read
    version.save()

    supplement = scene.waiting_supplement_of("money", budget="会议费调减2000元，资料费调增2000元。")
    scene.in_force(supplement)

    request = scene.again(supplement.change)
    assert (request.status, request.title) == ("IN_EFFECT", "调整经费预算")
    assert values_of(scene.project)["budget"] == "会议费调减2000元，资料费调增2000元。"


def test_why_a_scan_was_sent_back_stands_on_the_page_until_another_comes(scene, supplement):
    scene.signed_supplement(supplement)
    supplements.return_scan(supplement, reason="缺第二页。", by=scene.clerk, at=scene.at)
    sheaf = sheaf_of(scene.again(supplement), scene.at)
    assert (sheaf.returned.reason, sheaf.returned.by_name) == ("缺第二页。", scene.clerk.name)

    url = f"/supplements/{supplement.ref}/"
    assert "退回扫描件" in scene.client(Role.NOMINATOR, COMMITTEE).get(url).content.decode()
    words = {"name": "补充协议.png", "by": scene.nominator, "at": scene.at}
    supplements.attach_scan(scene.again(supplement), scan(), **words)
    assert sheaf_of(scene.again(supplement), scene.at).returned is None
