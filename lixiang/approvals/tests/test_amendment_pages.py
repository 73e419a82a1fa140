"""An issued document never changes: a 勘误 or a 补充通知 names it, by the verbs and on their pages."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from lixiang.approvals import actions
from lixiang.approvals.rules.amendments import Amendment, paragraphs_of
from lixiang.approvals.tests.arranging import approve, nominated
from lixiang.documents.check import SHORT, check
from lixiang.documents.models import OfficialDocument
from lixiang.history.models import Event
from lixiang.projects.models import Project
from lixiang.workflow.findings import Refused

pytestmark = pytest.mark.django_db
TEXT = "附件第1项的责任单位更正为“示例{乙}镇党委”。\n\n第2项不变。"


@pytest.fixture
def approved(cast, morning) -> Project:
    (project,) = nominated(cast, morning)
    approve(cast, [project], morning)
    return Project.objects.select_related("programme").get(pk=project.pk)


@pytest.fixture
def listing(approved, head, morning) -> OfficialDocument:
    """The list of approved projects, sent to everybody."""
    publication = approved.decisions.get().publication
    return actions.issue_papers(publication, by=head, at=morning)[0].document


def test_a_correction_names_the_old_document_and_goes_to_the_same_organisations(listing, head, morning):
    before = listing.context

    made = actions.amend(listing, Amendment.CORRECTION, TEXT, by=head, at=morning)

    assert made.corrects == listing
    assert made.number_text == "淮组通字〔2018〕29号"
    assert listing.number_text in str(made.context) and listing.title in made.title
    assert "示例{乙}镇党委" in str(made.context)
    assert [a.name for a in made.addressees.all()] == [a.name for a in listing.addressees.all()]
    assert OfficialDocument.objects.get(pk=listing.pk).context == before


def test_a_supplement_says_so_in_its_title(listing, head, morning):
    made = actions.amend(listing, Amendment.SUPPLEMENT, "请于4月底前报送。", by=head, at=morning)

    assert made.title == f"关于《{listing.title}》的补充通知"


def test_an_amendment_of_an_amendment_has_single_marks_within_its_own(listing, head, morning):
    first = actions.amend(listing, Amendment.CORRECTION, TEXT, by=head, at=morning)

    second = actions.amend(first, Amendment.SUPPLEMENT, TEXT, by=head, at=morning)

    assert second.title == f"关于《关于更正〈{listing.title}〉有关内容的通知》的补充通知"


def test_an_amendment_without_words_or_by_others_is_refused_and_takes_no_number(cast, listing, clerk, head, morning):
    count = OfficialDocument.objects.count()
    with pytest.raises(Refused) as refused:
        actions.amend(listing, Amendment.CORRECTION, " \n ", by=head, at=morning)
    assert [finding.code for finding in refused.value.findings] == ["no_text"]
    for by in (clerk, cast.user("nominator", cast.nominators[0]), None):
        with pytest.raises(PermissionDenied):
            actions.amend(listing, Amendment.CORRECTION, TEXT, by=by, at=morning)
    assert OfficialDocument.objects.count() == count


def test_a_slip_in_a_title_is_put_right_everywhere_but_in_what_was_approved(approved, listing, head, morning):
    old, revision = approved.title, approved.approved_revision.hash

    made = actions.correct_title(approved, "更正后的“名称”", by=head, at=morning)

    project = Project.objects.get(pk=approved.pk)
    assert (project.title, project.approved_revision.hash) == ("更正后的“名称”", revision)
    assert (project.approved_revision.content["title"], project.approved_revision.standing["title"]) == (
        old,
        "更正后的“名称”",
    )
    assert made.corrects == listing and f"“{old}”" in str(made.context) and "“更正后的‘名称’”" in str(made.context)
    event = Event.objects.get(subject_kind="project", verb="correct_title")
    assert event.detail == {"from": old, "to": "更正后的“名称”", "document": made.ref}


def refused_title(project: Project, title: str, head, at) -> list[str]:
    before = Project.objects.get(pk=project.pk).title
    with pytest.raises(Refused) as refused:
        actions.correct_title(project, title, by=head, at=at)
    assert Project.objects.get(pk=project.pk).title == before
    return [finding.code for finding in refused.value.findings]


def test_a_title_is_not_corrected_before_approval_nor_before_the_paper_nor_to_itself(cast, project, head, morning):
    assert refused_title(project, "新名称", head, morning) == ["not_approved"]
    approve(cast, [project], morning)
    assert refused_title(project, "新名称", head, morning) == ["no_paper"]
    actions.issue_papers(Project.objects.get(pk=project.pk).decisions.get().publication, by=head, at=morning)
    assert refused_title(project, project.title, head, morning) == ["same_title"]
    assert refused_title(project, "  ", head, morning) == ["no_title"]


def test_a_title_is_corrected_by_who_issues_papers_alone(cast, approved, listing, clerk, morning):
    for by in (clerk, cast.user("nominator", cast.nominators[0]), None):
        with pytest.raises(PermissionDenied):
            actions.correct_title(approved, "新名称", by=by, at=morning)


def browser(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_the_section_amends_on_a_page_and_the_old_document_says_so(cast, listing, head):
    page = browser(head)
    address = f"/documents/{listing.ref}/amend/"

    assert "请写明更正或者补充的内容" in page.post(address, {"paper": "correction", "text": ""}).content.decode()
    answer = page.post(address, {"paper": "correction", "text": TEXT})

    made = OfficialDocument.objects.get(corrects=listing)
    assert answer.headers["Location"] == f"/documents/{made.ref}/"
    reader = browser(cast.user("nominator", cast.nominators[0]))
    assert "本件已有更正或者补充" in reader.get(f"/documents/{listing.ref}/").content.decode()
    assert reader.get(address).status_code == 403
    assert browser(cast.user("section_clerk")).get(address).status_code == 403
    assert browser(cast.user("judge")).get(address).status_code == 404


def test_a_title_is_corrected_on_a_page(cast, approved, listing, head):
    address = f"/projects/{approved.ref}/correct-title/"

    assert "与现在的项目名称相同" in browser(head).post(address, {"title": approved.title}).content.decode()
    assert browser(head).post(address, {"title": "新名称"}).status_code == 302
    assert Project.objects.get(pk=approved.pk).title == "新名称"
    assert browser(cast.user("nominator", cast.nominators[0])).get(address).status_code == 403
    assert browser(cast.user("nominator", cast.nominators[1])).get(address).status_code == 404


def test_a_correction_keeps_the_national_layout(listing, head, morning):
    made = actions.amend(listing, Amendment.CORRECTION, TEXT, by=head, at=morning)

    for file in (made.pdf, made.docx):
        assert [each for each in check(file.open().read()) if each.status == SHORT] == []


def test_a_paragraph_stands_for_each_line_that_says_something():
    assert paragraphs_of(" 一 \n\n二\r\n") == ("一", "二")
