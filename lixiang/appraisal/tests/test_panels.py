"""Panels: set up, changed, led through their phases; refusals change nothing."""

import pytest
from django.core.exceptions import PermissionDenied

from lixiang.appraisal import actions
from lixiang.appraisal.models import Assignment, AutomaticScore, Judge, Panel, PanelProject, Recusal
from lixiang.appraisal.tests.arranging import change_settings, drop_settings, in_appraisal, judge_user, scoring, set_up
from lixiang.delivery.tests import underway
from lixiang.history.models import Event
from lixiang.people.roles import Role
from lixiang.workflow.findings import Refused


def refusals(verb, *things, **words) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as caught:
        verb(*things, **words)
    return [(finding.code, finding.clause) for finding in caught.value.findings]


def test_a_panel_rests_on_the_version_in_force_and_says_how_many_judges(cast, morning):
    panel = actions.draw_up(cast.programme, title=" 第一组 ", by=cast.user(Role.SECTION_CLERK), at=morning)

    assert (panel.title, panel.sheets, panel.number, panel.ref) == ("第一组", 5, 1, "huainan-2018-p1")
    assert panel.version == cast.version and Event.objects.filter(subject_kind="panel", verb="draw_up").count() == 1


def test_a_panel_without_a_name_or_with_too_many_judges_is_refused(cast, morning):
    by = {"by": cast.user(Role.SECTION_CLERK), "at": morning}

    assert refusals(actions.draw_up, cast.programme, title=" ", sheets=0, **by) == [
        ("no_title", "二.5d"),
        ("wrong_sheets", "二.5d"),
    ]
    assert refusals(actions.draw_up, cast.programme, title="长" * 101, **by) == [("too_long", "二.5d")]
    assert not Panel.objects.exists()


def test_a_programme_that_sets_no_scoring_has_no_panels(cast, morning):
    drop_settings(cast, "appraisal.scoring")

    by = {"by": cast.user(Role.SECTION_CLERK), "at": morning}
    assert refusals(actions.draw_up, cast.programme, title="第一组", **by) == [("no_scoring", "")]


@pytest.mark.parametrize("role", [Role.DEPARTMENT_LEADER, Role.JUDGE, Role.FINANCE])
def test_only_the_section_runs_panels(prepared, role):
    by = {"by": prepared.cast.user(role), "at": prepared.at}
    calls = (
        lambda: actions.draw_up(prepared.cast.programme, title="第二组", **by),
        lambda: actions.add_judge(prepared.panel, prepared.cast.user(Role.JUDGE), **by),
        lambda: actions.add_projects(prepared.panel, prepared.projects, **by),
        lambda: actions.remove_judge(prepared.judge(), **by),
        lambda: actions.ask_to_declare(prepared.panel, **by),
        lambda: actions.open_materials(prepared.panel, **by),
        lambda: actions.assign(prepared.panel, **by),
        lambda: actions.count_record(prepared.panel, **by),
    )
    for call in calls:
        with pytest.raises((PermissionDenied, Refused)) as caught:
            call()
        if caught.type is Refused:
            assert [finding.code for finding in caught.value.findings] == ["not_in_this_status"]


def test_who_holds_no_judges_role_or_runs_the_programme_is_not_seated(prepared):
    run, panel = prepared.run, prepared.panel

    assert refusals(run, actions.add_judge, panel, prepared.cast.user(Role.FINANCE)) == [("no_judge", "二.5d")]
    assert refusals(run, actions.add_judge, panel, prepared.clerk) == [
        ("no_judge", "二.5d"),
        ("runs_the_programme", "二.5d"),
    ]
    assert refusals(run, actions.add_judge, panel, prepared.user(0)) == [("sits_already", "二.5d")]
    assert panel.judges.count() == 3


def test_one_judge_is_the_chair(prepared):
    prepared.run(actions.name_chair, prepared.judge(0))
    prepared.run(actions.name_chair, prepared.judge(1))
    other = judge_user(prepared.cast, "组长", prepared.at)
    prepared.run(actions.add_judge, prepared.panel, other, is_chair=True)

    assert [judge.user_id for judge in prepared.panel.judges.filter(is_chair=True)] == [other.pk]


def test_a_seat_and_a_project_can_be_taken_back_before_materials_open(prepared):
    prepared.ask().assign()
    prepared.run(actions.remove_judge, prepared.judge(0))
    prepared.run(actions.remove_project, PanelProject.objects.get(project=prepared.projects[0]))

    assert prepared.panel.judges.count() == 2 and prepared.panel.entries.count() == 1
    assert not Assignment.objects.filter(project=prepared.projects[0]).exists()


def test_nothing_of_it_changes_once_materials_are_open(scene):
    entry = PanelProject.objects.get(project=scene.projects[0])

    assert refusals(scene.run, actions.remove_judge, scene.judge(0)) == [("materials_open", "二.5d")]
    assert refusals(scene.run, actions.remove_project, entry) == [("materials_open", "二.5d")]
    assert refusals(scene.run, actions.add_projects, scene.panel, scene.projects) == [("materials_open", "二.5d")]


def test_a_judge_may_join_while_scoring_goes_on_and_declares_first(scene):
    late = judge_user(scene.cast, "后来", scene.at)
    judge = scene.run(actions.add_judge, scene.panel, late)

    actions.declare(Judge.objects.select_related("panel").get(pk=judge.pk), {}, by=late, at=scene.at)

    again = Judge.objects.select_related("panel").get(pk=judge.pk)
    assert again.declared_at == scene.at
    assert refusals(actions.declare, again, {}, by=late, at=scene.at) == [("no_declaration_now", "二.5d")]


def test_a_project_not_under_appraisal_or_on_another_panel_is_refused(prepared):
    (active,) = underway.planned(prepared.cast, prepared.at, county=1)
    second = prepared.run(actions.draw_up, prepared.cast.programme, title="理论组", category="B")

    assert refusals(prepared.run, actions.add_projects, prepared.panel, [active]) == [("not_in_appraisal", "二.5d")]
    assert refusals(prepared.run, actions.add_projects, prepared.panel, []) == [("no_projects", "二.5d")]
    assert refusals(prepared.run, actions.add_projects, second, prepared.projects[:1]) == [
        ("other_category", "二.5d"),
        ("on_a_panel", "二.5d"),
    ]


def test_an_empty_panel_asks_nobody_to_declare(cast, morning):
    by = {"by": cast.user(Role.SECTION_CLERK), "at": morning}
    panel = actions.draw_up(cast.programme, title="空", **by)

    assert refusals(actions.ask_to_declare, panel, **by) == [("no_judges", "二.5d"), ("no_projects", "二.5d")]


def test_materials_open_only_after_every_declaration(prepared):
    prepared.ask().assign()

    found = refusals(prepared.run, actions.open_materials, prepared.panel, reason="急。")
    assert found == [("undeclared", "二.5d")]
    prepared.declare_all()
    prepared.run(actions.open_materials, prepared.panel)
    assert prepared.again().status == "SCORING"


def test_too_few_judges_need_a_reason(cast, morning):
    scene = set_up(cast, morning, judges=1, sheets=2).ask().declare_all().assign()

    assert refusals(scene.run, actions.open_materials, scene.panel) == [("too_few_judges", "二.5d")]
    scene.run(actions.open_materials, scene.panel, reason="评委出差。")
    assert Event.objects.get(verb="open_materials").reason == "评委出差。"


def test_opening_counts_the_record_of_every_project_the_same_for_all(scene):
    rows = AutomaticScore.objects.filter(panel=scene.panel)

    assert rows.count() == 2 * 4 and set(rows.values_list("indicator", flat=True)) == {
        "reports",
        "tasks",
        "milestones",
        "late_reports",
    }
    milestones = rows.filter(indicator="milestones").first()
    assert milestones.points == 0 and "完成0个" in milestones.words and milestones.record["milestones_reached"] == 0


def test_counting_again_leaves_what_a_sheet_rests_on(scene):
    judge = [user.pk for user in scene.users].index(
        Assignment.objects.filter(judge__isnull=False).first().judge.user_id
    )
    scored = Assignment.objects.filter(judge=scene.judge(judge)).first().project
    scene.score(judge, scene.projects.index(scored))
    before = set(AutomaticScore.objects.filter(project=scored).values_list("pk", flat=True))

    assert scene.run(actions.count_record, scene.panel) == 1

    assert set(AutomaticScore.objects.filter(project=scored).values_list("pk", flat=True)) == before
    scene.close()
    assert refusals(scene.run, actions.count_record, scene.panel) == [("not_scoring", "二.5d")]


def test_closing_with_sheets_missing_and_reopening_need_a_reason(scene):
    assert refusals(scene.run, actions.close_scoring, scene.panel) == [("sheets_missing", "二.5d")]
    scene.close("评委请假。")
    assert refusals(scene.run, actions.reopen_scoring, scene.panel, reason=" ") == [("reason_required", "")]
    scene.run(actions.reopen_scoring, scene.panel, reason="补交。")
    assert scene.again().status == "SCORING"


# --- conflicts ------------------------------------------------------------------------------------------------------
def test_the_record_keeps_a_judge_away_from_the_own_county(cast, morning):
    county = cast.nominators[0]
    scene = set_up(cast, morning, judges=2)
    own = judge_user(cast, "县里", morning, of=county)
    below = judge_user(cast, "下属", morning, of=cast.units_of(county)[-1])
    scene.run(actions.add_judge, scene.panel, own)
    scene.run(actions.add_judge, scene.panel, below)

    grounds = dict(Recusal.objects.values_list("judge__user__name", "ground").distinct())
    assert grounds == {"评委县里（示例）": "same_organisation", "评委下属（示例）": "same_subtree"}
    assert Recusal.objects.count() == 4 and Recusal.objects.first().clause == "二.5d"
    scene.users += [own, below]
    scene.ask().declare_all().assign()
    assert not Assignment.objects.filter(judge__user__in=[own, below]).exists()


def test_a_ground_that_the_programme_does_not_set_keeps_nobody_away(cast, morning):
    drop_settings(cast, "appraisal.conflict", ground="same_subtree")
    scene = set_up(cast, morning, judges=1)

    scene.run(
        actions.add_judge, scene.panel, judge_user(cast, "下属", morning, of=cast.units_of(cast.nominators[0])[-1])
    )

    assert not Recusal.objects.exists()


def test_joint_organisations_and_members_of_the_team_keep_away(cast, morning):
    from lixiang.projects.models import JointOrganisation, TeamMember

    scene = set_up(cast, morning, judges=1, projects=2)
    ally = judge_user(cast, "联合", morning, of=cast.nominators[1])
    member = judge_user(cast, "成员", morning)
    JointOrganisation.objects.create(project=scene.projects[0], field="x", order=9, name=cast.nominators[1].short_name)
    TeamMember.objects.create(project=scene.projects[1], field="x", order=9, name=member.name)

    scene.run(actions.add_judge, scene.panel, ally)
    scene.run(actions.add_judge, scene.panel, member)

    found = set(Recusal.objects.values_list("judge__user", "project", "ground"))
    assert found == {
        (ally.pk, scene.projects[0].pk, "joint_organisation"),
        (member.pk, scene.projects[1].pk, "own_project"),
    }


def test_a_declared_conflict_needs_a_reason_and_said_again_takes_its_place(prepared):
    prepared.ask()
    first, second = (project.ref for project in prepared.projects)
    words = {"by": prepared.user(0), "at": prepared.at}

    assert refusals(actions.declare, prepared.judge(0), {first: " "}, **words) == [("no_reason", "二.5d")]
    assert refusals(actions.declare, prepared.judge(0), {first: "长" * 501}, **words) == [("too_long", "二.5d")]
    actions.declare(prepared.judge(0), {first: "顾问"}, **words)
    actions.declare(prepared.judge(0), {second: "亲属"}, **words)

    assert list(Recusal.objects.values_list("project__ref", "reason", "ground")) == [(second, "亲属", "declared")]


def test_nobody_declares_for_another_judge_or_at_the_wrong_time(prepared):
    words = {"at": prepared.at}

    assert refusals(actions.declare, prepared.judge(0), {}, by=prepared.user(0), **words) == [
        ("no_declaration_now", "二.5d")
    ]
    prepared.ask()
    with pytest.raises(PermissionDenied):
        actions.declare(prepared.judge(0), {}, by=prepared.user(1), **words)


def test_a_programme_without_declared_conflicts_takes_none(cast, morning):
    drop_settings(cast, "appraisal.conflict", ground="declared")
    scene = set_up(cast, morning).ask()

    found = refusals(actions.declare, scene.judge(0), {scene.projects[0].ref: "顾问"}, by=scene.user(0), at=morning)
    assert found == [("no_such_ground", "二.5d")]


def test_keeping_away_is_said_by_the_judge_alone_while_scoring(scene):
    task = Assignment.objects.filter(judge=scene.judge(0)).select_related("panel").first()
    side = scene.side("department")

    for who, what in ((scene.user(1), task), (scene.clerk, side)):
        with pytest.raises(PermissionDenied):
            actions.recuse(what, reason="试", by=who, at=scene.at)
    scene.close()
    assert refusals(actions.recuse, task, reason="试", by=scene.user(0), at=scene.at) == [("no_recusal_now", "二.5d")]


# --- assignment -----------------------------------------------------------------------------------------------------
def test_assigning_gives_every_project_its_judges_evenly_and_every_side_its_sheet(cast, morning):
    scene = set_up(cast, morning, judges=3, projects=3, sheets=2).ask().assign()

    rows = Assignment.objects.filter(judge__isnull=False)
    loads = [rows.filter(judge__user=user).count() for user in scene.users]
    assert loads == [2, 2, 2] and Assignment.objects.filter(source="department").count() == 3
    assert scene.run(actions.assign, scene.panel).is_empty, "again there is nothing to add"


def test_what_nobody_began_is_shared_out_anew(scene):
    begun = Assignment.objects.filter(judge=scene.judge(0)).select_related("panel__version", "project").first()
    scene.save(begun, scene.user(0))
    late = judge_user(scene.cast, "后来", scene.at)
    scene.run(actions.add_judge, scene.panel, late)

    scene.run(actions.assign, scene.panel, anew=True)

    living = Assignment.living().filter(judge__isnull=False)
    assert living.filter(pk=begun.pk).exists() and living.count() == 4
    assert living.filter(judge__user=late).count() == 1


def test_a_plan_that_changed_since_it_was_looked_at_is_refused(prepared):
    prepared.ask()

    found = refusals(prepared.run, actions.assign, prepared.panel, seen="0123456789abcdef")

    assert found == [("changed_meanwhile", "二.5d")] and not Assignment.objects.exists()


def test_assigning_waits_for_the_panel_and_needs_a_source_of_judges(prepared):
    assert refusals(prepared.run, actions.assign, prepared.panel) == [("no_assignment_now", "二.5d")]
    drop_settings(prepared.cast, "appraisal.source", code="panel")
    prepared.panel.version.refresh_from_db()
    prepared.ask()
    assert refusals(prepared.run, actions.assign, prepared.again()) == [("no_source", "二.5d")]


def test_the_most_projects_of_a_judge_are_kept(cast, morning):
    change_settings(cast, "appraisal.scoring", most=1)
    scene = set_up(cast, morning, judges=3, projects=2, sheets=2).ask()

    proposal = scene.run(actions.assign, scene.panel)

    assert {load.after for load in proposal.loads} == {1} and sum(n for _, n in proposal.lacking) == 1


def test_a_recusal_leaves_room_for_another_judge(cast, morning):
    scene = scoring(cast, morning, judges=3, projects=1, sheets=2)
    task = Assignment.objects.filter(judge__isnull=False).select_related("panel", "judge__user").first()
    actions.recuse(task, reason="亲属", by=task.judge.user, at=morning)

    scene.run(actions.assign, scene.panel)

    living = Assignment.living().filter(judge__isnull=False)
    assert living.count() == 2 and not living.filter(judge=task.judge).exists()


def test_projects_in_appraisal_are_reached_by_the_moves_of_closing(cast, morning):
    assert [project.status for project in in_appraisal(cast, morning)] == ["IN_APPRAISAL"]
