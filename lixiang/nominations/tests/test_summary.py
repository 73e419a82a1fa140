"""The summary workbook has the columns of the notice, one row per project, and cells that are plain text."""

import io
import tracemalloc
from dataclasses import replace

import pytest
from openpyxl import load_workbook

from lixiang.files.tables import LONGEST_CELL
from lixiang.nominations import queries
from lixiang.nominations.queries.summary import CUT
from lixiang.programmes import actions as programmes
from lixiang.projects.models import Project, Revision


def read(write) -> list[tuple]:
    target = io.BytesIO()
    write(target)
    return list(load_workbook(target).active.iter_rows(values_only=True))


@pytest.mark.django_db
def test_the_summary_has_the_columns_of_the_notice_and_one_row_per_project(stage):
    slate = stage.handed_in("A", "B")

    title, head, *rows = read(lambda target: queries.write_summary_of(slate, target, stage.at))

    assert title[0] == "中共演练第一县委员会2018年度淮南市基层党建创新项目化管理申报汇总表"
    assert head == (
        "序号", "申报单位", "项目名称", "类别", "选题", "工作范围或对象", "工作目标", "主要措施", "完成时间",
        "成果形式", "责任单位", "责任人", "联系人", "联系电话",
    )  # fmt: skip
    project = slate.entries.first().project
    assert [row[0] for row in rows] == ["1", "2"]
    assert rows[0][1:4] == ("中共演练第一县委员会", project.title, "创新实践（A类）")
    assert rows[0][8] == "2018年12月31日"
    assert rows[0][10:12] == ("中共演练第一县委员会", project.leader_name)
    assert "，" in rows[0][6]
    assert [line.partition("，")[0] for line in rows[0][9].splitlines()] == ["实践成果", "制度成果"]


@pytest.mark.django_db
def test_the_summary_of_a_rehearsal_is_marked_on_screen_and_on_every_printed_page(stage, settings):
    settings.MARK = "演练，非正式文件"
    target = io.BytesIO()
    queries.write_summary_of(stage.handed_in("A", "B"), target, stage.at)

    sheet = load_workbook(target).active
    assert sheet["A1"].value.endswith("申报汇总表（演练，非正式文件）")
    assert sheet.oddHeader.center.text == "演练，非正式文件"


@pytest.mark.django_db
def test_the_summary_of_all_follows_the_official_order_and_holds_what_was_nominated(stage):
    for code, categories in (("committee-1", "B"), ("county-2", "AB"), ("county-1", "AB")):
        stage.handed_in(*categories, code=code)
    stage.filled("B", code="committee-2")

    rows = read(lambda target: queries.write_summary(stage.cast.programme, target, stage.at))[2:]

    assert [row[0] for row in rows] == ["1", "2", "3", "4", "5"]
    assert [row[1] for row in rows] == [
        "中共演练第一县委员会", "中共演练第一县委员会", "中共演练第二县委员会", "中共演练第二县委员会",
        "中共演练第一工作委员会",
    ]  # fmt: skip


@pytest.mark.django_db
def test_the_summary_shows_what_was_handed_in_not_what_is_being_mended(stage):
    slate = stage.handed_in("A", "B")
    before = slate.entries.first().project.title
    Project.objects.update(title="改了又改")

    assert read(lambda target: queries.write_summary_of(slate, target, stage.at))[2][2] == before


@pytest.mark.django_db
def test_a_cell_is_never_a_formula_and_never_too_long(stage):
    slate = stage.handed_in("A", "B")
    contents = ['=HYPERLINK("http://example.org")', "长" * (LONGEST_CELL + 5)]
    for entry, text in zip(slate.entries.select_related("project"), contents, strict=True):
        revision = Revision.objects.get(pk=entry.project.revision_id)
        Revision.objects.filter(pk=revision.pk).update(content={**revision.content, "measures": text})

    rows = read(lambda target: queries.write_summary_of(slate, target, stage.at))[2:]

    assert rows[0][7] == contents[0]
    assert len(rows[1][7]) == LONGEST_CELL and rows[1][7].endswith(CUT)


@pytest.mark.django_db
def test_a_summary_of_one_column_needs_no_merged_title(stage):
    pack = stage.cast.pack
    settings = [row for row in pack.settings if row[0] != "nominations.summary_column"]
    column = next(row for row in pack.settings if row[0] == "nominations.summary_column")
    pack = replace(pack, about=replace(pack.about, code="narrow-2018"), settings=(*settings, column))
    programme = programmes.load(pack, by=None, at=stage.at).programme

    assert read(lambda target: queries.write_summary(programme, target, stage.at))[1] == ("序号",)


@pytest.mark.django_db
def test_the_memory_of_a_workbook_does_not_grow_with_its_rows(stage):
    slate = stage.handed_in("A", "B")
    first = slate.entries.first().project
    copies = Project.objects.bulk_create(
        Project(
            ref=f"copy-{n}", number=1000 + n, programme=first.programme, version=first.version,
            drafting_organisation=first.drafting_organisation, nominating_organisation=first.nominating_organisation,
            status="NOMINATED", status_since=stage.at, created_at=stage.at, nominated_at=stage.at,
            revision=first.revision,
        )
        for n in range(1500)
    )  # fmt: skip
    small = peak(lambda: read_size(slate, stage.at))
    slate.entries.bulk_create(
        type(slate.entries.first())(slate=slate, project=project, order=100 + n) for n, project in enumerate(copies)
    )

    assert peak(lambda: read_size(slate, stage.at)) < small + 6_000_000


def read_size(slate, at) -> int:
    with io.BytesIO() as target:
        queries.write_summary_of(slate, target, at)
        return len(target.getvalue())


def peak(call) -> int:
    tracemalloc.start()
    call()
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most
