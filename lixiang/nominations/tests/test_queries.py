"""Reads of slates: pages and overview in a constant number of queries, the workbook, the archive."""

import io
import tracemalloc
import zipfile
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from lixiang.files.models import File
from lixiang.nominations import actions, queries
from lixiang.nominations.queries.attachments import MISSING, Names, safe_name
from lixiang.nominations.queries.summary import CUT, LONGEST_CELL
from lixiang.nominations.tests.test_actions import DEADLINE
from lixiang.people.models import Organisation
from lixiang.people.roles import Role
from lixiang.programmes import actions as programmes
from lixiang.programmes.tests.test_rules import changed
from lixiang.projects import actions as applications
from lixiang.projects.models import Project, Revision
from lixiang.projects.queries import sections_of
from lixiang.rehearsal.applications import Author, hand_in, write
from lixiang.rehearsal.cycle import scan

# --- the page of a slate ------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3, 30])
def test_the_page_of_a_slate_asks_five_queries_however_much_waits(stage, count, django_assert_num_queries):
    slate = stage.filled("A")
    first = Project.objects.get()
    revision = first.revision
    copies = Project.objects.bulk_create(
        Project(
            ref=f"copy-{n}",
            number=1000 + n,
            programme=first.programme,
            version=first.version,
            drafting_organisation=first.drafting_organisation,
            nominating_organisation=first.nominating_organisation,
            title=f"甲{n}",
            category="B",
            status="WITH_NOMINATOR",
            status_since=stage.at,
            created_at=stage.at,
            revision=revision,
        )
        for n in range(count - 1)
    )
    slate = type(slate).visible_to(stage.user(Role.NOMINATOR, "county-1")).get()
    queries.slate_page(slate, stage.at)

    with django_assert_num_queries(5):
        page = queries.slate_page(slate, stage.at)

    assert (len(page.chosen), len(page.waiting)) == (1, len(copies))


@pytest.mark.django_db
def test_the_page_says_what_is_next_by_when(stage):
    empty = queries.slate_page(stage.slate(), stage.at)
    filled = queries.slate_page(stage.filled("A", "B"), stage.at)
    slate = actions.endorse(stage.slate(), by=stage.user(Role.NOMINATOR_LEADER, "county-1"), at=stage.at)
    endorsed = queries.slate_page(slate, DEADLINE)
    late = queries.slate_page(slate, DEADLINE + timedelta(seconds=61))

    assert [page.next_clause for page in (empty, filled, endorsed, late)] == ["二.3a", "三.1", "二.3c", "二.3c"]
    assert empty.next_words == "编好推荐名单并报送，还差2个项目（其中A类1个）"
    assert (filled.next_words, filled.due_words) == ("请主要负责同志审签推荐名单，然后报送", "还剩9天")
    assert (endorsed.next_words, endorsed.due_words) == ("报送推荐名单", "今天截止")
    assert (late.is_late, late.due_words) == (True, "")
    assert late.next_words == "报送已截止；确需补报的，请向主管单位申请延期"


@pytest.mark.django_db
def test_every_project_of_the_organisation_stands_in_its_part_of_the_page(stage):
    slate = stage.handed_in("A", "B")
    returned = slate.entries.last().project
    from lixiang.approvals import actions as approvals

    approvals.send_back(
        returned, sections=["goals"], reason="甲", due_at=DEADLINE, by=stage.user(Role.SECTION_CLERK), at=stage.at
    )
    waiting = stage.project()
    author = Author(stage.user(Role.UNIT_CLERK, "county-1"), stage.cast.organisations["county-1"], stage.rng)
    draft = write(author, stage.cast.programme, category="B", at=stage.at)
    slate.refresh_from_db()

    page = queries.slate_page(slate, stage.at)

    assert [row.ref for row in page.waiting] == [waiting.ref]
    assert [row.ref for row in page.returned] == [returned.ref]
    assert [row.ref for row in page.with_units] == [draft.ref]
    assert len(page.chosen) == 2 and page.refs[1] == returned.ref
    assert [(gauge.value, gauge.least, gauge.most) for gauge in page.gauges] == [(1, 1, 1), (2, 2, 3)]
    assert (page.waiting[0].word, page.waiting[0].tone, page.waiting[0].is_movable) == ("待推荐", "waiting", True)


@pytest.mark.django_db
def test_a_project_is_found_on_the_slate_of_its_own_organisation_alone(stage):
    slate, other = stage.slate(), stage.slate("county-2")
    project = stage.project()

    assert queries.project_of(slate, project.ref) == project
    assert queries.project_of(other, project.ref) is None


@pytest.mark.django_db
def test_an_organisation_outside_the_groups_has_no_quota(stage):
    assert queries.quota_of(stage.cast.version, stage.cast.organisations["county-1-branch"]) is None


@pytest.mark.django_db
def test_a_conditional_quota_looks_at_what_stands_below(stage):
    pack = changed(stage.cast.pack, "nominations.quota", where_below="party_group")
    pack = replace(pack, about=replace(pack.about, code="conditional-2018"))
    version = programmes.load(pack, by=None, at=stage.at)
    county = Organisation.objects.select_related("parent").get(code="county-1")
    before = queries.quota_of(version, county)
    Organisation.objects.create(
        code="group", name="示例党小组", short_name="党小组", kind="party_group", level="village", parent=county
    )

    assert before is None
    assert queries.quota_of(version, county).where_below == "party_group"


@pytest.mark.django_db
def test_seats_on_the_page_are_those_under_the_lock(stage):
    slate = stage.handed_in("A", "B")

    page = queries.slate_page(slate, stage.at)

    assert page.view.held == queries.held_seats(slate)
    assert queries.view_of(slate, [], stage.at).held == page.view.held


# --- the overview -------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_overview_shows_who_has_reported_and_who_has_not(stage):
    stage.handed_in("A", "B")
    stage.filled("B", code="committee-2")

    found = queries.overview(stage.cast.programme, DEADLINE + timedelta(minutes=2))

    assert [(row.word, row.gauges, row.is_met, row.is_late) for row in found.rows] == [
        ("已报送", "A类 1/1 · 共 2/3", True, False),
        ("未编制", "A类 0/1 · 共 0/3", False, True),
        ("未编制", "共 0/2", False, True),
        ("编制中", "共 0/2", False, True),
    ]
    assert len(found.missing) == len(found.shown("missing")) == 3
    assert [row.ref for row in found.shown("reported")] == ["huainan-2018-county-1"]
    assert [(f.label, f.value, f.note) for f in found.figures("/x/")] == [
        ("应报单位", 4, ""),
        ("已报送", 1, ""),
        ("未报送", 3, "其中逾期3个"),
        ("申报项目", 2, "创新实践（A类）1个，理论研究（B类）1个"),
    ]


@pytest.mark.django_db
def test_an_extension_shows_in_the_overview(stage):
    words = {"step": "nomination", "reason": "甲", "by": stage.user(Role.SECTION_CLERK), "at": stage.at}
    one = stage.cast.organisations["county-2"]
    programmes.extend(stage.cast.programme, until=DEADLINE + timedelta(days=2), organisation=one, **words)

    rows = {row.pk: row for row in queries.overview(stage.cast.programme, DEADLINE + timedelta(days=1)).rows}

    assert (rows[one.pk].is_extended, rows[one.pk].is_late) == (True, False)
    assert sum(row.is_late for row in rows.values()) == 3
    programmes.extend(stage.cast.programme, until=DEADLINE + timedelta(days=3), **words)
    assert not any(row.is_late for row in queries.overview(stage.cast.programme, DEADLINE + timedelta(days=1)).rows)


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3, 30])
def test_the_overview_asks_five_queries_however_many_report(stage, count, django_assert_num_queries):
    city = stage.cast.organisations["city"]
    for n in range(count - 1):
        Organisation.objects.create(
            code=f"more-{n}", name=f"示例第{n}县委", short_name=f"{n}", kind="local_committee", level="county",
            order=100 + n, parent=city,
        )  # fmt: skip
    queries.overview(stage.cast.programme, stage.at)

    with django_assert_num_queries(5):
        assert len(queries.overview(stage.cast.programme, stage.at).rows) == 3 + count


@pytest.mark.django_db
def test_a_programme_without_deadline_has_nobody_late(stage):
    pack = changed(stage.cast.pack, "programmes.deadline")
    pack = replace(pack, about=replace(pack.about, code="endless-2018"))
    version = programmes.load(pack, by=None, at=stage.at)

    assert {row.until for row in queries.overview(version.programme, stage.at).rows} == {None}


@pytest.mark.django_db
def test_a_change_touches_the_projects_of_its_groups_that_were_not_yet_nominated(stage):
    stage.handed_in("A", "B")
    stage.project()
    stage.project("B", "committee-1")
    pack = changed(stage.cast.pack, "nominations.quota", maximum=4)
    pack = replace(pack, about=replace(pack.about, in_force_from=stage.later(days=1)))
    version = programmes.load(pack, by=None, at=stage.at)

    assert queries.touched_by(version) == [("中共演练第一县委员会", 1, 2), ("中共演练第二县委员会", 0, 0)]


# --- the workbook -------------------------------------------------------------------------------------------------


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


# --- the archive --------------------------------------------------------------------------------------------------


def attached(stage, *names: str, category: str = "A", code: str = "county-1", **changed) -> Project:
    """A project handed in with a scan under each of these names."""
    author = Author(stage.user(Role.UNIT_CLERK, code), stage.cast.organisations[code], stage.rng)
    project = write(author, stage.cast.programme, category=category, at=stage.at, **changed)
    assert "attachments" in {section.code for section, _ in sections_of(project)}
    for name in names:
        applications.attach(project, "attachments", scan(), name=name, by=author.user, at=stage.at)
    hand_in(author, project, at=stage.at)
    return project


def archive(parts) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(b"".join(parts)))


@pytest.mark.django_db
def test_the_archive_has_a_folder_per_project_in_the_order_of_the_slate(stage):
    slate = stage.slate()
    for category, names in (("A", ["调研报告.png", "调研报告.PNG"]), ("B", ["照片.PNG"])):
        title = {"A": "党员“积分”/管理", "B": "乡村夜校"}[category]
        stage.take_up(slate, attached(stage, *names, category=category, title=title))

    packed = archive(queries.stream_attachments_of(slate))

    assert packed.testzip() is None
    assert packed.namelist() == [
        "001_演练第一县委_党员“积分”_管理/调研报告.png",
        "001_演练第一县委_党员“积分”_管理/调研报告（2）.PNG",
        "002_演练第一县委_乡村夜校/照片.PNG",
    ]
    assert all(entry.flag_bits & 0x800 for entry in packed.infolist())
    assert packed.read(packed.namelist()[0]).startswith(b"\x89PNG")


@pytest.mark.django_db
def test_the_archive_of_all_numbers_through_in_official_order(stage):
    for code in ("committee-1", "county-1"):
        slate = stage.slate(code)
        stage.take_up(slate, attached(stage, "甲.png", category="A", code=code, title=code))
        if code == "county-1":
            stage.take_up(slate, stage.project("B", code))
        actions.endorse(slate, by=stage.user(Role.NOMINATOR_LEADER, code), at=stage.at)
        stage.hand_in(slate)

    packed = archive(queries.stream_attachments(stage.cast.programme, stage.at))

    assert packed.namelist() == ["001_演练第一县委_county-1/甲.png", "003_演练第一工委_committee-1/甲.png"]


@pytest.mark.django_db
def test_a_file_that_the_store_has_lost_is_named_and_the_rest_goes_out(stage):
    from django.core.files.storage import default_storage

    slate = stage.slate()
    stage.take_up(slate, attached(stage, "甲.png"))
    for file in File.objects.all():
        default_storage.delete(file.path)

    packed = archive(queries.stream_attachments_of(slate))

    (name,) = packed.namelist()
    assert name == MISSING and "甲.png" in packed.read(name).decode()


@pytest.mark.django_db
def test_a_file_without_a_row_is_named_as_well(stage):
    slate = stage.slate()
    project = attached(stage, "甲.png")
    stage.take_up(slate, project)
    revision = Revision.objects.get(project=project)
    content = {**revision.content, "attachments": [{**revision.content["attachments"][0], "sha256": "0" * 64}]}
    Revision.objects.filter(pk=revision.pk).update(content=content)

    assert archive(queries.stream_attachments_of(slate)).namelist() == [MISSING]


@pytest.mark.django_db
def test_an_archive_without_files_opens_all_the_same(stage):
    assert archive(queries.stream_attachments_of(stage.filled("A"))).namelist() == ["没有附件.txt"]


names = st.text(st.characters(exclude_categories=("Cs",)), max_size=80)


@given(names, st.integers(1, 40))
def test_a_safe_name_is_no_path_no_device_and_no_longer_than_asked(name, longest):
    safe = safe_name(name, longest)

    assert 0 < len(safe) <= max(longest, 3) + 1
    assert not set('/\\:*?"<>|\0\n\r\u202e') & set(safe)
    assert safe not in (".", "..") and safe == safe.strip(" .")
    assert safe.split(".")[0].lower() not in {"con", "prn", "aux", "nul", "com1", "lpt9"}


@given(st.lists(names, max_size=12))
def test_no_two_files_of_an_archive_share_a_name_even_where_case_does_not_count(given_names):
    taken = Names()

    paths = [taken.free("001_甲_乙", name) for name in given_names]

    assert len({path.casefold() for path in paths}) == len(paths)
    assert all(path.count("/") == 1 and ".." not in path.split("/") for path in paths)


def test_endings_are_kept():
    taken = Names()

    assert taken.free("甲", "报告.tar.pdf") == "甲/报告.tar.pdf"
    assert taken.free("甲", "报告.TAR.pdf") == "甲/报告.TAR（2）.pdf"
    assert taken.free("甲", "../../etc/passwd") == "甲/_.._etc_passwd"
    assert taken.free("甲", "NUL.txt") == "甲/_NUL.txt"
