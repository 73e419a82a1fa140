"""Reads of one application: what each person sees of it, the facts that rules judge, its revisions."""

from uuid import uuid4

import pytest

from lixiang.people.models import Bar
from lixiang.programmes.models import Setting
from lixiang.programmes.tests.arranging import unread
from lixiang.projects import actions, queries
from lixiang.projects.models import Draft, Project, TeamMember
from lixiang.projects.models.facts import facts_of
from lixiang.projects.queries.choices import clauses_of
from lixiang.projects.tests.arranging import again, clerk_of, drafted, filled, handed_in, seen_by
from lixiang.workflow.moves import move


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


def test_bars_and_other_projects_of_the_people_are_facts(cast, morning):
    person = {"person_limit": {"lead_at_most": 1, "take_part_at_most": 2}}
    Setting.objects.create(
        version=cast.version, kind="projects.person_limit", parameters=person["person_limit"], clause="二.2f",
        strictness="block", order=900,
    )  # fmt: skip
    cast.version.pack_hash = unread()
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


def test_the_first_revision_has_nothing_before_it(cast, morning):
    revision = handed_in(cast, morning)

    assert queries.changes_from(revision) is None
    assert queries.revision_of(revision.by, revision.project, 2) is None


def test_the_next_revision_tells_what_changed(cast, morning):
    clerk = clerk_of(cast)
    project = handed_in(cast, morning).project
    move(project, "send_back", by=cast.user("nominator", "county-1"), at=morning, reason="请细化")
    actions.save_section(project, "basics", {"leader_post": "member"}, expected=1, by=clerk, at=morning)
    second = actions.hand_in(seen_by(clerk, project), key=uuid4(), by=clerk, at=morning)

    earlier, changes = queries.changes_from(second)

    assert earlier.number == 1
    assert [(change.label, change.before, change.after) for change in changes] == [("负责人党内职务", "书记", "委员")]
    assert [revision.number for revision in queries.revisions_of(clerk, project)] == [2, 1]
