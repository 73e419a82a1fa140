"""Reads of agreements: who has it now, what is due, what is missing; the same few queries at one, three and thirty."""

from datetime import timedelta

import pytest

from lixiang.agreements import actions, queries
from lixiang.agreements.models import Agreement
from lixiang.agreements.tests.conftest import approved_ones
from lixiang.agreements.tests.test_actions import attach
from lixiang.projects.models import Project

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def four(cast, sides, morning):
    """One waiting, one signed by 乙方, one in force, one lapsed."""
    for project in approved_ones(cast, morning, 4):
        actions.draw_up(project, by=sides.clerk, at=morning)
    waiting, signed, in_force, lapsed = Agreement.objects.order_by("id")
    for each in (signed, in_force):
        attach(each, sides.nominator, morning)
        actions.sign(each, by=sides.nominator, at=morning)
    actions.countersign(in_force, by=sides.clerk, at=morning)
    actions.lapse(lapsed, reason="放弃。", by=sides.clerk, at=lapsed.sign_by + DAY)
    return {"waiting": waiting, "signed": signed, "in_force": in_force, "lapsed": lapsed}


@pytest.mark.parametrize(
    ("shown", "days", "found"),
    [
        ("", 0, ["waiting", "signed", "in_force", "lapsed"]),
        ("open", 0, ["waiting", "signed"]),
        ("pending", 0, ["waiting"]),
        ("signed", 0, ["signed"]),
        ("overdue", 0, []),
        ("overdue", 40, ["waiting", "signed"]),
        ("in_force", 0, ["in_force"]),
        ("lapsed", 0, ["lapsed"]),
        ("nonsense", 0, ["waiting", "signed", "in_force", "lapsed"]),
    ],
)
def test_the_list_shows_what_was_asked_for(cast, sides, four, morning, shown, days, found):
    names = {each.ref: name for name, each in four.items()}

    page = queries.page_of(sides.clerk, cast.programme, morning + days * DAY, shown=shown)

    assert [names[line.ref] for line in page.lines] == found


def test_a_row_says_who_has_it_and_until_when(cast, sides, four, morning):
    lines = queries.page_of(sides.clerk, cast.programme, morning).lines

    assert [(line.word, line.holder, line.due.words if line.due else "") for line in lines] == [
        ("待签订", "乙方 演练第一县委", "还剩15天"),
        ("乙方已签", "甲方 淮南市委组织部", "还剩15天"),
        ("已生效", "", ""),
        ("逾期未签", "", ""),
    ]


def test_a_filter_has_the_word_of_the_state_it_shows(cast, sides, four, morning):
    words = {shown: queries.page_of(sides.clerk, cast.programme, morning, shown=shown) for shown in queries.SHOWN}

    assert [line.word for line in words["lapsed"].lines] == [queries.SHOWN["lapsed"]] == ["逾期未签"]
    assert queries.SHOWN["overdue"] == "逾期待签"


def test_the_list_is_searched_by_project_and_organisation(cast, sides, four, morning):
    def found(words):
        return len(queries.page_of(sides.clerk, cast.programme, morning, words=words).lines)

    assert (found("之2"), found("演练第一县"), found("无此项目")) == (1, 4, 0)


def test_everybody_sees_their_own(cast, sides, four, morning):
    def seen(user):
        return len(queries.page_of(user, cast.programme, morning).lines)

    for user in (sides.clerk, sides.leader, sides.nominator, sides.nominator_leader, sides.unit):
        assert seen(user) == 4
    assert seen(sides.stranger) == seen(cast.user("judge")) == 0


@pytest.mark.parametrize("role", ["inspector", "finance"])
def test_who_follows_projects_sees_agreements_and_projects_once_they_are_in_force(cast, four, morning, role):
    user = cast.user(role)

    assert [line.ref for line in queries.page_of(user, cast.programme, morning).lines] == [four["in_force"].ref]
    assert list(Project.visible_to(user)) == [four["in_force"].project]


def test_pages_follow_each_other_by_day_and_id(cast, sides, morning, monkeypatch):
    for place, project in enumerate(approved_ones(cast, morning, 5)):
        actions.draw_up(project, by=sides.clerk, at=morning + (20 * DAY if place == 1 else 0 * DAY))
    monkeypatch.setattr(queries, "ROWS", 2)
    seen, key = [], None

    while key != "":
        page = queries.page_of(sides.clerk, cast.programme, morning, after=key or "")
        seen += [line.ref[-1] for line in page.lines]
        key = page.next_key

    assert seen == ["1", "3", "4", "5", "2"]


@pytest.mark.parametrize("key", ["x", "1-", "-1", "9" * 30 + "-1", "1-" + "9" * 30])
def test_a_key_that_is_none_begins_at_the_top(cast, sides, four, morning, key):
    assert len(queries.page_of(sides.clerk, cast.programme, morning, after=key).lines) == 4


@pytest.mark.parametrize("count", [1, 3, 30])
def test_a_page_takes_one_query(cast, sides, morning, count, django_assert_num_queries):
    project = approved_ones(cast, morning)[0]
    like = actions.draw_up(project, by=sides.clerk, at=morning)
    _more(like, count - 1)
    assert sides.clerk.held_roles

    with django_assert_num_queries(1):
        assert len(queries.page_of(sides.clerk, cast.programme, morning).lines) == count


def _more(like: Agreement, count: int) -> None:
    """Agreements like one, each with a project of its own."""
    from lixiang.projects.models import Project

    for number in range(100, 100 + count):
        project = Project.objects.get(pk=like.project_id)
        project.pk, project.number, project.ref = None, number, f"more-{number}"
        project._state.adding = True
        project.save()
        agreement = Agreement.objects.get(pk=like.pk)
        agreement.pk, agreement.ref, agreement.project = None, project.ref, project
        agreement._state.adding = True
        agreement.save()


def test_the_page_of_an_agreement_takes_four_queries(sides, agreement, morning, django_assert_num_queries):
    attach(agreement, sides.nominator, morning)
    assert sides.nominator.held_roles

    with django_assert_num_queries(4):
        project = queries.Agreed.visible_to(sides.nominator).get(ref=agreement.ref)
        sheaf = queries.sheaf_of(project, morning)
        assert [claim.name for claim in sheaf.scans] == ["责任书（签章）.png"]
    assert [event.verb for event in sheaf.trail] == ["attach_scan", "draw_up"]


def test_the_page_says_what_is_to_be_done_next(sides, four, morning):
    def said(name):
        project = queries.Agreed.visible_to(sides.clerk).get(ref=four[name].ref)
        sheaf = queries.sheaf_of(project, morning)
        return sheaf.holder, sheaf.to_do if sheaf.due else "", sheaf.tone

    assert said("waiting") == ("乙方（中共演练第一县委员会）", "请打印责任书，签字盖章后上传扫描件", "waiting")
    assert said("signed") == ("甲方（中共淮南市委组织部）", "请核对扫描件，确认生效或者退回", "active")
    assert said("in_force") == ("", "", "good")
    attach(four["waiting"], sides.nominator, morning)
    assert said("waiting")[1] == "请核对上传的扫描件，确认签订"


def test_a_project_without_an_agreement_has_a_page_too(sides, approved, morning):
    sheaf = queries.sheaf_of(queries.Agreed.visible_to(sides.unit).get(pk=approved.pk), morning)

    assert (sheaf.agreement, sheaf.tone, sheaf.waits_for_nominator) == (None, "neutral", False)
    assert queries.agreement_of(sheaf.project) is None


def test_what_lacks_an_agreement_is_counted_and_drawn_up(cast, sides, morning):
    first, second = approved_ones(cast, morning, 2)
    actions.draw_up(first, by=sides.clerk, at=morning)

    assert list(queries.to_draw_up(cast.programme)) == [second]
    assert (queries.how_many_to_draw_up(cast.programme), queries.drawn_up_in(cast.programme)) == (1, 1)


def test_the_facts_for_the_projects_own_table(approved, sides, morning):
    none_yet = queries.agreement_facts(approved)
    agreement = actions.draw_up(approved, by=sides.clerk, at=morning)
    waiting = queries.agreement_facts(approved)
    approved.approved_revision = None

    assert (none_yet.clause, none_yet.waits_on, none_yet.in_force_on) == ("二.3f", ("拟制责任书",), None)
    assert (waiting.waits_on, waiting.sign_by) == (("乙方签订",), agreement.sign_by)
    assert waiting.revision_hash == waiting.approved_hash == agreement.revision.hash
    assert queries.agreement_facts(approved).approved_hash == ""


def test_a_scan_is_found_by_its_agreement_alone(cast, sides, four, morning):
    own = attach(four["waiting"], sides.nominator, morning)

    assert queries.scan_of(four["waiting"], own.pk) == own
    assert queries.scan_of(four["signed"], own.pk) is None
