"""The verbs of an inspection: effects, history, and refusals that change nothing."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile

from lixiang.delivery.actions import inspections, observations
from lixiang.delivery.models import Inspection, Observation
from lixiang.delivery.models.inspections import PHOTO, SCAN
from lixiang.delivery.tests.inspecting import COUNTY, paper, photo
from lixiang.files.models import Claim
from lixiang.history.models import Event
from lixiang.programmes.models import Setting
from lixiang.programmes.tests.arranging import unread
from lixiang.projects.models import Project
from lixiang.workflow.clashes import EditedMeanwhile
from lixiang.workflow.findings import Refused

pytestmark = pytest.mark.django_db


def refused(verb, *things, **words) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as refusal:
        verb(*things, **words)
    return [(finding.code, finding.clause) for finding in refusal.value.findings]


# --- plan ------------------------------------------------------------------------------------------------------------
def test_a_plan_names_projects_people_and_day_and_stands_in_the_history(visit):
    projects = visit.active(2)

    inspection = visit.planned(*projects, purpose="台账")

    assert (inspection.ref, inspection.status) == (f"{visit.cast.programme.ref}-d001", "PLANNED")
    assert [row.project for row in inspection.observations.order_by("project__number")] == projects
    assert inspection.inspector_ids == {visit.inspector.pk}
    event = Event.objects.get(subject_kind="inspection", verb="plan")
    assert event.detail == {"planned_on": "2018-03-26", "inspectors": [visit.inspector.name]}


def test_a_purpose_longer_than_its_place_is_refused_and_nothing_is_planned(visit):
    (project,) = visit.active()

    assert refused(visit.planned, project, purpose="台" * 201) == [("too_long", "二.4c")]
    assert not Inspection.objects.exists()


def test_plans_are_numbered_one_after_the_other(visit):
    (project,) = visit.active()

    assert [visit.planned(project).number for _ in range(3)] == [1, 2, 3]


def test_an_inspector_plans_too_and_strangers_do_not(visit):
    (project,) = visit.active()

    assert visit.planned(project, by=visit.inspector).status == "PLANNED"
    for by in (visit.unit, visit.nominator, visit.cast.user("finance"), visit.cast.user("department_leader")):
        with pytest.raises(PermissionDenied):
            visit.planned(project, by=by)


def test_a_plan_without_projects_or_people_is_refused(visit):
    (project,) = visit.active()
    words = {"planned_on": visit.today, "by": visit.clerk, "at": visit.at}

    assert refused(inspections.plan, visit.cast.programme, projects=[], inspectors=[], **words) == [
        ("no_projects", "二.4c"),
        ("no_inspectors", "二.4c"),
    ]
    assert refused(inspections.plan, visit.cast.programme, projects=[project], inspectors=[visit.unit], **words) == [
        ("not_an_inspector", "二.4c"),
        ("own_unit", "二.4c"),
    ]
    assert Inspection.objects.count() == 0


def test_a_project_that_is_not_under_way_is_not_visited(visit):
    (project,) = visit.active()
    Project.objects.filter(pk=project.pk).update(status="APPROVED")
    project.refresh_from_db()

    words = {"planned_on": visit.today, "inspectors": [visit.inspector], "by": visit.clerk, "at": visit.at}
    assert refused(inspections.plan, visit.cast.programme, projects=[project], **words) == [("not_under_way", "二.4c")]


def test_nobody_is_sent_to_their_own_unit(visit):
    (project,) = visit.active()
    of_the_county = visit.another_inspector(("unit_clerk", COUNTY))

    words = {"planned_on": visit.today, "inspectors": [of_the_county], "by": visit.clerk, "at": visit.at}
    assert refused(inspections.plan, visit.cast.programme, projects=[project], **words) == [("own_unit", "二.4c")]


def test_a_programme_without_the_setting_uses_no_inspections(visit):
    (project,) = visit.active()
    Setting.objects.filter(kind="delivery.inspection").delete()
    type(project.version).objects.update(pack_hash=unread())

    words = {"planned_on": visit.today, "inspectors": [visit.inspector], "by": visit.clerk, "at": visit.at}
    assert refused(inspections.plan, visit.cast.programme, projects=[project], **words) == [("step_not_used", "")]


def test_a_plan_is_changed_with_a_reason_while_nobody_went(visit):
    inspection, other = visit.planned(), visit.another_inspector()
    words = {"planned_on": visit.day(3), "inspectors": [other], "by": visit.clerk, "at": visit.at}

    assert refused(inspections.replan, inspection, reason="", **words) == [("reason_required", "")]
    changed = inspections.replan(inspection, reason="天气原因。", **words)

    assert (changed.planned_on, changed.inspector_ids) == (visit.day(3), {other.pk})
    with pytest.raises(PermissionDenied):
        inspections.record_visit(changed, visited_on=visit.today, by=visit.inspector, at=visit.at)
    with pytest.raises(PermissionDenied):
        inspections.replan(changed, reason="无", **{**words, "by": visit.unit})


# --- write down -------------------------------------------------------------------------------------------------------
def test_what_is_observed_is_saved_half_and_counted(visit):
    inspection = visit.planned()

    first = visit.observed(inspection, lamp="", reason="")
    second = visit.observed(inspection)

    assert (first.saves, second.saves, second.lamp) == (1, 2, "yellow")
    assert (second.saved_by_name, second.saved_at) == (visit.inspector.name, visit.at)


def test_a_save_that_rests_on_an_old_text_shows_both_and_loses_none(visit):
    inspection = visit.planned()
    visit.observed(inspection)

    with pytest.raises(EditedMeanwhile) as clash:
        words = {"text": "另一份。", "expected": 0, "by": visit.clerk, "at": visit.at}
        observations.observe(visit.seen(inspection), **words)

    assert clash.value.current.text == "制度上墙，台账不全。"
    saved = observations.save_visit(inspection, expected=4, by=visit.inspector, at=visit.at)
    assert saved.saves == 0  # nothing differs
    with pytest.raises(EditedMeanwhile):
        observations.save_visit(inspection, place="会议室", expected=4, by=visit.inspector, at=visit.at)
    saved = observations.save_visit(inspection, place="会议室", met="张三", expected=0, by=visit.inspector, at=visit.at)
    assert (saved.place, saved.met, saved.saves) == ("会议室", "张三", 1)


def test_a_save_that_overtook_the_button_of_its_own_page_is_no_clash(visit):
    inspection = visit.planned()
    first = visit.observed(inspection)

    words = {"text": first.text, "lamp": first.lamp, "reason": first.reason, "expected": 0}
    again = observations.observe(visit.seen(inspection), **words, by=visit.inspector, at=visit.at)
    assert (again.saves, again.text) == (1, first.text)


def test_what_does_not_fit_is_refused_and_not_cut(visit):
    inspection = visit.planned()
    words = {"expected": 0, "by": visit.inspector, "at": visit.at}

    assert refused(observations.save_visit, inspection, place="长" * 201, **words) == [("too_long", "")]
    assert refused(observations.observe, visit.seen(inspection), lamp="blue", **words) == [("no_such_lamp", "二.4c")]


def test_only_those_who_go_and_the_section_write_and_only_until_it_is_handed_in(visit):
    inspection = visit.planned()
    for by in (visit.unit, visit.stranger, visit.another_inspector()):
        with pytest.raises(PermissionDenied):
            visit.observed(inspection, by=by)
    visit.observed(inspection)
    inspections.record_visit(inspection, visited_on=visit.today, by=visit.inspector, at=visit.at)

    words = {"text": "改。", "expected": 1, "by": visit.inspector, "at": visit.at}
    assert refused(observations.observe, visit.seen(inspection), **words) == [("record_closed", "二.4c")]


def test_a_photo_is_kept_as_it_came_and_once(visit):
    inspection, picture = visit.planned(), photo()
    observation, words = visit.seen(inspection), {"by": visit.inspector, "at": visit.at}
    original = picture.read()

    kept, told = observations.attach_photos(observation, [(picture, "现场.jpg"), (photo(), "再来.jpg")], **words)

    assert told == () and len({claim.pk for claim in kept}) == 1
    assert kept[0].file.open().read() == original
    assert Event.objects.filter(subject_kind="inspection", verb="attach").count() == 1
    observations.detach(inspection, kept[0], **words)
    observations.detach(inspection, kept[0], **words)
    assert not Claim.of(observation, PHOTO).exists()
    assert Event.objects.filter(subject_kind="inspection", verb="detach").count() == 1


def test_a_file_that_is_not_what_its_name_says_keeps_no_other_out(visit):
    observation = visit.seen(visit.planned())
    uploads = [(ContentFile(b"MZ no picture"), "现场.jpg"), (paper(), "记录.pdf"), (photo(), "好.jpg")]

    kept, told = observations.attach_photos(observation, uploads, by=visit.inspector, at=visit.at)

    assert [claim.name for claim in kept] == ["好.jpg"]
    assert [finding.code for finding in told] == ["unacceptable_file", "wrong_kind_of_file"]


# --- hand in ----------------------------------------------------------------------------------------------------------
def test_the_record_counts_once_it_is_handed_in(visit):
    inspection = visit.visited()

    assert (inspection.status, inspection.visited_on) == ("VISITED", visit.today)
    assert inspection.recorded_by_name == visit.inspector.name
    assert Event.objects.get(verb="record_visit").by == visit.inspector


def test_a_visit_in_the_future_is_refused_and_changes_nothing(visit):
    inspection = visit.planned()
    visit.observed(inspection)

    words = {"visited_on": visit.day(1), "by": visit.inspector, "at": visit.at}
    assert refused(inspections.record_visit, inspection, **words) == [("visit_in_future", "二.4c")]
    inspection.refresh_from_db()
    assert (inspection.status, inspection.visited_on) == ("PLANNED", None)


def test_an_empty_record_is_refused_and_a_project_left_out_needs_a_reason(visit):
    inspection = visit.planned(*visit.active(2))
    words = {"visited_on": visit.today, "by": visit.inspector, "at": visit.at}

    assert refused(inspections.record_visit, inspection, **words) == [("nothing_observed", "二.4c")]
    visit.observed(inspection)
    assert refused(inspections.record_visit, inspection, **words) == [("left_out", "二.4c")]
    assert inspections.record_visit(inspection, reason="道路中断。", **words).status == "VISITED"


def test_an_inspector_who_since_joined_the_unit_stands_aside(visit):
    inspection = visit.planned()
    visit.observed(inspection)
    visit.cast.organisations[COUNTY].roles.create(
        user=visit.inspector, role="unit_clerk", valid_from=visit.at, granted_at=visit.at
    )

    words = {"visited_on": visit.today, "by": visit.inspector, "at": visit.at}
    assert refused(inspections.record_visit, inspection, **words) == [("own_unit", "二.4c")]


# --- from paper -------------------------------------------------------------------------------------------------------
def test_a_paper_record_is_marked_as_entered_and_counts_for_nothing_until_confirmed(visit):
    inspection = visit.planned()
    visit.observed(inspection, by=visit.clerk)

    entered = visit.entered(inspection)

    assert (entered.status, entered.entered_by, entered.entered_for) == ("ENTERED", visit.clerk, visit.inspector)
    assert entered.entered_at == visit.at and Claim.of(entered, SCAN).count() == 1
    assert Event.objects.get(verb="enter_paper").detail == {"for": visit.inspector.name}
    with pytest.raises(Refused):
        visit.opened(entered)
    assert inspections.confirm(entered, by=visit.inspector, at=visit.at).status == "VISITED"
    assert visit.opened(entered).status == "OPEN"


def test_a_paper_record_without_its_scan_is_refused(visit):
    inspection = visit.planned()
    visit.observed(inspection, by=visit.clerk)
    words = {"visited_on": visit.today, "inspector": visit.inspector, "by": visit.clerk, "at": visit.at}

    assert refused(inspections.enter_paper, inspection, **words) == [("no_scan", "二.4c")]
    wrong = {"scan": ContentFile(b"no pdf"), "name": "记录.pdf"}
    assert refused(inspections.enter_paper, inspection, **words, **wrong) == [("unacceptable_file", "")]


def test_a_paper_record_is_entered_for_an_inspector_and_not_for_oneself(visit):
    inspection = visit.planned()
    visit.observed(inspection, by=visit.clerk)
    words = {"visited_on": visit.today, "scan": paper(), "name": "记录.pdf", "at": visit.at}

    for inspector, code in ((visit.clerk, "own_record"), (visit.head, "not_an_inspector")):
        given = {**words, "inspector": inspector, "by": visit.clerk}
        assert refused(inspections.enter_paper, inspection, **given) == [(code, "二.4c")]
    of_the_county = visit.another_inspector(("nominator", COUNTY))
    given = {**words, "inspector": of_the_county, "by": visit.clerk}
    assert refused(inspections.enter_paper, inspection, **given) == [("own_unit", "二.4c")]
    with pytest.raises(PermissionDenied):
        inspections.enter_paper(inspection, **{**given, "by": visit.inspector})


def test_the_inspector_disputes_and_the_section_enters_it_anew(visit):
    inspection = visit.planned()
    visit.observed(inspection, by=visit.clerk)
    visit.entered(inspection)
    with pytest.raises(PermissionDenied):
        inspections.dispute(inspection, reason="不符。", by=visit.clerk, at=visit.at)

    disputed = inspections.dispute(inspection, reason="亮灯不符。", by=visit.inspector, at=visit.at)
    visit.observed(inspection, by=visit.clerk, lamp="green")

    assert disputed.status == "DISPUTED"
    assert visit.entered(inspection, scan=None, name="").status == "ENTERED"
    assert Observation.objects.get().lamp == "green"


# --- close and call off -----------------------------------------------------------------------------------------------
def test_an_inspection_is_closed_when_its_tickets_are(visit):
    inspection = visit.visited()
    ticket = visit.opened(inspection)
    words = {"by": visit.inspector, "at": visit.at}

    assert refused(inspections.close, inspection, **words) == [("unsettled", "二.4c")]
    from lixiang.delivery.actions import rectifications

    rectifications.close(visit.answered(ticket), **words)
    assert inspections.close(inspection, **words).status == "CLOSED"


def test_calling_off_needs_a_reason_and_a_plan(visit):
    inspection = visit.planned()
    words = {"by": visit.clerk, "at": visit.at + timedelta(hours=1)}

    assert refused(inspections.cancel, inspection, reason=" ", **words) == [("reason_required", "")]
    assert inspections.cancel(inspection, reason="防汛。", **words).status == "CANCELLED"
    assert refused(inspections.cancel, visit.visited(), reason="防汛。", **words) == [("not_in_this_status", "")]


def test_one_observation_does_not_fill_the_disk(visit, monkeypatch):
    from lixiang.delivery.actions import uploads

    monkeypatch.setattr(uploads, "MOST_FILES", 1)
    observation, pictures = visit.seen(visit.planned()), [(photo(1), "一.jpg"), (photo(200), "二.jpg")]

    kept, told = observations.attach_photos(observation, pictures, by=visit.inspector, at=visit.at)

    assert (len(kept), [finding.code for finding in told]) == (1, ["too_many_files"])


def test_a_photo_of_another_inspection_is_not_released_here(visit):
    mine, other = visit.planned(), visit.planned()
    words = {"by": visit.inspector, "at": visit.at}
    (claim,), _ = observations.attach_photos(visit.seen(other), [(photo(), "现场.jpg")], **words)

    assert refused(observations.detach, mine, claim, **words) == [("no_such_file", "二.4c")]
    assert Claim.of(visit.seen(other), PHOTO).get() == claim
