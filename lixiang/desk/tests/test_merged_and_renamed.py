"""After a merger and after a change of name every page speaks of who bears the work today; papers keep their names."""

import re
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lixiang.agreements import actions as agreements
from lixiang.agreements.models import Agreement
from lixiang.delivery import actions as delivery
from lixiang.delivery.actions import changes, reports
from lixiang.delivery.actions.due_reports import open_report
from lixiang.delivery.queries.conflicts import conflicts_between
from lixiang.delivery.queries.reports import still_to_open
from lixiang.delivery.tests.gathering import Gathering
from lixiang.desk.queries.dashboard import dashboard_of
from lixiang.desk.queries.delivery_board import delivery_board_of
from lixiang.desk.queries.viewpoint import viewpoint
from lixiang.documents.models import Addressee
from lixiang.funds import actions as funds
from lixiang.funds.queries import totals_by_organisation
from lixiang.messaging.tests.scene import COUNTY, OTHER_COUNTY
from lixiang.nominations.queries import overview
from lixiang.people import actions as people
from lixiang.people.models import Organisation, RoleHeld, User
from lixiang.people.roles import Role
from lixiang.projects import documents
from lixiang.projects.models import Project
from lixiang.projects.queries.choices import organisations_below
from lixiang.projects.queries.listing import organisation_to_draft_for
from lixiang.rehearsal.cycle import scan
from lixiang.rehearsal.invariants import check_all
from lixiang.workflow.findings import Refused

pytestmark = pytest.mark.django_db
WHY = {"reason": "机构改革方案"}
RESULTS = {"results": [{"kind": "theory", "form": "调研报告一篇"}]}
NEW = {"name": "中共示例新区委员会", "short_name": "示例新区委"}
# What is printed, sealed or handed in stands beside what is so today; everything else speaks of today alone.
BESIDE = (
    *("/agreements/{ref}/", "/agreements/{pending}/", "/projects/{ref}/", "/projects/{ref}/receipts/1/"),
    *("/projects/{ref}/application/", "/slates/", "/slates/programmes/{programme}/"),
)
ONE = "/projects/{ref}/"
TYPED = (ONE, "/projects/{ref}/application/")  # a post or a place of work, as a person typed it, stays as it is
TABS = tuple(f"{ONE}?tab={tab}" for tab in ("agreement", "reports", "changes", "documents"))
PARTS = tuple(f"{ONE}{part}/" for part in ("application", "progress", "money", "changes", "inspections", "receipts/1"))
LISTS = (
    *("/", "/waiting/", "/calendar/", "/dashboard/", "/dashboard/?board=delivery", "/projects/", "/agreements/"),
    *("/reports/?all=1", "/changes/", "/tasks/", "/rectifications/", "/inspections/", "/progress/", "/meetings/"),
    *("/money/", "/money/organisations/", "/payment-orders/", "/spendings/", "/documents/", "/slates/"),
)
THINGS = (
    *("/agreements/{ref}/", "/agreements/{pending}/", "/reports/{report}/", "/reports/project/{ref}/"),
    *("/changes/{change}/", "/tasks/{task}/", "/meetings/{meeting}/"),
)
PAGES = (*LISTS, ONE, *TABS, *PARTS, *THINGS)
OF_THE_SECTION = (
    *("/slates/programmes/{programme}/", "/reviews/?step=all", "/decisions/", "/inspections/coverage/?shown=all"),
    *("/inspections/plan/", "/meetings/add/", "/reports/ask/{programme}/"),
)


class Year(Gathering):
    """A county with a project under way and one that waits for its signature, and what such a project brings along."""

    def __init__(self, cast, at) -> None:
        super().__init__(cast, at)
        for number, user in enumerate(cast.users.values()):
            user.name = f"示例{number}号"  # the names of the cast hold those of their organisations
        User.objects.bulk_update(cast.users.values(), ["name"])
        under_way, waiting = self.nominated(COUNTY, "A", "B")
        self.publish(*(self.decide(each) for each in (under_way, waiting)))
        clerk = self.section
        signed = self.signed(agreements.draw_up(self.again(under_way), by=clerk, at=at))
        agreements.countersign(signed, by=clerk, at=at)
        self.pending = agreements.draw_up(self.again(waiting), by=clerk, at=at)
        project = self.again(under_way)
        funds.grant(project, by=clerk, at=at)
        delivery.open_plan(project, by=clerk, at=at)
        unit = self.user(Role.UNIT_CLERK, COUNTY)
        code, period = next(iter(still_to_open(project, self.later(days=40))))
        self.report = open_report(project, schedule=code, first=period.from_on, by=unit, at=self.later(days=40))
        self.change = changes.draft(project, ["results"], by=unit, at=at)
        changes.save_request(self.change, RESULTS, "研究认为宜作调整。", expected=0, by=unit, at=at)
        self.change = changes.hand_in(self.change, by=unit, at=at)
        meeting = self.held()
        self.task_given = self.task(meeting, project=project)
        self.old, self.into = self.organisation(COUNTY), self.organisation(OTHER_COUNTY)
        self.names = {"ref": project.ref, "pending": self.pending.ref, "report": self.report.ref}
        self.names |= {"change": self.change.ref, "task": self.task_given.ref, "programme": cast.programme.ref}
        self.names["meeting"] = meeting.ref

    def merged(self) -> Organisation:
        return people.merge_organisation(self.old, self.into, by=None, at=self.later(days=60), **WHY)

    def renamed(self) -> Organisation:
        return people.rename_organisation(self.old, **NEW, by=None, at=self.later(days=60), **WHY)

    def signed_by(self, nominator: User, at) -> Agreement:
        agreements.attach_scan(self.pending, scan(), name="责任书.png", by=nominator, at=at)
        return agreements.sign(self.pending, by=nominator, at=at)

    def client(self, role, code=None) -> Client:
        client = Client()
        client.force_login(User.objects.get(pk=self.user(role, code).pk))
        return client


@pytest.fixture
def year(cast, morning) -> Year:
    return Year(cast, morning)


def words_of(answer) -> str:
    html = answer.content.decode()
    return re.sub(r"<[^>]+>", " ", html[html.index("<body") :])


def without_both(words: str, now: str) -> str:
    """The page without 示例甲（现示例乙）."""
    return re.sub(rf"[^\s，。：（]+（现{re.escape(now)}）", "", words)


def walk(client: Client, pages, year: Year, then: SimpleNamespace, now: SimpleNamespace) -> set[str]:
    """The pages that speak of the new name; none of them speaks of the old one but beside the new one."""
    telling, stale = set(), {}
    for page in pages:
        answer = client.get(page.format(**year.names), follow=True)
        if answer.status_code == 404:  # not for this role, before and after
            continue
        assert answer.status_code == 200, page
        words = words_of(answer)
        if page in BESIDE:
            words = without_both(without_both(words, now.name), now.short_name)
        if then.name in words or (page not in TYPED and then.short_name in words):
            stale[page] = words[max(words.find(then.short_name), words.find(then.name), 40) - 40 :][:90]
        if now.short_name in words_of(answer) or now.name in words_of(answer):
            telling.add(page)
    assert stale == {}
    return telling


def named(organisation: Organisation) -> SimpleNamespace:
    return SimpleNamespace(name=organisation.name, short_name=organisation.short_name)


@pytest.mark.parametrize("verb", ["merged", "renamed"])
def test_every_page_names_who_bears_it_today(year, verb):
    then = named(year.old)
    now = named(getattr(year, verb)())
    nominator, unit = (OTHER_COUNTY, OTHER_COUNTY) if verb == "merged" else (COUNTY, COUNTY)

    section = walk(year.client(Role.SECTION_CLERK), (*PAGES, *OF_THE_SECTION), year, then, now)
    told = walk(year.client(Role.NOMINATOR, nominator), PAGES, year, then, now)
    assert told >= {*THINGS, ONE, "/projects/", "/agreements/", "/slates/"} - {"/changes/{change}/"}
    assert walk(year.client(Role.UNIT_CLERK, unit), PAGES, year, then, now) >= {"/projects/", ONE, "/tasks/{task}/"}

    silent = {"/", "/calendar/", "/documents/", "/meetings/", "/inspections/", "/rectifications/", "/spendings/"}
    silent |= {
        "/changes/{change}/",
        "/payment-orders/",
        "/decisions/",
        "/inspections/plan/",
        "/dashboard/",
        "/projects/{ref}/money/",
    }
    assert section >= {page for page in (*PAGES, *OF_THE_SECTION) if page not in silent} - {
        page for page in PAGES if "tab=" in page or page.endswith(("changes/", "inspections/"))
    }
    assert check_all()[1] == []


@pytest.mark.parametrize("verb", ["merged", "renamed"])
def test_what_was_handed_in_and_signed_keeps_the_name_it_bore(year, verb):
    then = named(year.old)
    now = named(getattr(year, verb)())
    section = year.client(Role.SECTION_CLERK)

    both = f"{then.name}（现{now.name}）"
    for page in ("/agreements/{ref}/", "/agreements/{pending}/", "/projects/{ref}/receipts/1/"):
        assert both in words_of(section.get(page.format(**year.names))), page
    project = Project.objects.select_related("nominating_organisation").get(ref=year.names["ref"])
    revision = project.revisions.get()
    for paper in (documents.receipt_of(revision), documents.form_of(documents.paper_of(revision))):
        assert then.name in str(paper) and now.name not in str(paper)
    assert then.name in {party["name"] for party in project.agreement.parties}
    slates = words_of(section.get(f"/slates/programmes/{year.names['programme']}/"))
    assert (both in slates) == (verb == "merged") and now.name in slates


def test_figures_and_filters_take_the_merged_county_with_its_successor(year):
    year.nominated(OTHER_COUNTY, "A", "B")
    year.merged()
    section, clerk = year.client(Role.SECTION_CLERK), year.section
    into = year.into.short_name

    board = delivery_board_of(viewpoint(clerk, year.cast.programme, year.later(days=60)))
    assert [name for name, *_ in board.by_organisation] == [into]
    assert [row.organisation for row in totals_by_organisation(clerk, year.cast.programme)] == [into]
    by_place = dashboard_of(clerk, year.cast.programme, year.cast.version).by_organisation
    assert [(name, sum(counts)) for name, counts, _ in by_place] == [(into, 4)]
    title = str(Project.objects.get(ref=year.names["ref"]))
    for page in ("/projects/", "/progress/", "/money/", "/reviews/?step=all&"):
        page = page if "?" in page else f"{page}?"
        assert title in words_of(section.get(f"{page}organisation={OTHER_COUNTY}")) or "reviews" in page, page
    for old in ("/projects/?organisation=", "/progress/?organisation=", "/agreements/?q=", "/reports/?all=1&q="):
        assert title in words_of(section.get(f"{old}演练第一县")), old


def test_no_page_asks_more_often_after_a_merger(year):
    section = year.client(Role.SECTION_CLERK)
    pages = [page.format(**year.names) for page in (*PAGES, *OF_THE_SECTION)]

    def asked(page: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert section.get(page, follow=True).status_code == 200, page
        return len(queries)

    for page in pages:
        asked(page)  # what is read once per process
    before = {page: asked(page) for page in pages}
    year.merged()

    more = {page: asked(page) - count for page, count in before.items()}
    # One, whatever was merged: for the names of then, or for the successors of those who can be invited.
    once = {page.format(**year.names) for page in (ONE, "/projects/{ref}/application/", "/projects/{ref}/receipts/1/")}
    assert {page: count for page, count in more.items() if count > 0} == dict.fromkeys({*once, "/meetings/add/"}, 1)


def test_new_papers_are_addressed_to_the_successor_and_to_nobody_twice(year):
    when = {"begins_at": year.later(days=70), "ends_at": year.later(days=70, hours=2)}
    drafted = year.drafted(**when)
    year.merged()

    announced = delivery.announce(drafted, by=year.section, at=year.later(days=61))

    sent = Addressee.objects.filter(document=announced.notice)
    assert [each.organisation for each in sent] == [year.into] and sent.get().name == year.into.name
    held = delivery.announce(year.drafted(organisations=[year.into], **when), by=year.section, at=year.later(days=61))
    assert held.invitations.get().organisation == year.into
    assert check_all()[1] == []


def test_the_successor_s_people_carry_on_and_nobody_else_does(year):
    year.merged()
    at = year.later(days=61)
    nominator, unit = (
        User.objects.get(pk=year.user(role, OTHER_COUNTY).pk) for role in (Role.NOMINATOR, Role.UNIT_CLERK)
    )
    stranger, former = year.user(Role.NOMINATOR, "committee-2"), year.user(Role.NOMINATOR, COUNTY)
    for held in former.roles.active():
        people.withdraw_role(held, by=None, at=at)
    former = User.objects.get(pk=former.pk)

    for user in (stranger, former):
        client = Client()
        client.force_login(user)
        for page in (
            "/projects/{ref}/",
            "/agreements/{ref}/",
            "/reports/{report}/",
            "/tasks/{task}/",
            "/changes/{change}/",
        ):
            assert client.get(page.format(**year.names)).status_code == 404, (user.username, page)
        for verb in (
            lambda by: agreements.sign(year.pending, by=by, at=at),
            lambda by: reports.save_report(year.report, {"work": "改写"}, expected=0, by=by, at=at),
            lambda by: changes.withdraw(year.change, by=by, at=at),
            lambda by: delivery.report_done(year.task_given, note="已办。", by=by, at=at),
        ):
            with pytest.raises((PermissionDenied, Refused)):
                verb(user)
    assert reports.save_report(year.report, {"work": "继续填写。"}, expected=0, by=unit, at=at).status == "DRAFT"
    assert delivery.report_done(year.task_given, note="已办。", by=nominator, at=at).status == "DONE_REPORTED"
    assert year.signed_by(nominator, at).status == "SIGNED_BY_NOMINATOR"


def test_nothing_new_is_drafted_for_what_was_merged_away(year):
    old = year.merged()
    clerk = User.objects.get(pk=year.user(Role.UNIT_CLERK, COUNTY).pk)

    assert organisation_to_draft_for(clerk, "") == organisation_to_draft_for(clerk, OTHER_COUNTY) == year.into
    assert organisation_to_draft_for(clerk, COUNTY) is None
    project = Project.objects.select_related("nominating_organisation").get(ref=year.names["ref"])
    offered = organisations_below(project, year.later(days=61))
    assert year.into.name in offered and old.called not in offered and len(offered) == len(set(offered))


def test_an_inspector_of_the_successor_does_not_visit_what_it_took_over(year):
    inspector, project = year.user(Role.INSPECTOR), Project.objects.get(ref=year.names["ref"])
    RoleHeld.objects.create(
        user=inspector, role=Role.NOMINATOR, organisation=year.into, valid_from=year.at, granted_at=year.at
    )
    assert conflicts_between([inspector], [project]) == ()

    year.merged()

    assert conflicts_between([inspector], [project]) == ((inspector.name, str(project)),)


def test_seats_stay_with_the_quota_that_gave_them(year):
    held = Project.objects.filter(nominating_organisation=year.old).count()
    year.merged()

    assert Project.objects.filter(nominating_organisation=year.old).count() == held == 2
    row = next(each for each in overview(year.cast.programme, year.later(days=61)).rows if each.pk == year.old.pk)
    assert row.has_reported and "2" in row.gauges
