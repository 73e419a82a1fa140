"""Another unit becomes responsible: it writes from that moment on, the one before reads what was until then."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from lixiang.delivery.actions import changes, reports
from lixiang.delivery.actions.due_reports import open_report
from lixiang.delivery.models import ChangeRequest, Report, ReportRevision
from lixiang.delivery.queries.changes import view_of
from lixiang.delivery.queries.reports import still_to_open
from lixiang.delivery.rules.changes import blockers_to_hand_in
from lixiang.delivery.tests.changing import Changing
from lixiang.delivery.tests.report_scene import ANSWERS, NO_FILES
from lixiang.desk.queries.trail import words_of
from lixiang.history.models import Event
from lixiang.messaging.actions import deliver
from lixiang.messaging.tests.scene import COMMITTEE, told
from lixiang.people.models import RoleHeld, User
from lixiang.people.roles import Role
from lixiang.projects.actions import hand_over
from lixiang.projects.models import FormerUnit, Project
from lixiang.projects.queries import passes_to_another
from lixiang.rehearsal.inspection_invariants import tickets_have_one_owner_and_one_day
from lixiang.rehearsal.meetings import tasks_of_projects_go_to_who_carries_them_out
from lixiang.workflow.findings import Refused

pytestmark = pytest.mark.django_db
RESULTS = {"results": [{"kind": "theory", "form": "调研报告一篇"}]}


class Handing(Changing):
    """The committee's project, a unit below it that has a clerk of its own, and the change that hands over."""

    def __init__(self, cast, at) -> None:
        super().__init__(cast, at)
        self.successor = cast.units_of(cast.organisations[COMMITTEE])[-1]
        self.new = self.clerk_of(self.successor)

    def clerk_of(self, organisation) -> User:
        user = User.objects.create_user(f"clerk-{organisation.pk}", "新单位填报员")
        held = {"role": Role.UNIT_CLERK, "organisation": organisation, "valid_from": self.at, "granted_at": self.at}
        RoleHeld.objects.create(user=user, **held)
        return User.objects.get(pk=user.pk)

    def handed_over(self) -> Project:
        asked = self.asked("organisation", implementing_organisation=self.successor.name)
        approved = changes.approve(changes.hand_in(asked, by=self.unit, at=self.at), by=self.head, at=self.at)
        self.in_force(self.drawn_up(approved))
        return self.project

    def report(self, by, at) -> Report:
        code, period = next(iter(still_to_open(self.project, at)))
        return open_report(self.project, schedule=code, first=period.from_on, by=by, at=at)

    def written(self, report, by, at) -> Report:
        return reports.save_report(report, {**ANSWERS, **NO_FILES}, expected=report.saves, by=by, at=at)

    def handed_in_report(self, by, at) -> Report:
        report = self.written(self.report(by, at), by, at)
        reports.hand_in(report, key=uuid4(), by=by, at=at)
        return report

    def as_client(self, user) -> Client:
        client = Client()
        client.force_login(user)
        return client


@pytest.fixture
def scene(cast, morning) -> Handing:
    return Handing(cast, morning)


def test_the_new_unit_reports_and_asks_for_changes_the_old_one_no_longer(scene):
    report = scene.report(scene.unit, scene.at + timedelta(days=40))
    assert not Project.visible_to(scene.new).exists()

    project = scene.handed_over()

    at = scene.at + timedelta(days=41)
    assert project.drafting_organisation == project.implementing_organisation == scene.successor
    assert scene.written(report, scene.new, at).status == "DRAFT"
    assert changes.draft(project, ["results"], by=scene.new, at=at).status == "DRAFT"
    for verb in (
        lambda: scene.written(scene.again(report), scene.unit, at),
        lambda: changes.draft(project, ["name"], by=scene.unit, at=at),
    ):
        with pytest.raises(PermissionDenied):
            verb()


def test_the_old_unit_keeps_reading_what_was_until_then_and_nothing_later(scene):
    early = scene.at - timedelta(minutes=5)
    past = scene.handed_in_report(scene.unit, scene.at + timedelta(days=40))
    Report.objects.update(first_handed_in_at=early)
    scene.handed_over()
    later = changes.draft(scene.project, ["results"], by=scene.new, at=scene.later(days=1))
    ChangeRequest.objects.filter(pk=later.pk).update(status="HANDED_IN")
    coming = Report.objects.create(**_like(past, ref="later", first_handed_in_at=scene.later(days=9)))

    old, new = scene.as_client(scene.unit), scene.as_client(scene.new)
    for address in (f"/projects/{scene.ref}/", f"/projects/{scene.ref}/application/", f"/reports/{past.ref}/"):
        assert old.get(address).status_code == new.get(address).status_code == 200, address
    assert scene.ref.upper() in old.get("/projects/").content.decode()
    assert old.get(f"/changes/{scene.ref}-c1/").status_code == 200
    assert old.get(f"/changes/{later.ref}/").status_code == old.get(f"/reports/{coming.ref}/").status_code == 404
    listed = old.get(f"/reports/project/{scene.ref}/").content.decode()
    assert f"/reports/{past.ref}/" in listed and f"/reports/{coming.ref}/" not in listed
    dossier = f"/projects/{scene.ref}/?tab="
    assert coming.ref not in old.get(f"{dossier}reports").content.decode()
    assert "实施进度" not in old.get(f"{dossier}history").content.decode()
    assert "移交" in old.get(f"{dossier}history").content.decode()
    assert old.get(f"/agreements/{scene.ref}/").status_code == 200
    assert old.get(f"/supplements/{scene.ref}-s1/").status_code == 200
    for address in (f"/reports/{past.ref}/draft/", f"/projects/{scene.ref}/changes/draft/"):
        assert old.post(address).status_code == 403, address
    assert scene.as_client(scene.user(Role.UNIT_CLERK, "county-2")).get(f"/projects/{scene.ref}/").status_code == 404


def test_the_old_unit_reads_the_application_as_it_stood_then(scene):
    was = scene.handed_over().approved_revision
    later = scene.later(days=1)
    asked = scene.asked("contact", by=scene.new, contact_phone="0554-7654321")
    changes.approve(changes.hand_in(asked, by=scene.new, at=later), by=scene.chief, at=later)

    old, new = scene.as_client(scene.unit), scene.as_client(scene.new)
    form = f"/projects/{scene.ref}/application/"
    for address in (f"/projects/{scene.ref}/?tab=application", form):
        assert "0554-7654321" in new.get(address).content.decode(), address
        assert "0554-7654321" not in old.get(address).content.decode(), address
    since = scene.project.approved_revision.number
    assert since == was.number + 1
    for number, status in ((was.number, 200), (since, 404)):
        assert old.get(f"/projects/{scene.ref}/revisions/{number}/").status_code == status


def test_the_old_unit_does_not_read_the_money_of_today(scene):
    """Whatever is spent from here on is the new unit's; the dossier offers no way there."""
    scene.handed_over()

    old, new = scene.as_client(scene.unit), scene.as_client(scene.new)
    money = f"/projects/{scene.ref}/money/"
    assert new.get(money).status_code == 200 and money in new.get(f"/projects/{scene.ref}/").content.decode()
    assert money not in old.get(f"/projects/{scene.ref}/").content.decode()
    for address in (money, f"{money}pdf/", f"{money}docx/"):
        assert old.get(address).status_code == 403, address


def _like(report, **changed):
    fields = {f.attname: getattr(report, f.attname) for f in report._meta.concrete_fields if not f.primary_key}
    return {**fields, "schedule": "other", **changed}


def test_the_history_says_who_handed_over_to_whom_and_both_are_told(scene):
    scene.handed_over()

    event = Event.objects.get(subject_kind="project", verb="hand_over")
    former = FormerUnit.objects.get()
    assert (former.organisation, former.until_at) == (scene.unit.roles.first().organisation, scene.at)
    assert scene.successor.name in words_of(event) and former.organisation.name in words_of(event)
    while deliver(by=None, at=scene.at)[0]:
        pass
    assert any("自即日起由责任单位" in words for words in told(scene.unit))
    assert any("自即日起由你单位填报" in words for words in told(scene.new))


def test_what_the_old_unit_answers_for_is_no_stray(scene):
    scene.handed_over()

    assert not list(tickets_have_one_owner_and_one_day()) and not list(tasks_of_projects_go_to_who_carries_them_out())


def test_who_writes_on_behalf_goes_on_unless_the_new_one_has_a_clerk(scene):
    """The committee writes for a unit without accounts; only a unit that has a clerk takes the writing over."""
    project, units = scene.project, scene.cast.units_of(scene.cast.organisations[COMMITTEE])
    was = units[0].pk

    project.implementing_organisation = units[1] if units[1] != scene.successor else units[0]
    assert not passes_to_another(project, was if project.implementing_organisation_id != was else units[1].pk)
    project.implementing_organisation = scene.successor
    assert passes_to_another(project, was)
    project.implementing_organisation = project.drafting_organisation
    assert not passes_to_another(project, was)


def test_other_changes_hand_nothing_over(scene):
    scene.approved("results", **RESULTS)

    assert not FormerUnit.objects.exists() and not Event.objects.filter(verb="hand_over").exists()


class TestHandingOverFromOnBehalf:
    """The unit responsible gets its first clerk after the change: nothing passes by itself, its county hands over."""

    @pytest.fixture
    def project(self, scene) -> Project:
        RoleHeld.objects.filter(organisation=scene.successor).delete()
        scene.new.delete()
        on_behalf, unit = scene.cast.organisations[COMMITTEE], scene.successor
        Project.objects.filter(pk=scene.project.pk).update(
            drafting_organisation=on_behalf, implementing_organisation=unit
        )
        return scene.project

    @pytest.fixture
    def county(self, scene) -> User:
        return scene.user(Role.NOMINATOR, COMMITTEE)

    def test_without_a_clerk_it_is_neither_offered_nor_done(self, scene, project, county):
        page = scene.as_client(county).get(f"/projects/{project.ref}/changes/").content.decode()

        assert "移交填报" not in page
        with pytest.raises(Refused) as refused:
            hand_over(project, by=county, at=scene.at)
        assert [(f.code, f.clause) for f in refused.value.findings] == [("no_clerk", "二.3d")]
        assert not FormerUnit.objects.exists()

    def test_with_one_the_county_hands_over_and_the_unit_writes(self, scene, project, county):
        clerk = scene.clerk_of(project.implementing_organisation)
        assert not Project.visible_to(clerk).exists()
        client, address = scene.as_client(county), f"/projects/{project.ref}/changes/"

        assert f"{address}hand-over/" in client.get(address).content.decode()
        assert client.post(f"{address}hand-over/").status_code == 302

        project = Project.objects.get(pk=project.pk)
        assert project.drafting_organisation == project.implementing_organisation
        assert changes.draft(project, ["results"], by=clerk, at=scene.later(days=1)).status == "DRAFT"
        assert "填报移交责任单位" in words_of(Event.objects.get(subject_kind="project", verb="hand_over"))
        assert "移交填报" not in client.get(address).content.decode()
        assert client.post(f"{address}hand-over/").status_code == 422

    def test_nobody_but_its_county_hands_over(self, scene, project):
        scene.clerk_of(project.implementing_organisation)

        for user in (scene.unit, scene.head, scene.user(Role.NOMINATOR, "county-2")):
            with pytest.raises(PermissionDenied):
                hand_over(project, by=user, at=scene.at)
        assert scene.as_client(scene.unit).post(f"/projects/{project.ref}/changes/hand-over/").status_code == 403

    def test_a_project_that_ended_or_writes_itself_is_refused(self, scene, project, county):
        Project.objects.filter(pk=project.pk).update(
            status="CONCLUDED", implementing_organisation=project.drafting_organisation
        )

        with pytest.raises(Refused) as refused:
            hand_over(project, by=county, at=scene.at)

        assert {f.code for f in refused.value.findings} == {"project_not_under_way", "not_on_behalf"}


def test_a_report_rewritten_after_the_hand_over_shows_the_old_unit_its_own_hand_in_alone(scene):
    """Returned and written anew by the new unit: the old one reads what it sent, and not where it stands today."""
    at = scene.at + timedelta(days=41)
    sent = scene.handed_in_report(scene.unit, scene.at + timedelta(days=40))
    Report.objects.update(first_handed_in_at=scene.at)
    ReportRevision.objects.update(at=scene.at)
    scene.handed_over()
    words = {"reason": "数据不全，请补充。", "due_at": at + timedelta(days=9)}
    reports.send_back(scene.again(sent), **words, by=scene.clerk, at=at)
    report, again = scene.again(sent), {**ANSWERS, **NO_FILES, "work": "新单位改写的内容。"}
    reports.save_report(report, again, expected=report.saves, by=scene.new, at=at)
    reports.hand_in(scene.again(sent), key=uuid4(), by=scene.new, at=at)

    old, new = scene.as_client(scene.unit), scene.as_client(scene.new)
    page, theirs = (each.get(f"/reports/{sent.ref}/").content.decode() for each in (old, new))
    assert ANSWERS["work"] in page and "移交前报送" in page and "第1次" in page
    for later in ("新单位改写的内容。", "数据不全", "第2次", "待审核", "退回"):
        assert later not in page, later
    assert "新单位改写的内容。" in theirs and "第2次" in theirs
    for listed in (f"/reports/project/{scene.ref}/", f"/projects/{scene.ref}/?tab=reports"):
        assert "移交前报送" in old.get(listed).content.decode(), listed
        assert "移交前报送" not in new.get(listed).content.decode(), listed
    for elsewhere in ("/reports/?all=1", "/waiting/", "/calendar/"):
        assert sent.ref not in old.get(elsewhere).content.decode(), elsewhere
    assert sent not in Report.visible_to(scene.unit) and sent in Report.readable_by(scene.unit)
    assert old.get(f"/reports/{sent.ref}/hand-in/").status_code == 403


def test_a_change_to_a_unit_without_a_clerk_warns_with_its_clause_and_can_still_be_made(scene):
    """Its nominator can write for it meanwhile, so the reason of the request answers the warning."""
    RoleHeld.objects.filter(organisation=scene.successor).delete()

    asked = scene.asked("organisation", implementing_organisation=scene.successor.name)

    found = [each for each in blockers_to_hand_in(view_of(asked, scene.at)) if each.code == "unit_without_clerk"]
    assert [(each.strictness, each.field, bool(each.clause)) for each in found] == [
        ("warn", "implementing_organisation", True)
    ]
    assert "还没有填报员账号" in scene.as_client(scene.unit).get(f"/changes/{asked.ref}/").content.decode()
    assert changes.hand_in(asked, by=scene.unit, at=scene.at).status == "HANDED_IN"


def test_a_change_to_a_unit_with_a_clerk_or_written_on_behalf_warns_of_nothing(scene):
    asked = scene.asked("organisation", implementing_organisation=scene.successor.name)
    assert "unit_without_clerk" not in {each.code for each in blockers_to_hand_in(view_of(asked, scene.at))}

    RoleHeld.objects.filter(organisation=scene.successor).delete()
    county = scene.cast.organisations["county-1"]
    Project.objects.filter(pk=scene.project.pk).update(drafting_organisation=county)
    asked = type(asked).objects.select_related("project__version").get(pk=asked.pk)
    assert "unit_without_clerk" not in {each.code for each in blockers_to_hand_in(view_of(asked, scene.at))}
