"""Reads: what each person sees, in how many queries, at one, three and thirty rows; pages by key; what is due."""

from datetime import timedelta
from uuid import uuid4

import pytest

from lixiang.people.models import Bar, User
from lixiang.programmes.models import Extension, Programme, Setting
from lixiang.projects import actions, queries
from lixiang.projects.forms import chosen_from
from lixiang.projects.models import Draft, Project, TeamMember
from lixiang.projects.models.facts import facts_of
from lixiang.projects.queries.choices import clauses_of
from lixiang.projects.queries.listing import Chosen
from lixiang.projects.queries.standing import next_action, returned
from lixiang.projects.tests.arranging import DEADLINE, clerk_of, drafted, filled, handed_in, seen_by
from lixiang.workflow.moves import move

ROLES = ("unit_clerk.county-1", "nominator.county-1", "section_clerk")


def again(user: User) -> User:
    """The account as the next request finds it, its roles already asked for."""
    fresh = User.objects.get(pk=user.pk)
    assert fresh.held_roles
    return fresh


def grow(cast, morning, count: int) -> list[Project]:
    """So many nominated projects of one county, numbered from one, each changed a minute after the one before."""
    county = cast.organisations["county-1"]
    return Project.objects.bulk_create(
        Project(
            ref=f"huainan-2018-{number:04d}",
            number=number,
            programme=cast.programme,
            version=cast.version,
            drafting_organisation=county,
            nominating_organisation=county,
            implementing_organisation=county,
            title=f"示例项目{number}",
            category="A" if number % 2 else "B",
            status_since=morning + timedelta(minutes=number),
            created_at=morning,
            nominated_at=morning,
        )
        for number in range(1, count + 1)
    )


def numbers(listing) -> list[int]:
    return [int(line.ref[-4:]) for line in listing.lines]


# --- who sees what --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("username", "sees"),
    [
        ("unit_clerk.county-1", ["draft", "nominated"]),
        ("nominator.county-1", ["draft", "nominated"]),
        ("nominator_leader.county-1", ["draft", "nominated"]),
        ("unit_clerk.county-2", []),
        ("nominator.county-2", []),
        ("section_clerk", ["nominated"]),
        ("section_head", ["nominated"]),
        ("department_leader", ["nominated"]),
        ("judge", []),
        ("finance", []),
        ("system_admin", []),
        ("audit_admin", []),
    ],
)
def test_each_sees_their_own_and_the_section_what_was_nominated(cast, morning, username, sees):
    draft, nominated = grow(cast, morning, 2)
    Project.objects.filter(pk=draft.pk).update(nominated_at=None)
    named = {draft.pk: "draft", nominated.pk: "nominated"}

    assert [named[pk] for pk in Project.visible_to(cast.users[username]).values_list("pk", flat=True)] == sees


# --- the list -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("username", ROLES)
@pytest.mark.parametrize("count", [1, 3, 30])
def test_the_list_costs_two_queries_whatever_its_length(cast, morning, username, count, django_assert_num_queries):
    grow(cast, morning, count)
    user = again(cast.users[username])
    queries.listing_for(user, cast.programme, Chosen(), morning)  # the settings of a frozen version are read once

    with django_assert_num_queries(2):
        listing = queries.listing_for(user, cast.programme, Chosen(), morning)

    assert len(listing.lines) == count


@pytest.mark.parametrize("order", ["number", "newest"])
def test_pages_by_key_meet_without_gap_or_overlap_forwards_and_backwards(cast, morning, order):
    grow(cast, morning, 25)
    user = cast.user("section_clerk")
    expected = list(range(1, 26)) if order == "number" else list(range(25, 0, -1))

    def page(**keys):
        return queries.listing_for(user, cast.programme, Chosen(order=order, size=10, **keys), morning)

    first = page()
    second = page(after=first.next)
    third = page(after=second.next)
    assert numbers(first) + numbers(second) + numbers(third) == expected
    assert (first.previous, third.next) == ("", "")
    assert numbers(page(before=third.previous)) == numbers(second)
    back = page(before=second.previous)
    assert (numbers(back), back.previous) == (numbers(first), "")
    assert back.next


def test_rows_that_changed_at_the_same_moment_are_told_apart(cast, morning):
    grow(cast, morning, 12)
    Project.objects.update(status_since=morning)

    def page(**keys):
        return queries.listing_for(
            cast.user("section_clerk"), cast.programme, Chosen(order="newest", size=5, **keys), morning
        )

    first = page()
    second = page(after=first.next)
    assert numbers(first) + numbers(second) == list(range(12, 2, -1))
    assert numbers(page(before=second.previous)) == numbers(first)


@pytest.mark.parametrize("key", ["x", "-1", "1.x", "9" * 41, "\x00", "12.", "١", "9" * 30 + ".1"])
@pytest.mark.parametrize("order", ["number", "newest"])
def test_a_key_that_nobody_gave_out_shows_a_page_all_the_same(cast, morning, order, key):
    grow(cast, morning, 3)

    listing = queries.listing_for(cast.user("section_clerk"), cast.programme, Chosen(order=order, after=key), morning)

    assert numbers(listing) in ([1, 2, 3], [3, 2, 1], [])


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        (Chosen(category="B"), [2, 4]),
        (Chosen(q="项目3"), [3]),
        (Chosen(q="HUAINAN-2018-0004"), [4]),
        (Chosen(q="没有"), []),
        (Chosen(status="NOMINATED"), []),
        (Chosen(status="DRAFT"), [1, 2, 3, 4]),
        (Chosen(organisation="county-1"), [1, 2, 3, 4]),
        (Chosen(organisation="演练第一县"), [1, 2, 3, 4]),
        (Chosen(organisation="演练第二县"), []),
        (Chosen(topic="12"), [1]),
        (Chosen(topic="free"), [2, 3, 4]),
        (Chosen(topic="12", category="B"), []),
    ],
)
def test_the_list_is_narrowed_by_what_is_chosen(cast, morning, chosen, expected):
    first, *_ = grow(cast, morning, 4)
    Project.objects.filter(pk=first.pk).update(topic=cast.programme.topics.get(number=12))

    assert numbers(queries.listing_for(cast.user("section_clerk"), cast.programme, chosen, morning)) == expected


def test_another_programme_has_a_list_of_its_own(cast, morning):
    grow(cast, morning, 1)
    other = Programme.objects.create(
        ref="other", title="示例", year=2017, managing_organisation=cast.programme.managing_organisation,
        status_since=morning,
    )  # fmt: skip
    # A hash of its own: settings are kept by version and hash, and this version has none.
    cast.version.pk, cast.version.programme, cast.version.pack_hash = None, other, "c" * 64
    cast.version.save()

    assert queries.listing_for(cast.user("section_clerk"), other, Chosen(), morning).lines == ()


def test_a_line_leads_a_clerk_to_the_form_and_others_to_the_dossier(cast, morning):
    drafted(cast, morning)

    def line(username):
        return queries.listing_for(cast.users[username], cast.programme, Chosen(), morning).lines[0]

    assert line("unit_clerk.county-1").url == "/projects/huainan-2018-0001/application/"
    assert line("nominator.county-1").url == "/projects/huainan-2018-0001/"
    assert (line("nominator.county-1").title, line("nominator.county-1").tone) == ("（未命名项目）", "neutral")


@pytest.mark.parametrize(
    ("sent", "chosen"),
    [
        ({}, Chosen()),
        ({"status": "DRAFT", "category": "A", "topic": "12", "order": "newest"},
         Chosen(status="DRAFT", category="A", topic="12", order="newest")),
        ({"status": "nonsense", "topic": "abc", "order": "nonsense", "size": "abc"}, Chosen()),
        ({"q": "零\x00字节", "topic": "free", "size": "250"}, Chosen(q="零字节", topic="free", size=250)),
        ({"size": "100000"}, Chosen(size=250)),
        ({"size": "1"}, Chosen(size=10)),
        ({"after": "7"}, Chosen(after="7")),
    ],
)  # fmt: skip
def test_filters_that_make_no_sense_are_left_out(sent, chosen):
    assert chosen_from(sent) == chosen


def test_the_address_of_a_neighbour_keeps_what_is_chosen():
    chosen = Chosen(category="A", size=250, after="7")

    assert chosen.query(after="50") == "category=A&size=250&after=50"
    assert chosen.query(before="51") == "category=A&size=250&before=51"
    assert chosen.is_narrowed and not Chosen(size=250).is_narrowed


def test_a_clerk_of_one_unit_drafts_for_it_and_of_two_says_for_which(cast, morning):
    clerk = clerk_of(cast)
    assert queries.organisation_to_draft_for(clerk, "") == cast.organisations["county-1"]
    assert queries.organisation_to_draft_for(clerk, "county-2") is None

    clerk.roles.create(
        role="unit_clerk", organisation=cast.organisations["county-2"], valid_from=morning, granted_at=morning
    )
    clerk.forget_roles()
    assert queries.organisation_to_draft_for(clerk, "") is None
    assert queries.organisation_to_draft_for(clerk, "county-2") == cast.organisations["county-2"]


# --- the application ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("rows", [1, 3, 30])
def test_an_application_costs_the_same_whatever_stands_in_it(cast, morning, rows, django_assert_num_queries):
    goals = [{"indicator": f"示例{n}", "baseline": "1", "target": "2"} for n in range(rows)]
    clerk = again(clerk_of(cast))
    project = seen_by(clerk, filled(cast, morning, goals=goals))

    queries.application_for(clerk, project, morning)  # what is frozen with the version is read once per process
    project = seen_by(clerk, project)

    # version, answers, files named, bars, saves, files, organisations, extension
    with django_assert_num_queries(8):
        application = queries.application_for(clerk, project, morning)

    assert len(application.values["goals"]) == rows


def test_others_read_what_was_handed_in_while_the_clerk_mends_it(cast, morning):
    clerk, nominator = clerk_of(cast), cast.user("nominator", "county-1")
    project = handed_in(cast, morning).project
    move(project, "send_back", by=nominator, at=morning, reason="请细化")
    actions.save_section(project, "grounds", {"scope": "正在修改"}, expected=1, by=clerk, at=morning)

    mine = queries.application_for(clerk, seen_by(clerk, project), morning)
    theirs = queries.application_for(nominator, seen_by(nominator, project), morning)

    assert (mine.values["scope"], mine.is_open) == ("正在修改", True)
    assert (theirs.values["scope"], theirs.is_open) == ("示例范围。", False)
    assert theirs.organisations == ()


def test_a_nominator_reads_a_draft_that_was_never_handed_in(cast, morning):
    nominator = cast.user("nominator", "county-1")
    project = filled(cast, morning)

    application = queries.application_for(nominator, seen_by(nominator, project), morning)

    assert (application.values["scope"], application.next_action) == ("示例范围。", None)


def test_a_clerk_reads_what_stands_after_the_hand_in(cast, morning):
    clerk = clerk_of(cast)
    project = handed_in(cast, morning).project

    application = queries.application_for(clerk, seen_by(clerk, project), morning)

    assert (application.values["scope"], application.is_open, application.is_blocked) == ("示例范围。", False, False)
    assert [revision.number for revision in application.revisions] == [1]


def test_a_project_from_the_narrow_door_is_read_whole(cast, morning):
    clerk = clerk_of(cast)
    filled(cast, morning)

    application = queries.application_for(clerk, Draft.visible_to(clerk).get(), morning)

    assert application.project.get_deferred_fields() <= {"about", "topics"}
    assert application.hash


def test_the_narrow_door_is_shut_to_others(cast, morning):
    drafted(cast, morning)

    assert not any(Draft.visible_to(cast.users[name]).exists() for name in ("unit_clerk.county-2", "section_clerk"))


def test_a_part_counts_its_blocks_and_leaves_the_missing_to_the_list(cast, morning):
    clerk = clerk_of(cast)
    project = filled(cast, morning, title="", category="C")

    basics, *_ = queries.application_for(clerk, seen_by(clerk, project), morning).parts

    assert (basics.blocks, [finding.code for finding in basics.told]) == (2, ["no_such_category"])


def test_what_blocks_in_a_locked_section_is_told_as_stuck(cast, morning):
    clerk = clerk_of(cast)
    project = handed_in(cast, morning).project
    move(
        project,
        "send_back",
        by=cast.user("nominator", "county-1"),
        at=morning,
        reason="请细化",
        open_sections=["goals"],
    )
    Project.objects.filter(pk=project.pk).update(title="")

    application = queries.application_for(clerk, seen_by(clerk, project), morning)

    assert (application.is_stuck, application.opened) == (True, "“目标与措施”")
    assert application.labels["title"] == "项目名称"
    assert (application.tone, application.warnings) == ("attention", ())


def test_a_version_that_is_not_yet_frozen_is_read_each_time(cast):
    cast.version.published_at = None

    assert clauses_of(cast.version)["二.3c"].startswith("于2018年4月4日前")


# --- facts ----------------------------------------------------------------------------------------------------------
def test_bars_and_other_projects_of_the_people_are_facts(cast, morning):
    person = {"person_limit": {"lead_at_most": 1, "take_part_at_most": 2}}
    Setting.objects.create(
        version=cast.version, kind="projects.person_limit", parameters=person["person_limit"], clause="二.2f",
        strictness="block", order=900,
    )  # fmt: skip
    cast.version.pack_hash = "f" * 64
    cast.version.save()
    handed_in(cast, morning)
    Bar.objects.create(
        organisation=cast.organisations["county-1"], from_on="2018-01-01", until_on="2018-12-31", reason="示例"
    )
    second = filled(cast, morning, team=[{"name": "示例乙"}, {"name": "示例丁"}, {"name": "示例戊"}])

    facts = facts_of(seen_by(clerk_of(cast), second), morning)

    told = {each.name: (each.leads, each.takes_part) for each in facts.involvements}
    assert told == {"示例甲": (1, 0), "示例乙": (0, 1), "示例丁": (0, 0), "示例戊": (0, 0)}
    assert facts.bars == (f"{cast.organisations['county-1'].name}限制申报至2018年12月31日：示例",)
    assert {"barred", "leads_too_many"} <= {finding.code for finding in queries.findings_of(second, morning)}
    assert TeamMember.objects.filter(project=second).count() == 3


# --- what is due ----------------------------------------------------------------------------------------------------
def standing(cast, project, at):
    found = queries.findings_of(project, at)
    return next_action(project, found, at)


def test_a_draft_is_due_at_the_deadline_of_its_nominator(cast, morning):
    line = standing(cast, drafted(cast, morning), morning)

    assert line.words.startswith("还有15处须补充或改正")
    assert (line.due, line.due_words, line.clause, line.tone) == (DEADLINE, "还剩9天", "二.3c", "active")


@pytest.mark.parametrize(
    ("before", "due_words", "tone"),
    [
        (timedelta(days=3), "还剩3天", "attention"),
        (timedelta(hours=1), "今天截止", "attention"),
        (timedelta(seconds=-30), "已到截止时间，00:00:59前提交仍可接收", "bad"),
        (timedelta(seconds=-61), "已截止", "bad"),
    ],
)
def test_the_line_tells_how_long_is_left(cast, morning, before, due_words, tone):
    line = standing(cast, filled(cast, morning), DEADLINE - before)

    assert (line.due_words, line.tone) == (due_words, tone)


def test_an_extension_moves_what_is_due(cast, morning):
    project = filled(cast, morning)
    until = DEADLINE + timedelta(days=2)
    Extension.objects.create(
        programme=cast.programme, step="nomination", until=until, reason="示例",
        granted_by=cast.user("section_clerk"), granted_at=morning,
    )  # fmt: skip

    line = standing(cast, project, morning)

    assert (line.words, line.due) == ("各项齐备，请核对后提交申报书", until)


def test_a_step_of_the_units_own_comes_before_that_of_the_nominators(cast, morning):
    own = Setting.objects.get(kind="programmes.deadline")
    earlier = own.parameters | {"step": "application", "until": "2018-04-01T23:59:59+08:00"}
    Setting.objects.create(
        version=cast.version, kind=own.kind, parameters=earlier, clause="二.3c", strictness="block", order=901
    )
    cast.version.pack_hash = "e" * 64
    cast.version.save()

    assert standing(cast, drafted(cast, morning), morning).due == DEADLINE - timedelta(days=3)


def test_without_a_deadline_nothing_is_due(cast, morning):
    Setting.objects.filter(kind="programmes.deadline").delete()
    cast.version.pack_hash = "d" * 64
    cast.version.save()
    project = filled(cast, morning)

    assert standing(cast, project, morning).due is None
    late = DEADLINE + timedelta(days=30)
    assert actions.hand_in(project, key=uuid4(), by=clerk_of(cast), at=late)


def test_a_return_tells_who_why_and_until_when(cast, morning):
    project = handed_in(cast, morning).project
    nominator, due_at = cast.user("nominator", "county-1"), morning + timedelta(days=2)
    move(project, "send_back", by=nominator, at=morning, reason="请细化目标", due_at=due_at)
    project = seen_by(clerk_of(cast), project)

    told = returned(project)
    line = standing(cast, project, morning)

    assert (told.by, told.at, told.reason, told.due_at) == (nominator.name, morning, "请细化目标", due_at)
    assert (line.words, line.due, line.due_words) == ("请按退回意见修改后重新提交", due_at, "还剩2天")
    assert standing(cast, project, due_at + timedelta(seconds=1)).due_words == "已超过期限"


def test_nobody_is_told_of_a_return_that_was_not(cast, morning):
    project = drafted(cast, morning)

    assert returned(project) is None


def test_after_the_hand_in_the_line_says_who_has_it(cast, morning):
    project = handed_in(cast, morning).project

    assert standing(cast, seen_by(clerk_of(cast), project), morning).tone == "good"


def test_a_project_that_has_left_the_unit_asks_nothing_of_it(cast, morning):
    project = handed_in(cast, morning).project
    move(project, "withdraw", by=clerk_of(cast), at=morning, reason="示例")
    project.refresh_from_db()

    assert standing(cast, project, morning) is None


# --- revisions ------------------------------------------------------------------------------------------------------
def test_the_first_revision_has_nothing_before_it(cast, morning):
    revision = handed_in(cast, morning)

    assert queries.changes_from(revision) is None
    assert queries.revision_of(revision.project, 2) is None


def test_the_next_revision_tells_what_changed(cast, morning):
    clerk = clerk_of(cast)
    project = handed_in(cast, morning).project
    move(project, "send_back", by=cast.user("nominator", "county-1"), at=morning, reason="请细化")
    actions.save_section(project, "basics", {"leader_post": "member"}, expected=1, by=clerk, at=morning)
    second = actions.hand_in(seen_by(clerk, project), key=uuid4(), by=clerk, at=morning)

    earlier, changes = queries.changes_from(second)

    assert earlier.number == 1
    assert [(change.label, change.before, change.after) for change in changes] == [("负责人党内职务", "书记", "委员")]
    assert [revision.number for revision in queries.revisions_of(project)] == [2, 1]
