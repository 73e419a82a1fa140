"""The verbs of a task and its ledger: one owner, one due date, closed by who handed it out."""

import io
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile

from lixiang.delivery import actions
from lixiang.delivery.models import Task
from lixiang.delivery.queries import ledgers
from lixiang.delivery.queries.tasks import oldest_overdue_by_project, overdue_tasks
from lixiang.delivery.states.tasks import Status
from lixiang.delivery.tests.gathering import codes, verbs_of
from lixiang.delivery.tests.underway import codes as told
from lixiang.files.models import Claim
from lixiang.history.models import Event
from lixiang.messaging.tests.scene import COUNTY, OTHER_COUNTY
from lixiang.people.roles import Role
from lixiang.people.sheets.writing import write_workbook
from lixiang.rehearsal.cycle import scan
from lixiang.workflow.findings import Refused


def test_a_task_is_handed_out_to_one_organisation_until_one_day(room):
    meeting = room.held()
    task = room.task(meeting, cooperating="县直工委")

    assert (task.ref, task.status) == (f"{room.cast.programme.ref}-t1", Status.OPEN)
    assert (task.source, task.source_id) == ("meeting", meeting.pk)
    assert (task.organisation.code, task.due_on) == (COUNTY, date(2018, 4, 20))
    assert verbs_of(task) == ["hand_out"]


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({"organisation": None}, {"no_owner"}),
        ({"due_on": None}, {"no_due_date"}),
        ({"organisation": None, "due_on": None, "title": ""}, {"no_owner", "no_due_date", "no_title"}),
        ({"due_on": date(2018, 4, 4)}, {"due_in_the_past"}),
    ],
)
def test_a_task_without_owner_or_due_date_is_refused_and_leaves_nothing(room, changed, found):
    with pytest.raises(Refused) as refused:
        room.task(**changed)

    assert codes(refused) == found
    assert {finding.clause for finding in refused.value.findings} == {"二.4b"}
    assert not Task.objects.exists()


def test_tasks_are_handed_out_at_a_meeting_that_took_place_and_by_the_section(room):
    with pytest.raises(Refused) as refused:
        room.task(room.announced())
    assert codes(refused) == {"not_held"}
    words = {"title": "任务", "organisation": room.organisation(), "due_on": date(2018, 4, 20), "at": room.after}
    for by in (room.county, room.user(Role.INSPECTOR)):
        with pytest.raises(PermissionDenied):
            actions.hand_out(room.held(), by=by, **words)
    with pytest.raises(TypeError):
        actions.hand_out(room.cast.version, by=room.section, **words)


def test_an_inspector_hands_out_tasks_at_an_inspection(room):
    visit = SimpleNamespace(pk=7, programme=room.cast.programme, _meta=SimpleNamespace(model_name="inspection"))

    words = {"title": "整改台账", "organisation": room.organisation(), "due_on": date(2018, 4, 20), "at": room.at}
    task = actions.hand_out(visit, by=room.user(Role.INSPECTOR), **words)

    assert (task.source, task.source_id) == ("inspection", 7)


def test_a_projects_task_goes_to_who_carries_the_project_out(room):
    project, meeting = room.active("committee-1"), room.held()

    with pytest.raises(Refused) as refused:
        room.task(meeting, project=project)
    assert codes(refused) == {"not_of_the_project"}
    task = room.task(meeting, project=project, organisation=room.organisation("committee-1"))
    assert Task.visible_to(room.user(Role.UNIT_CLERK, "committee-1")).get() == task
    assert Task.visible_to(room.user(Role.FINANCE)).get() == task
    for role, code in ((Role.NOMINATOR, COUNTY), (Role.JUDGE, None), (Role.NOMINATOR, "committee-2")):
        assert not Task.visible_to(room.user(role, code)).exists()


def test_a_project_of_another_programme_has_no_task_here(room):
    project = room.active("committee-1")
    project.programme_id = project.programme_id + 1

    with pytest.raises(Refused) as refused:
        room.task(project=project, organisation=room.organisation("committee-1"))
    assert codes(refused) == {"of_another_programme"}


def test_the_responsible_organisation_reports_done_and_the_section_closes(room):
    task = room.reported(room.task())
    assert (task.status, task.note) == (Status.DONE_REPORTED, "材料已补齐。")

    task = actions.close_task(task, by=room.section, at=room.after)

    assert task.status == Status.CLOSED
    assert verbs_of(task) == ["hand_out", "report_done", "close"]


def test_done_is_reported_with_words_and_by_nobody_else(room):
    task = room.task()

    with pytest.raises(Refused) as refused:
        actions.report_done(task, note=" ", by=room.county, at=room.after)
    assert codes(refused) == {"no_note"}
    for by in (room.stranger, room.section, room.user(Role.NOMINATOR, OTHER_COUNTY)):
        with pytest.raises(PermissionDenied):
            actions.report_done(task, note="办好了。", by=by, at=room.after)
    task.refresh_from_db()
    assert task.status == Status.OPEN


def test_closing_by_a_stranger_or_by_the_owner_is_denied(room):
    task = room.reported(room.task())

    for by in (room.stranger, room.county, room.user(Role.INSPECTOR), None):
        with pytest.raises(PermissionDenied):
            actions.close_task(task, by=by, at=room.after)
    task.refresh_from_db()
    assert (task.status, verbs_of(task)) == (Status.DONE_REPORTED, ["hand_out", "report_done"])


def test_what_does_not_do_is_returned_with_a_reason_and_keeps_its_day(room):
    task = room.reported(room.task())
    with pytest.raises(Refused) as refused:
        actions.return_done(task, reason="", by=room.section, at=room.after)
    assert codes(refused) == {"reason_required"}

    task = actions.return_done(task, reason="缺少照片说明", by=room.section, at=room.after)

    assert (task.status, task.due_on, task.reported_at) == (Status.OPEN, date(2018, 4, 20), None)


@pytest.mark.parametrize(
    ("until", "reason", "code"),
    [
        (date(2018, 5, 1), "", "reason_required"),
        (date(2018, 4, 20), "汛期", "not_later"),
        (date(2018, 4, 4), "汛期", "due_in_the_past"),
        (None, "汛期", "no_due_date"),
    ],
)
def test_a_wrong_extension_is_refused_and_the_day_stays(room, until, reason, code):
    task = room.task()

    with pytest.raises(Refused) as refused:
        actions.extend_task(task, due_on=until, reason=reason, by=room.section, at=room.after)

    task.refresh_from_db()
    assert (codes(refused), task.due_on) == ({code}, date(2018, 4, 20))


def test_an_extension_moves_the_one_day_and_says_why(room):
    task = room.task()

    task = actions.extend_task(task, due_on=date(2018, 5, 1), reason="汛期", by=room.section, at=room.after)

    assert (task.status, task.due_on) == (Status.OPEN, date(2018, 5, 1))
    event = Event.objects.get(subject_kind="task", verb="extend")
    assert (event.reason, event.detail) == ("汛期", {"from": "2018-04-20", "due_on": "2018-05-01"})
    with pytest.raises(PermissionDenied):
        actions.extend_task(task, due_on=date(2018, 6, 1), reason="再延", by=room.county, at=room.after)


def test_a_task_is_cancelled_with_a_reason_and_then_done_with(room):
    task = actions.cancel_task(room.task(), reason="工作已并入专项行动", by=room.section, at=room.after)

    assert task.status == Status.CANCELLED
    with pytest.raises(Refused):
        room.reported(task)


def test_one_reminder_a_day_goes_out_while_the_task_is_open(room):
    task = actions.remind_of_task(room.task(), by=room.section, at=room.after)

    assert task.reminders == 1
    with pytest.raises(Refused) as refused:
        actions.remind_of_task(task, by=room.section, at=room.after + timedelta(hours=1))
    assert codes(refused) == {"reminded_today"}
    with pytest.raises(PermissionDenied):
        actions.remind_of_task(task, by=room.county, at=room.after)
    assert actions.remind_of_task(task, by=room.section, at=room.after + timedelta(days=1)).reminders == 2
    with pytest.raises(Refused) as refused:
        actions.remind_of_task(room.reported(task), by=room.section, at=room.after)
    assert codes(refused) == {"nothing_to_remind"}


def test_the_oldest_overdue_open_task_of_each_project_is_known(room):
    project, unit, meeting = room.active("committee-1"), room.organisation("committee-1"), room.held()
    words = {"project": project, "organisation": unit}
    oldest = room.task(meeting, due_on=date(2018, 4, 10), **words)
    room.task(meeting, due_on=date(2018, 4, 12), **words)
    on_the_day, later = room.after.replace(month=4, day=10), room.after.replace(month=4, day=20)

    assert oldest_overdue_by_project([project.pk], on_the_day) == {}
    found = oldest_overdue_by_project([project.pk, 0], later)
    assert (found[project.pk].ref, found[project.pk].due_on) == (oldest.ref, date(2018, 4, 10))
    by = room.user(Role.NOMINATOR, "committee-1")
    actions.report_done(oldest, note="已办。", by=by, at=later)
    assert oldest_overdue_by_project([project.pk], later)[project.pk].due_on == date(2018, 4, 12)
    assert overdue_tasks(Task.objects.all(), later).count() == 1


def test_who_cooperates_is_changed_by_the_section_and_the_same_again_is_no_event(room):
    task = room.task(cooperating="县直工委")

    actions.edit_task(task, cooperating="县直工委", remark="", by=room.section, at=room.after)
    assert verbs_of(task) == ["hand_out"]
    with pytest.raises(PermissionDenied):
        actions.edit_task(task, cooperating="", remark="急", by=room.county, at=room.after)
    actions.edit_task(task, cooperating="", remark="急", by=room.section, at=room.after)
    assert verbs_of(task) == ["hand_out", "edit"]


def test_what_is_typed_of_a_task_is_kept_whole_or_refused(room):
    for name, most in (("title", 300), ("cooperating", 200), ("remark", 300)):
        assert told(room.task, **{name: "长" * (most + 1)}) == [("too_long", "二.4b")]
    task = room.task(cooperating="长" * 200, remark="长" * 300)
    words = {"by": room.section, "at": room.after}

    assert told(actions.edit_task, task, cooperating="长" * 201, remark="", **words) == [("too_long", "二.4b")]

    task.refresh_from_db()
    assert (len(task.cooperating), len(task.remark), verbs_of(task)) == (200, 300, ["hand_out"])


def test_a_task_that_waits_for_nobody_outside_is_not_reminded_of_and_the_clause_says_why(room):
    task = actions.cancel_task(room.task(), reason="不再需要", by=room.section, at=room.after)

    assert told(actions.remind_of_task, task, by=room.section, at=room.after) == [("nothing_to_remind", "二.4b")]


# --- files ---------------------------------------------------------------------------------------------------------
def test_proofs_come_from_either_side_once_and_stay_after_the_report(room):
    task, words = room.task(), {"name": "现场.png", "by": room.county, "at": room.after}
    claim = actions.attach_to_task(task, scan(), **words)

    assert actions.attach_to_task(task, scan(), **words) == claim
    with pytest.raises(PermissionDenied):
        actions.attach_to_task(task, scan(), name="别.png", by=room.stranger, at=room.after)
    with pytest.raises(PermissionDenied):
        actions.detach_from_task(task, claim, by=room.section, at=room.after)
    actions.detach_from_task(task, claim, by=room.county, at=room.after)
    assert not Claim.of(task).exists()
    claim = actions.attach_to_task(task, scan(), **words)
    room.reported(task)
    with pytest.raises(Refused) as refused:
        actions.detach_from_task(task, claim, by=room.county, at=room.after)
    assert codes(refused) == {"not_open"}
    actions.close_task(task, by=room.section, at=room.after)
    with pytest.raises(Refused):
        actions.attach_to_task(task, scan(), **words)


def test_a_meeting_takes_photos_and_materials_and_gives_them_back(room):
    meeting, words = room.drafted(), {"by": room.section, "at": room.at}
    photo = actions.attach_to_meeting(meeting, scan(), name="会场.png", part="photo", **words)

    with pytest.raises(Refused) as refused:
        actions.attach_to_meeting(meeting, ContentFile(b"%PDF-1.7 x"), name="a.pdf", part="photo", **words)
    assert codes(refused) == {"no_picture"}
    with pytest.raises(Refused) as refused:
        actions.attach_to_meeting(meeting, ContentFile(b""), name="空.pdf", **words)
    assert codes(refused) == {"unacceptable_file"}
    with pytest.raises(PermissionDenied):
        actions.attach_to_meeting(meeting, scan(), name="会场.png", by=room.county, at=room.at)
    with pytest.raises(PermissionDenied):
        actions.detach_from_meeting(meeting, photo, by=room.county, at=room.at)
    actions.detach_from_meeting(meeting, photo, **words)
    actions.detach_from_meeting(meeting, photo, **words)
    assert not Claim.of(meeting).exists()
    actions.cancel_meeting(meeting, reason="不再召开", **words)
    with pytest.raises(Refused):
        actions.attach_to_meeting(meeting, scan(), name="会场.png", **words)


# --- the ledger ----------------------------------------------------------------------------------------------------
def workbook(*rows: dict[str, str]) -> io.BytesIO:
    stream = io.BytesIO()
    write_workbook(stream, ledgers.LEDGER, rows)
    return stream


def row(room, **changed: str) -> dict[str, str]:
    return {"title": "更新台账", "organisation": room.organisation().name, "due_on": "2018年4月30日"} | changed


def imported(room, *rows, **words):
    said = {"by": room.section, "at": room.at} | words
    return actions.import_ledger(room.cast.programme, workbook(*rows), **said)


def test_what_was_exported_is_imported_without_a_change(room):
    room.task(cooperating="县直工委", remark="急件")
    room.reported(room.task())

    found = imported(room, *ledgers.ledger_rows(room.section, room.cast.programme))

    assert (found.added, found.changed, found.errors, found.unchanged) == ((), (), (), 2)
    assert [column.title for column in ledgers.LEDGER.columns] == [
        *("序号", "主要任务", "责任单位", "配合单位", "时限", "完成情况", "备注")
    ]
    assert ledgers.ledger_rows(room.section, room.cast.programme)[1]["progress"] == "已报办结：材料已补齐。"
    assert ledgers.ledger_rows(room.stranger, room.cast.programme) == []


def test_a_dry_run_shows_what_an_import_would_do_and_does_nothing(room):
    task = room.task()
    cells = ledgers.cells_of(task) | {"remark": "急件"}

    found = imported(room, row(room), cells, dry_run=True)

    assert [change.name for change in found.added] == ["更新台账"]
    assert found.changed[0].fields == {"备注": ("", "急件")}
    assert Task.objects.count() == 1


def test_an_import_hands_out_new_rows_and_changes_only_remark_and_who_cooperates(room):
    task = room.task()
    cells = ledgers.cells_of(task) | {"remark": "急件", "cooperating": "县直工委"}

    found = imported(room, row(room, organisation=room.organisation().short_name), cells)

    task.refresh_from_db()
    assert found.applied
    assert (task.remark, task.cooperating) == ("急件", "县直工委")
    new = Task.objects.get(number=2)
    assert (new.source, new.organisation, new.due_on) == ("ledger", room.organisation(), date(2018, 4, 30))
    assert verbs_of(task) == ["hand_out", "edit"]


@pytest.mark.parametrize(
    ("changed", "column", "words"),
    [
        ({"organisation": ""}, "责任单位", "请选择责任单位"),
        ({"organisation": "无此单位"}, "责任单位", "没有“无此单位”"),
        ({"due_on": ""}, "时限", "请填写办结时限"),
        ({"due_on": "月底"}, "时限", "不是日期"),
        ({"due_on": "2018-02-30"}, "时限", "不是日期"),
        ({"due_on": "2018-03-01"}, "时限", "不能早于今天"),
        ({"title": ""}, "主要任务", "请写明"),
        ({"title": "长" * 301}, "主要任务", "超过300字"),
        ({"progress": "已完成"}, "完成情况", "请留空"),
        ({"number": "99"}, "序号", "没有这个序号"),
    ],
)
def test_a_wrong_row_is_named_with_its_column_and_nothing_is_imported(room, changed, column, words):
    found = imported(room, row(room), row(room, **changed))

    (error,) = found.errors
    assert (error.row, error.column) == (3, column)
    assert words in error.sentence
    assert not found.applied and not Task.objects.exists()


@pytest.mark.parametrize(
    ("changed", "column"),
    [
        ({"title": "另一件事"}, "主要任务"),
        ({"organisation": "别的单位"}, "责任单位"),
        ({"due_on": "2018-05-01"}, "时限"),
        ({"progress": "已办结"}, "完成情况"),
    ],
)
def test_what_has_a_page_of_its_own_is_not_changed_by_an_import(room, changed, column):
    task = room.task()

    found = imported(room, ledgers.cells_of(task) | changed)

    assert [error.column for error in found.errors] == [column]


def test_a_number_twice_a_stale_dry_run_and_a_stranger_are_refused(room):
    cells = ledgers.cells_of(room.task())

    assert [error.column for error in imported(room, cells, cells).errors] == ["序号"]
    with pytest.raises(ValidationError):
        imported(room, row(room), expected="other")
    with pytest.raises(PermissionDenied):
        imported(room, row(room), by=room.county)
