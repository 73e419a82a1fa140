"""The papers of a publication: which, to whom, in which words, each exactly once however often it is begun."""

import pytest
from django.core.exceptions import PermissionDenied

from lixiang.approvals import actions, documents, queries
from lixiang.approvals.models import IssuedDocument
from lixiang.approvals.rules import Paper, Part
from lixiang.approvals.tests.arranging import DAY, approve, decide, nominated, publish, speak
from lixiang.documents.models import NumberSeries, OfficialDocument
from lixiang.history.models import Event
from lixiang.programmes.models import Setting
from lixiang.programmes.tests.arranging import unread
from lixiang.workflow.findings import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def publication(cast, morning):
    """Two counties with an approved project each, the first with a declined one besides."""
    first, third = nominated(cast, morning, 2)
    second = nominated(cast, morning, county=1)[0]
    for each in (first, second, third):
        speak(cast, each, morning)
    decisions = [decide(cast, each, "approve", morning) for each in (first, second)]
    decisions.append(decide(cast, third, "decline", morning, reason="重复。"))
    return publish(cast, decisions, morning)


def words_of(document: OfficialDocument) -> str:
    return str(document.context)


def test_every_paper_goes_out_in_order_with_its_number(publication, head, morning):
    papers = actions.issue_papers(publication, by=head, at=morning)

    assert [(each.paper, each.document.number_text) for each in papers] == [
        ("approval_list", "淮组通字〔2018〕27号"),
        ("reply", "淮组通字〔2018〕28号"),
        ("reply", "淮组通字〔2018〕29号"),
        ("decline", "淮组通字〔2018〕30号"),
    ]
    assert [each.document.kind for each in papers] == ["通知", "批复", "批复", "通知"]


def test_issuing_again_issues_nothing_and_takes_no_number(publication, head, morning):
    actions.issue_papers(publication, by=head, at=morning)

    assert actions.issue_papers(publication, by=head, at=morning + DAY) == []
    assert (OfficialDocument.objects.count(), NumberSeries.objects.get().last) == (4, 30)


def test_issuing_goes_on_where_it_stopped(publication, head, morning):
    first = actions.issue_papers(publication, by=head, at=morning, most=1)
    rest = actions.issue_papers(publication, by=head, at=morning)

    assert [each.paper for each in first] == ["approval_list"]
    assert [each.paper for each in rest] == ["reply", "reply", "decline"]


def test_a_paper_that_has_gone_out_is_returned_as_it_is(publication, head, morning):
    part = Part(Paper.APPROVAL_LIST)

    issued = actions.issue_paper(publication, part, by=head, at=morning)

    assert actions.issue_paper(publication, part, by=head, at=morning + DAY) == issued
    assert OfficialDocument.objects.count() == 1


def test_a_paper_and_the_row_that_says_so_are_written_together(publication, head, morning):
    """The wording is broken: no number is taken, nothing says that anything went out."""
    Setting.objects.filter(kind="programmes.letterhead").delete()
    publication.programme.versions.update(pack_hash=unread())  # frozen settings are read once per hash

    with pytest.raises(Refused):
        actions.issue_paper(publication, Part(Paper.REPLY, 0), by=head, at=morning)
    assert (IssuedDocument.objects.count(), NumberSeries.objects.count()) == (0, 0)


def test_the_list_names_every_approved_project_to_every_addressee(publication, cast, head, morning):
    document = actions.issue_paper(publication, Part(Paper.APPROVAL_LIST), by=head, at=morning).document

    approved = publication.decisions.filter(verdict="approve")
    assert document.addressees.count() == len(cast.nominators)
    assert all(each.project.title in words_of(document) for each in approved)
    assert document.subjects == [each.project.ref for each in approved.order_by("project__number")]
    assert "2018年4月10日前" in words_of(document)  # fifteen days, as the agreement's terms say


def test_a_reply_speaks_of_its_own_organisation_alone(publication, cast, head, morning):
    own, other = (cast.nominators[place] for place in (0, 1))

    document = actions.issue_paper(publication, Part(Paper.REPLY, own.pk), by=head, at=morning).document

    assert [each.organisation for each in document.addressees.all()] == [own]
    assert own.name in document.title and other.name not in words_of(document)
    assert "同意以下1个项目立项" in words_of(document)


def test_a_decline_names_what_was_declined(publication, cast, head, morning):
    part = Part(Paper.DECLINE, cast.nominators[0].pk)
    document = actions.issue_paper(publication, part, by=head, at=morning).document

    declined = publication.decisions.get(verdict="decline")
    assert document.subjects == [declined.project.ref]


def test_the_clerk_issues_nothing(publication, clerk, morning):
    with pytest.raises(PermissionDenied):
        actions.issue_papers(publication, by=clerk, at=morning)
    with pytest.raises(PermissionDenied):
        actions.issue_paper(publication, Part(Paper.APPROVAL_LIST), by=clerk, at=morning)


def test_a_mark_stands_on_the_paper(publication, head, morning):
    document = actions.issue_paper(publication, Part(Paper.APPROVAL_LIST), by=head, at=morning, mark="演练").document

    assert document.mark == "演练"


def test_a_notice_without_receivers_says_so(publication, head, morning):
    Setting.objects.filter(kind="programmes.receivers").delete()
    publication.programme.versions.update(pack_hash=unread())

    with pytest.raises(Refused) as refusal:
        actions.issue_paper(publication, Part(Paper.APPROVAL_LIST), by=head, at=morning)
    assert refusal.value.findings[0].code == "no_receivers"


def test_a_notice_that_sets_no_days_to_sign_gets_the_usual_ones(cast, project):
    Setting.objects.filter(kind="agreements.terms").delete()
    cast.version.pack_hash = unread()

    assert documents.sign_within_days(cast.version) == documents.SIGN_WITHIN_DAYS


def test_publicity_is_posted_as_a_pair_of_files_without_a_number(shown, morning):
    from lixiang.people.roles import Role

    project = nominated(shown, morning)[0]
    speak(shown, project, morning)
    publication = publish(shown, [decide(shown, project, "shortlist", morning)], morning)

    (paper,) = actions.issue_papers(publication, by=shown.user(Role.SECTION_HEAD), at=morning)

    assert (paper.paper, paper.document, NumberSeries.objects.count()) == ("publicity", None, 0)
    assert paper.pdf.open().read(5) == b"%PDF-" and paper.docx.size > 5000
    assert queries.paper_of(publication.publicity) == paper
    event = Event.objects.get(subject_kind="publication", verb="announce")
    assert event.detail == {"pdf": paper.pdf.sha256}


def test_the_text_of_a_publicity_says_from_when_until_when(shown, morning):
    project = nominated(shown, morning)[0]
    speak(shown, project, morning)
    publication = publish(shown, [decide(shown, project, "shortlist", morning)], morning)

    words = str(documents.publicity_notice(publication, at=morning))

    assert "公示期自2018年3月26日至2018年4月2日" in words
    assert project.title in words and "〔" not in words


def test_a_batch_shows_what_has_gone_out_and_what_has_not(publication, head, morning):
    actions.issue_papers(publication, by=head, at=morning, most=2)

    batch = queries.batch_of(publication, morning)

    assert [(line.word, bool(line.issued)) for line in batch.papers] == [
        ("通知（立项名单）", True), ("批复", True), ("批复", False), ("通知（不予立项）", False),
    ]  # fmt: skip
    assert (batch.issued, batch.is_complete) == (2, False)
    assert batch.papers[0].to == "全部主送单位" and batch.papers[3].to.startswith("中共演练第一县")


def test_an_approved_project_alone_calls_for_list_and_reply(cast, morning):
    publication = approve(cast, nominated(cast, morning), morning)

    assert [part.paper for part in queries.parts_to_issue(publication, morning)] == [Paper.APPROVAL_LIST, Paper.REPLY]
