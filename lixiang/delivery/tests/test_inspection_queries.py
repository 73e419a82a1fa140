"""Reads of inspections and tickets: who sees what, in the same few queries at one, three and thirty."""

from datetime import timedelta
from io import BytesIO

import openpyxl
import pytest

from lixiang.delivery.actions import inspections as verbs
from lixiang.delivery.actions import rectifications as ticket_verbs
from lixiang.delivery.models import Inspection, Observation, Rectification
from lixiang.delivery.queries import coverage, suggestions_of, unsettled_of
from lixiang.delivery.queries import inspections as queries
from lixiang.delivery.queries import rectifications as tickets
from lixiang.messaging.tests.scene import COMMITTEE
from lixiang.projects.models import Project

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def listed(visit, user, **words) -> list[str]:
    return [line.whom for line in queries.page_of(user, visit.cast.programme, visit.at, **words).lines]


# --- who sees what ----------------------------------------------------------------------------------------------------
def test_an_announced_plan_is_seen_by_the_unit_and_a_quiet_one_only_once_it_counts(visit):
    (project,) = visit.active()
    visit.planned(project)
    quiet = visit.planned(project, is_announced=False)
    seen = {
        user: set(Inspection.visible_to(user).values_list("number", flat=True)) for user in (visit.unit, visit.clerk)
    }

    assert seen == {visit.unit: {1}, visit.clerk: {1, 2}}
    visit.observed(quiet)
    verbs.record_visit(quiet, visited_on=visit.today, by=visit.inspector, at=visit.at)
    assert Inspection.visible_to(visit.unit).count() == 2


def test_each_county_finds_its_own_project_alone_in_a_visit_to_several(visit):
    (own,), (other,) = visit.active(), visit.active(county=1)
    inspection = visit.visited(own, other)
    visit.opened(inspection)
    ticket = ticket_verbs.open_rectification(
        visit.seen(inspection, 1),
        organisation=other.drafting_organisation,
        requirement="密之要求",
        due_on=visit.day(9),
        by=visit.inspector,
        at=visit.at,
    )

    sheet = queries.sheet_of(visit.nominator, inspection)
    assert [found.observation.project for found in sheet.found] == [own]
    assert listed(visit, visit.nominator) == [str(own)] and sheet.trail == () and sheet.scans == ()
    assert [line.unsettled for line in queries.page_of(visit.nominator, own.programme, visit.at).lines] == [1]
    assert ticket not in Rectification.visible_to(visit.nominator)
    assert len(queries.sheet_of(visit.inspector, inspection).found) == 2
    assert listed(visit, visit.inspector) == [f"“{own}”等2个项目"]


def test_a_title_with_quotation_marks_stands_in_single_ones_within_the_list(visit):
    (own,), (other,) = visit.active(), visit.active(county=1)
    Project.objects.filter(pk=own.pk).update(title="“党建+”行动")
    visit.planned(own, other)

    assert listed(visit, visit.inspector) == ["“‘党建+’行动”等2个项目"]


def test_a_project_left_out_was_not_visited(visit):
    (own,), (other,) = visit.active(), visit.active(county=1)
    inspection = visit.planned(own, other)
    visit.observed(inspection)
    verbs.record_visit(inspection, visited_on=visit.today, reason="路断。", by=visit.inspector, at=visit.at)

    assert Inspection.visible_to(visit.nominator).exists() and not Inspection.visible_to(visit.stranger).exists()


def test_a_paper_record_is_seen_by_those_inside_alone_until_it_is_confirmed(visit):
    inspection = visit.planned(is_announced=False)
    visit.observed(inspection, by=visit.clerk)
    visit.entered(inspection)
    leader = visit.cast.user("department_leader")

    assert not Inspection.visible_to(visit.unit).exists() and Inspection.visible_to(leader).exists()
    verbs.confirm(inspection, by=visit.inspector, at=visit.at)
    assert Inspection.visible_to(visit.unit).exists()


def test_finance_sees_what_counts_and_others_see_nothing(visit):
    visit.visited()
    visit.planned(*visit.active(county=1), is_announced=False)

    assert Inspection.visible_to(visit.cast.user("finance")).count() == 1
    for role in ("judge", "discipline", "system_admin", "audit_admin"):
        assert not Inspection.visible_to(visit.cast.user(role)).exists()
        assert not Rectification.visible_to(visit.cast.user(role)).exists()


# --- lists ------------------------------------------------------------------------------------------------------------
def test_the_list_shows_what_was_asked_for(visit):
    (project,) = visit.active()
    states = {
        "planned": visit.planned(project),
        "late": visit.planned(project, planned_on=visit.day(-2)),
        "visited": visit.visited(project),
        "unconfirmed": visit.planned(project),
        "closed": verbs.close(visit.visited(project), by=visit.inspector, at=visit.at),
        "cancelled": verbs.cancel(visit.planned(project), reason="防汛。", by=visit.clerk, at=visit.at),
    }
    visit.observed(states["unconfirmed"], by=visit.clerk)
    visit.entered(states["unconfirmed"])

    def found(shown):
        lines = queries.page_of(visit.inspector, visit.cast.programme, visit.at, shown=shown).lines
        return {line.ref for line in lines}

    for shown in ("late", "visited", "unconfirmed", "closed", "cancelled"):
        assert found(shown) == {states[shown].ref}, shown
    assert found("planned") == {states["planned"].ref, states["late"].ref}
    assert len(found("")) == len(found("mine")) == len(found("nonsense")) == 6
    assert queries.page_of(visit.clerk, visit.cast.programme, visit.at, shown="mine").lines == ()


def test_pages_follow_each_other_by_day_and_id(visit, monkeypatch):
    (project,) = visit.active()
    for days in (1, 1, 5, 3, 1):
        visit.planned(project, planned_on=visit.day(days))
    monkeypatch.setattr(queries, "ROWS", 2)
    seen, key = [], None

    while key != "":
        page = queries.page_of(visit.clerk, visit.cast.programme, visit.at, after=key or "")
        seen += [line.title for line in page.lines]
        key = page.next_key

    assert seen == ["第3次督导", "第4次督导", "第5次督导", "第2次督导", "第1次督导"]


@pytest.mark.parametrize("key", ["x", "2018-13-01.1", ".1", "2018-01-01.", "2018-01-01." + "9" * 30])
def test_a_key_that_is_none_begins_at_the_top(visit, key):
    visit.opened()

    assert len(queries.page_of(visit.clerk, visit.cast.programme, visit.at, after=key).lines) == 1
    assert len(tickets.page_of(visit.clerk, visit.cast.programme, visit.at, after=key).lines) == 1


@pytest.mark.parametrize("count", [1, 3, 30])
def test_lists_and_pages_take_the_same_few_queries(visit, count, django_assert_num_queries):
    (project, *_) = projects = visit.active(count)
    inspection = visit.visited(*projects)
    for _ in range(count - 1):
        visit.planned(project)
    for place in range(count):
        words = {"requirement": "改。", "due_on": visit.day(5), "organisation": project.drafting_organisation}
        ticket_verbs.open_rectification(visit.seen(inspection, place), **words, by=visit.inspector, at=visit.at)
    assert visit.unit.held_roles and visit.clerk.held_roles
    programme = visit.cast.programme

    with django_assert_num_queries(4):
        assert len(queries.page_of(visit.unit, programme, visit.at).lines) == count
    with django_assert_num_queries(1):
        assert len(tickets.page_of(visit.unit, programme, visit.at).lines) == count
    with django_assert_num_queries(1):
        words = {"wanted": 2, "shown": "lacking"}
        assert len(coverage.coverage_of(visit.clerk, programme, visit.at, **words).rows) == count
    inspection = Inspection.visible_to(visit.clerk).get(pk=inspection.pk)
    with django_assert_num_queries(6):
        assert len(queries.sheet_of(visit.clerk, inspection).found) == count
    with django_assert_num_queries(3):
        ticket = Rectification.visible_to(visit.unit).first()
        tickets.sheet_of(ticket, visit.at)


# --- coverage and lamps -----------------------------------------------------------------------------------------------
def test_coverage_counts_the_visits_of_the_year_that_count(visit):
    never, once, twice = visit.active(3)
    visit.visited(once, twice)
    visit.visited(twice, lamp="green")
    visit.planned(never, planned_on=visit.day(4))

    def rows(shown):
        found = coverage.coverage_of(visit.clerk, visit.cast.programme, visit.at, wanted=2, shown=shown).rows
        return [(row.number, row.visits, row.lacking, row.word) for row in found]

    assert rows("never") == [(never.number, 0, 2, "")]
    assert rows("lacking") == [(never.number, 0, 2, ""), (once.number, 1, 1, "黄灯")]
    assert rows("")[2] == (twice.number, 2, 0, "绿灯")
    found = coverage.coverage_of(visit.clerk, visit.cast.programme, visit.at, wanted=2).rows
    assert found[0].next_on == visit.day(4) and found[0].last_on is None
    next_year = coverage.coverage_of(visit.clerk, visit.cast.programme, visit.at + 365 * DAY, wanted=2).rows
    assert len(next_year) == 3


def test_coverage_is_paged_by_number(visit, monkeypatch):
    first, second = visit.active(2)
    monkeypatch.setattr(coverage, "ROWS", 1)
    page = coverage.coverage_of(visit.clerk, visit.cast.programme, visit.at, wanted=2)

    assert [row.number for row in page.rows] == [first.number] and page.next_key == str(first.number)
    words = {"wanted": 2, "after": first.number}
    assert coverage.coverage_of(visit.clerk, visit.cast.programme, visit.at, **words).rows[0].number == second.number


def test_lamps_read_the_last_confirmed_suggestion_and_the_open_tickets(visit, django_assert_num_queries):
    (project,) = visit.active()
    ticket = visit.opened(visit.visited(project))
    paper = visit.planned(project)
    visit.observed(paper, by=visit.clerk, lamp="red", reason="停滞。")
    visit.entered(paper)

    with django_assert_num_queries(2):
        suggested, waiting = suggestions_of([project.pk]), unsettled_of([project.pk])
    assert (suggested[project.pk].word, suggested[project.pk].visited_on) == ("黄灯", visit.today)
    assert [(each.ref, each.due_on, each.is_answered) for each in waiting[project.pk]] == [
        (ticket.ref, visit.day(15), False)
    ]
    verbs.confirm(paper, by=visit.inspector, at=visit.at)
    assert suggestions_of([project.pk])[project.pk].word == "红灯"
    visit.answered(ticket)
    assert unsettled_of([project.pk])[project.pk][0].is_answered
    ticket_verbs.close(ticket, by=visit.inspector, at=visit.at)
    assert unsettled_of([project.pk]) == {}


# --- tickets ----------------------------------------------------------------------------------------------------------
def test_tickets_are_listed_by_due_date_filtered_and_searched(visit):
    inspection = visit.visited()
    late, answered, closed = (visit.opened(inspection, due_on=visit.day(days)) for days in (1, 9, 3))
    visit.answered(answered)
    ticket_verbs.close(visit.answered(closed), by=visit.inspector, at=visit.at)
    gone = visit.opened(inspection)
    ticket_verbs.cancel(gone, reason="开错。", by=visit.inspector, at=visit.at)

    def found(shown="", words="", days=0):
        page = tickets.page_of(visit.unit, visit.cast.programme, visit.at + days * DAY, shown=shown, words=words)
        return [line.ref[-1] for line in page.lines]

    assert found() == ["1", "3", "2", "4"]
    assert (found("open"), found("answered"), found("closed"), found("cancelled")) == (["1"], ["2"], ["3"], ["4"])
    assert (found("unsettled"), found("overdue"), found("overdue", days=3)) == (["1", "2"], [], ["1"])
    assert (found(words="演练第一县"), found(words="无此单位")) == (["1", "3", "2", "4"], [])
    assert tickets.page_of(visit.stranger, visit.cast.programme, visit.at).lines == ()
    assert late.ref.endswith("1")


def test_tickets_are_paged_by_day_and_id(visit, monkeypatch):
    inspection = visit.visited()
    for days in (5, 2, 2):
        visit.opened(inspection, due_on=visit.day(days))
    monkeypatch.setattr(tickets, "ROWS", 2)

    first = tickets.page_of(visit.unit, visit.cast.programme, visit.at)
    rest = tickets.page_of(visit.unit, visit.cast.programme, visit.at, after=first.next_key)
    assert [line.ref[-1] for line in (*first.lines, *rest.lines)] == ["2", "3", "1"] and rest.next_key == ""


def test_the_workbook_has_a_row_for_each_ticket_of_the_list(visit):
    ticket, target = visit.opened(), BytesIO()

    tickets.write_workbook(tickets.rows_for(visit.unit, visit.cast.programme, visit.at), target, visit.at)

    head, row = openpyxl.load_workbook(target).active.iter_rows(values_only=True)
    assert head[:3] == ("整改单编号", "项目名称", "申报单位")
    assert row[0] == ticket.ref.upper() and row[5:8] == ("2018年4月10日", "整改中", "还剩15天")


def test_the_page_of_a_ticket_says_who_has_it_and_what_is_to_be_done(visit):
    ticket = visit.opened()

    sheet = tickets.sheet_of(ticket, visit.at)
    assert sheet.is_open and "报送整改情况" in sheet.to_do and sheet.holder == ticket.organisation.name
    answered = tickets.sheet_of(visit.answered(ticket), visit.at)
    assert "核查" in answered.to_do and answered.due is None and len(answered.proofs) == 1
    assert tickets.proof_of(ticket, answered.proofs[0].pk) and tickets.proof_of(ticket, 0) is None


# --- whom and where ---------------------------------------------------------------------------------------------------
def test_who_may_go_and_where(visit):
    (project,) = visit.active()
    programme = visit.cast.programme
    visit.cast.programme.managing_organisation.roles.create(
        user=visit.clerk, role="section_head", valid_from=visit.at, granted_at=visit.at
    )

    assert [each.username for each in queries.inspectors_of(programme)] == [
        "inspector",
        "section_clerk",
        "section_head",
    ]
    assert [each.code for each in queries.organisations_to_visit(programme)] == ["county-1"]
    assert list(queries.projects_to_visit(visit.clerk, programme, None)) == [project]
    assert not queries.projects_to_visit(visit.clerk, programme, visit.cast.organisations[COMMITTEE])
    assert queries.terms_of(programme, visit.at).visits_per_year == 2


def test_files_are_reached_through_an_observation_that_one_may_read(visit):
    from lixiang.delivery.actions.observations import attach_photos
    from lixiang.delivery.tests.inspecting import photo

    inspection = visit.planned(is_announced=False)
    (kept,), _ = attach_photos(visit.seen(inspection), [(photo(), "现场.jpg")], by=visit.inspector, at=visit.at)
    visit.observed(inspection, by=visit.clerk)
    visit.entered(inspection)
    scan = queries.sheet_of(visit.clerk, inspection).scans[0]

    assert queries.file_of(visit.clerk, inspection, kept.pk) == kept and queries.file_of(
        visit.clerk, inspection, scan.pk
    )
    assert queries.file_of(visit.unit, inspection, kept.pk) is None
    verbs.confirm(inspection, by=visit.inspector, at=visit.at)
    assert queries.file_of(visit.unit, inspection, kept.pk) == kept
    assert queries.file_of(visit.unit, inspection, scan.pk) is None
    assert queries.observation_of(visit.stranger, inspection, Observation.objects.get().pk) is None


def test_a_project_that_left_what_inspectors_follow_is_named_to_them_no_more(visit):
    (project,) = visit.active()
    visit.planned(project)
    type(project).objects.filter(pk=project.pk).update(status="APPROVED")

    assert listed(visit, visit.inspector) == [""] and listed(visit, visit.clerk) == [str(project)]
