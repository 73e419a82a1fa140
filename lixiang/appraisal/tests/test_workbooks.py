"""A judge's workbook goes out and comes back without a change; with an error in any row nothing is written."""

import io
import re

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from lixiang.appraisal import actions
from lixiang.appraisal.models import Assignment, ScoreSheet
from lixiang.appraisal.queries.workbooks import BOOK, book_rows, standings_of
from lixiang.appraisal.tests.arranging import scoring
from lixiang.appraisal.tests.test_pages import browser, words
from lixiang.people.sheets.reading import read_workbook
from lixiang.people.sheets.writing import write_workbook
from lixiang.workflow.findings import Refused


@pytest.fixture
def scene(cast, morning):
    """Every judge scores every project."""
    return scoring(cast, morning, judges=2, sheets=2)


def rows_of(scene, judge: int = 0) -> list[dict[str, str]]:
    return list(book_rows(standings_of(scene.judge(judge), scene.at)))


def book(rows) -> io.BytesIO:
    target = io.BytesIO()
    write_workbook(target, BOOK, rows)
    target.seek(0)
    return target


def brought_in(scene, rows, **more):
    return actions.import_scores(scene.judge(0), book(rows), **{"by": scene.user(0), "at": scene.at} | more)


def filled_in(rows) -> list[dict[str, str]]:
    """8 of everything, nothing for bonuses, a word at the end."""
    return [
        row
        | ({"reason": "示例评价"} if row["code"] == "comment" else {"points": "0" if row["form"] == "加分项" else "8"})
        for row in rows
    ]


def test_what_goes_out_comes_back_without_a_change(scene):
    rows = rows_of(scene)

    assert len(rows) == 2 * 8 and {row["code"] for row in rows} >= {"goals", "bonus", "comment"}
    assert "milestones" not in {row["code"] for row in rows}, "the record counts those"
    assert brought_in(scene, rows).is_empty and not ScoreSheet.objects.exists()


def test_a_filled_workbook_becomes_drafts_that_are_handed_in_on_the_page(scene):
    looked = brought_in(scene, filled_in(rows_of(scene)), dry_run=True)
    assert len(looked.changed) == 16 and not ScoreSheet.objects.exists()

    done = brought_in(scene, filled_in(rows_of(scene)), expected=looked.fingerprint)

    assert done.applied and ScoreSheet.objects.count() == 2
    sheet = ScoreSheet.objects.first()
    assert sheet.status == "DRAFT" and sheet.comment == "示例评价" and sheet.saves == 1
    assert sheet.lines.get(indicator="goals").points == 8000
    assert brought_in(scene, filled_in(rows_of(scene))).is_empty, "again it changes nothing"


def test_one_wrong_row_keeps_all_others_out_and_every_error_is_told(scene):
    rows = filled_in(rows_of(scene))
    rows[0]["points"], rows[1]["points"], rows[2]["reason"] = "八", "99", "长" * 1001
    rows[3]["code"], rows[4]["task"] = "unknown", "nowhere"
    rows.append(dict(rows[5]))

    found = brought_in(scene, rows)

    assert [(error.row, error.column) for error in found.errors] == [
        (2, "打分"),
        (3, "打分"),
        (4, "理由"),
        (5, "指标代号"),
        (6, "任务编号"),
        (18, "指标代号"),
    ]
    assert not found.applied and not ScoreSheet.objects.exists()


def test_a_project_that_the_judge_keeps_away_from_is_not_in_it_and_not_taken(scene):
    rows = filled_in(rows_of(scene))
    task = Assignment.objects.filter(judge=scene.judge(0)).select_related("panel").first()
    actions.recuse(task, reason="亲属", by=scene.user(0), at=scene.at)

    assert {row["task"] for row in rows_of(scene)} == {row["task"] for row in rows} - {task.ref}
    assert {error.sentence for error in brought_in(scene, rows).errors} == {"没有这个评分任务。"}


def test_a_sheet_handed_in_is_not_changed_by_a_workbook(scene):
    scene.score(0, 0)
    rows = rows_of(scene)
    assert brought_in(scene, rows).is_empty

    row = next(row for row in rows if row["points"])
    row["points"] = "1"

    assert [error.column for error in brought_in(scene, rows).errors] == ["打分"]


def test_a_plan_that_changed_since_it_was_looked_at_is_refused(scene):
    with pytest.raises(ValidationError):
        brought_in(scene, filled_in(rows_of(scene)), expected="another")


def test_nobody_brings_in_anothers_workbook_or_one_at_the_wrong_time(scene):
    rows = rows_of(scene)
    with pytest.raises(PermissionDenied):
        brought_in(scene, rows, by=scene.user(1))
    scene.close()
    with pytest.raises(Refused):
        brought_in(scene, rows)


def test_the_pages_send_it_out_look_at_it_and_apply_it(scene):
    client, own = browser(scene.user(0)), f"/appraisal/panels/{scene.panel.ref}/"
    out = io.BytesIO(b"".join(client.get(f"{own}export/").streaming_content))
    assert len(read_workbook(out, BOOK)) == 16

    upload = SimpleUploadedFile("评分表.xlsx", book(filled_in(rows_of(scene))).getvalue())
    looked = client.post(f"{own}import/", {"file": upload})
    assert "将更改16行" in words(looked)
    fingerprint = re.search(r'name="fingerprint" value="(\w+)"', looked.content.decode())[1]
    assert "已导入：更改16行" in words(client.post(f"{own}import/apply/", {"fingerprint": fingerprint}))
    assert client.post(f"{own}import/apply/", {"fingerprint": "another"}).status_code == 409


def test_the_section_and_strangers_have_no_workbook(scene):
    own = f"/appraisal/panels/{scene.panel.ref}/"
    for user in (scene.clerk, scene.cast.users["judge"]):
        client = browser(user)
        assert [client.get(f"{own}{way}/").status_code for way in ("export", "import")] == [404, 404]
