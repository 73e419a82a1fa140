"""Files beside an application: who may bring them in, what may come in, and what a download gives to whom."""

from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.test import Client

from lixiang.files.models import Claim, File
from lixiang.history.models import Event
from lixiang.projects import actions, queries
from lixiang.projects.actions import attachments
from lixiang.projects.models import Project, Revision
from lixiang.projects.tests.arranging import PDF, clerk_of, drafted, filled, handed_in, seen_by, upload
from lixiang.workflow.findings import Refused
from lixiang.workflow.moves import move


@pytest.fixture
def clerk(cast):
    return clerk_of(cast)


@pytest.fixture
def project(cast, morning):
    return drafted(cast, morning)


def attach(project, *, by, at, name="示例调研.pdf", content=PDF, field="attachments"):
    return actions.attach(project, field, upload(name, content), name=name, by=by, at=at)


def test_an_attachment_is_kept_and_told(project, clerk, morning):
    claim = attach(project, by=clerk, at=morning)

    assert queries.values_of(project)["attachments"] == [
        {"name": "示例调研.pdf", "part": "attachments", "sha256": claim.file.sha256, "size": len(PDF)}
    ]
    assert Event.objects.get(verb="attach").detail["name"] == "示例调研.pdf"


def test_the_same_file_twice_is_one_attachment(project, clerk, morning):
    first, again = attach(project, by=clerk, at=morning), attach(project, by=clerk, at=morning)

    assert first == again
    assert Event.objects.filter(verb="attach").count() == 1
    assert attach(project, by=clerk, at=morning, name="另一个名字.pdf") != first


@pytest.mark.parametrize(
    ("name", "content", "field", "code"),
    [
        ("表.exe", b"MZ", "attachments", "unacceptable_file"),
        ("空.pdf", b"", "attachments", "unacceptable_file"),
        ("示例.pdf", PDF, "background", "no_such_field"),
        ("示例.pdf", PDF, "nonsense", "no_such_field"),
        ("示例.pdf", PDF, "signed_scan_unit", "no_such_field"),
    ],
)
def test_what_may_not_come_in_is_refused(project, clerk, morning, name, content, field, code):
    with pytest.raises(Refused) as refused:
        attach(project, by=clerk, at=morning, name=name, content=content, field=field)

    assert [finding.code for finding in refused.value.findings] == [code]
    assert not Claim.objects.exists()


def test_of_several_files_the_good_ones_are_kept(project, clerk, morning):
    uploads = [(upload("一.pdf"), "一.pdf"), (upload("二.exe", b"MZ"), "二.exe"), (upload("三.pdf"), "三.pdf")]

    kept, refusals = actions.attach_files(project, "attachments", uploads, by=clerk, at=morning)

    assert [claim.name for claim in kept] == ["一.pdf", "三.pdf"]
    assert ["二.exe" in finding.sentence for finding in refusals] == [True]


def test_there_is_an_end_to_the_number_of_files(project, clerk, morning, monkeypatch):
    monkeypatch.setattr(attachments, "MOST_FILES", 1)
    attach(project, by=clerk, at=morning)

    with pytest.raises(Refused) as refused:
        attach(project, by=clerk, at=morning, name="第二个.pdf")

    assert [finding.code for finding in refused.value.findings] == ["too_many_files"]


def test_a_stranger_leaves_no_file_behind(cast, project, morning):
    for other in ("unit_clerk.county-2", "nominator.county-1"):
        with pytest.raises(PermissionDenied):
            attach(project, by=cast.users[other], at=morning)

    assert not File.objects.exists()
    assert default_storage.listdir("")[0] == []


def test_a_name_without_anything_to_show_gets_one(project, clerk, morning):
    with pytest.raises(Refused):
        attach(project, by=clerk, at=morning, name="\x00")

    assert attach(project, by=clerk, at=morning, name="示\x00例.pdf").name == "示例.pdf"


def test_a_detached_file_leaves_the_form_and_stays_in_the_revision(cast, clerk, morning):
    project = filled(cast, morning)
    claim = attach(project, by=clerk, at=morning)
    revision = actions.hand_in(project, key=uuid4(), by=clerk, at=morning)
    move(project, "send_back", by=cast.user("nominator", "county-1"), at=morning, reason="示例")

    actions.detach(seen_by(clerk, project), claim, by=clerk, at=morning)
    actions.detach(seen_by(clerk, project), claim, by=clerk, at=morning)

    assert queries.values_of(seen_by(clerk, project))["attachments"] == []
    assert Revision.objects.get().content["attachments"][0]["sha256"] == claim.file.sha256
    assert queries.attachment(clerk, project, claim.pk) == claim
    assert Event.objects.filter(verb="detach").count() == 1
    assert revision.number == 1


def test_a_file_that_is_still_being_written_is_for_those_who_write_alone(cast, clerk, morning):
    project = filled(cast, morning)
    first = attach(project, by=clerk, at=morning)
    nominator = cast.user("nominator", "county-1")
    assert queries.attachment(clerk, project, first.pk) == first
    assert queries.attachment(nominator, project, first.pk) is None

    actions.hand_in(project, key=uuid4(), by=clerk, at=morning)
    project = move(project, "send_back", by=nominator, at=morning, reason="示例")
    second = attach(project, by=clerk, at=morning, name="补.pdf", content=PDF + b"% more")

    assert queries.attachment(clerk, project, second.pk) == second
    assert [queries.attachment(nominator, project, each.pk) for each in (first, second)] == [first, None]


def test_the_page_of_those_who_read_leads_to_no_file_that_is_still_being_mended(cast, clerk, morning):
    project = filled(cast, morning)
    first = attach(project, by=clerk, at=morning)
    actions.hand_in(project, key=uuid4(), by=clerk, at=morning)
    project = move(project, "send_back", by=cast.user("nominator", "county-1"), at=morning, reason="示例")
    second = attach(project, by=clerk, at=morning, name="补.pdf", content=PDF + b"% more")
    actions.detach(project, first, by=clerk, at=morning)
    client = Client()
    client.force_login(cast.user("nominator", "county-1"))

    page = client.get(f"/projects/{project.ref}/application/").content.decode()

    assert f"/attachments/{first.pk}/" in page and f"/attachments/{second.pk}/" not in page and "补.pdf" not in page
    statuses = [client.get(f"/projects/{project.ref}/attachments/{each.pk}/").status_code for each in (first, second)]
    assert statuses == [200, 404]


def test_a_detached_file_that_no_revision_names_is_gone(project, clerk, morning):
    claim = attach(project, by=clerk, at=morning)

    actions.detach(project, claim, by=clerk, at=morning)

    assert queries.attachment(clerk, project, claim.pk) is None


def test_what_was_handed_in_keeps_its_files(cast, clerk, morning):
    project = filled(cast, morning)
    claim = attach(project, by=clerk, at=morning)
    actions.hand_in(project, key=uuid4(), by=clerk, at=morning)

    for change in (lambda: attach(project, by=clerk, at=morning, name="补.pdf"),
                   lambda: actions.detach(project, claim, by=clerk, at=morning)):  # fmt: skip
        with pytest.raises(Refused) as refused:
            change()
        assert [finding.code for finding in refused.value.findings] == ["section_closed"]


def test_a_file_of_a_question_no_longer_asked_is_not_detached(project, clerk, morning):
    claim = attach(project, by=clerk, at=morning)
    claim.part = "old_question"

    with pytest.raises(Refused):
        actions.detach(project, claim, by=clerk, at=morning)


# --- signed and sealed scans ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("level", "username"),
    [("unit", "unit_clerk.county-1"), ("nominator", "nominator_leader.county-1"), ("department", "section_clerk")],
)
def test_each_level_attaches_its_own_scan_also_after_the_hand_in(cast, morning, level, username):
    project = handed_in(cast, morning).project
    if level == "department":  # its word waits for the publication
        Project.objects.filter(pk=project.pk).update(status="APPROVED")

    claim = actions.attach_scan(
        project, level, upload("盖章.pdf"), name="盖章.pdf", by=cast.users[username], at=morning
    )

    assert queries.files_of(project) == {f"signed_scan_{level}": [claim]}
    assert "attachments" in queries.values_of(project)
    assert Event.objects.get(verb="attach_scan").by == cast.users[username]


@pytest.mark.parametrize(("level", "username"), [("nominator", "unit_clerk.county-1"), ("province", "section_clerk")])
def test_nobody_signs_for_another_level(cast, morning, level, username):
    project = handed_in(cast, morning).project

    with pytest.raises(PermissionDenied):
        actions.attach_scan(project, level, upload(), name="盖章.pdf", by=cast.users[username], at=morning)

    assert not File.objects.exists()


def test_a_scan_is_a_picture_or_a_pdf(cast, clerk, morning):
    project = handed_in(cast, morning).project

    with pytest.raises(Refused) as refused:
        actions.attach_scan(project, "unit", upload("盖章.docx"), name="盖章.docx", by=clerk, at=morning)

    assert [finding.code for finding in refused.value.findings] == ["not_a_scan"]


def test_a_scan_can_be_taken_away_by_its_level_alone(cast, clerk, morning):
    project = handed_in(cast, morning).project
    claim = actions.attach_scan(project, "unit", upload("盖章.pdf"), name="盖章.pdf", by=clerk, at=morning)

    with pytest.raises(PermissionDenied):
        actions.detach(project, claim, by=cast.user("nominator", "county-1"), at=morning)
    actions.detach(project, claim, by=clerk, at=morning)

    assert queries.files_of(project) == {}


def test_an_ended_project_takes_no_more_scans(cast, clerk, morning):
    project = handed_in(cast, morning).project
    move(project, "withdraw", by=clerk, at=morning, reason="示例")

    with pytest.raises(Refused) as refused:
        actions.attach_scan(project, "unit", upload("盖章.pdf"), name="盖章.pdf", by=clerk, at=morning)

    assert [finding.code for finding in refused.value.findings] == ["project_ended"]
