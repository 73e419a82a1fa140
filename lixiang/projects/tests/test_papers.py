"""The 申报书 and the receipt as papers: what they say, in both forms, and who may have them."""

import io
from datetime import datetime

import docx
import pdfplumber
import pytest
from django.utils import timezone

from lixiang.documents import blocks as b
from lixiang.projects import actions, documents
from lixiang.projects.tests.arranging import clerk_of, filled, handed_in, seen_by
from lixiang.workflow.moves import move

BASE = "/projects/huainan-2018-0001/"
AT = timezone.make_aware(datetime(2018, 3, 30, 14, 3, 22))


def words_of(pdf: bytes) -> str:
    with pdfplumber.open(io.BytesIO(pdf)) as paper:
        return "".join("".join((page.extract_text() or "").split()) for page in paper.pages)


def words_of_word(content: bytes) -> str:
    paper = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "".join("".join([*(p.text for p in paper.paragraphs), *cells]).split())


def blocks_of(document: b.Document, kind: type) -> list:
    return [block for block in document.blocks if isinstance(block, kind)]


def test_the_paper_has_a_cover_every_section_and_room_for_each_level(cast, morning):
    document = documents.form_of(documents.paper_of(handed_in(cast, morning)))

    (cover,) = blocks_of(document, b.Cover)
    assert ("项目名称", "示例项目：社区党建联席会议") in cover.rows
    assert ("项目类别", "A类 创新实践") in cover.rows
    headings = [heading.text for heading in blocks_of(document, b.Heading) if heading.level == 1]
    assert headings == ["一、基本情况", "二、选题依据", "三、目标与措施", "四、进度与成果", "五、项目组", "六、附件"]
    assert [opinion.title for opinion in blocks_of(document, b.OpinionField)] == [
        "责任单位党组织意见",
        "申报单位（上级党委）意见",
        "中共淮南市委组织部意见",
    ]
    assert (document.layout, document.mark) == ("form", "")


def test_every_field_of_the_form_is_on_the_paper(cast, morning):
    revision = handed_in(cast, morning)
    document = documents.form_of(documents.paper_of(revision))

    labels = {cell.label for table in blocks_of(document, b.FormTable) for row in table.rows for cell in row.cells}
    labels |= {heading.text for heading in blocks_of(document, b.Heading)}
    fields = {field.label for _, fields in documents.paper_of(revision).sections for field in fields}
    assert fields <= labels
    milestones = blocks_of(document, b.Table)[1]
    assert milestones.rows == (("1", "第一步", "2018年5月1日", "2018年9月30日", "方案"),)


def test_what_is_empty_is_seen_to_be_empty(cast, morning):
    document = documents.form_of(documents.paper_of(handed_in(cast, morning)))

    joint = blocks_of(document, b.Table)[-1]
    assert joint.rows == (("1", "—", "—"),)


def test_long_values_have_a_row_of_their_own(cast, morning):
    clerk = clerk_of(cast)
    project = filled(cast, morning, leader_title="示例" * 10)
    document = documents.form_of(documents.paper_for(clerk, seen_by(clerk, project), AT))

    rows = [row.cells for table in blocks_of(document, b.FormTable) for row in table.rows]
    assert [len(cells) for cells in rows if any(cell.value == "示例" * 10 for cell in cells)] == [1]
    assert max(len(cells) for cells in rows) == 2


def test_a_draft_says_on_every_page_that_it_is_one(cast, morning, settings):
    clerk, settings.MARK = clerk_of(cast), "演练，非正式文件"
    project = seen_by(clerk, filled(cast, morning))

    document = documents.form_of(documents.paper_for(clerk, project, AT))

    assert document.mark == "演练，非正式文件，草稿，尚未提交"
    assert "2018年3月30日" in dict(blocks_of(document, b.Cover)[0].rows)["填报日期"]
    assert not any("提交回执" in cell.label for cell in cells_of(document))


def cells_of(document: b.Document) -> list[b.Field]:
    return [cell for table in blocks_of(document, b.FormTable) for row in table.rows for cell in row.cells]


def test_the_paper_of_a_revision_names_its_receipt_and_hash(cast, morning):
    revision = handed_in(cast, morning)

    values = {cell.label: cell.value for cell in cells_of(documents.form_of(documents.paper_of(revision)))}

    assert (values["提交回执"], values["校验值"]) == (revision.receipt_number, revision.hash)


def test_others_get_the_last_revision_while_the_clerk_mends_it(cast, morning):
    clerk, nominator = clerk_of(cast), cast.user("nominator", "county-1")
    project = handed_in(cast, morning).project
    move(project, "send_back", by=nominator, at=morning, reason="请细化")
    actions.save_section(project, "grounds", {"scope": "正在修改"}, expected=1, by=clerk, at=morning)

    mine = documents.paper_for(clerk, seen_by(clerk, project), AT)
    theirs = documents.paper_for(nominator, seen_by(nominator, project), AT)

    assert (mine.content["scope"], theirs.content["scope"]) == ("正在修改", "示例范围。")
    assert (mine.receipt, theirs.receipt) == ("", "HUAINAN-2018-0001-1")


@pytest.mark.parametrize("ending", ["pdf", "docx"])
def test_both_forms_say_the_same(cast, morning, client, ending):
    handed_in(cast, morning)
    client.force_login(cast.user("nominator", "county-1"))

    response = client.get(f"{BASE}form.{ending}")
    again = client.get(f"{BASE}revisions/1/form.{ending}")

    read = words_of if ending == "pdf" else words_of_word
    for content in (response.content, again.content):
        for words in ("示例项目：社区党建联席会议", "示例背景。", "责任单位党组织意见", "HUAINAN-2018-0001-1"):
            assert words in read(content)
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert f".{ending}" in response.headers["Content-Disposition"]


def test_the_receipt_says_what_when_and_under_which_hash(cast, morning, client):
    revision = handed_in(cast, morning)
    client.force_login(clerk_of(cast))

    words = words_of(client.get(f"{BASE}receipts/1/receipt.pdf").content)

    for told in (
        revision.receipt_number,
        revision.hash,
        "2018年3月26日09:00:00",
        "第1稿",
        "示例项目：社区党建联席会议",
    ):
        assert told in words


@pytest.mark.parametrize(
    "path",
    ["revisions/2/", "revisions/2/form.pdf", "receipts/2/", "receipts/2/receipt.pdf", "revisions/1/differences/"],
)
def test_a_revision_that_is_none_is_not_found(cast, morning, client, path):
    handed_in(cast, morning)
    client.force_login(clerk_of(cast))

    assert client.get(BASE + path).status_code == 404


def test_a_revision_is_read_and_compared(cast, morning, client):
    clerk = clerk_of(cast)
    project = handed_in(cast, morning).project
    move(project, "send_back", by=cast.user("nominator", "county-1"), at=morning, reason="请细化")
    actions.save_section(project, "grounds", {"scope": "新的范围"}, expected=1, by=clerk, at=morning)
    actions.save_section(project, "schedule", {"completion_on": "2019-02-01"}, expected=1, by=clerk, at=morning)
    words = {"by": clerk, "at": morning, "reason": "跨年实施，情况属实。"}
    actions.hand_in(seen_by(clerk, project), key="00000000-0000-0000-0000-000000000002", **words)
    client.force_login(cast.user("nominator", "county-1"))

    page = client.get(f"{BASE}revisions/2/").content.decode()
    compared = client.get(f"{BASE}revisions/2/differences/").content.decode()

    assert "新的范围" in page
    assert "跨年实施，情况属实。" in page
    assert "完成时间原则上不晚于2018年12月31日" in page
    assert "<del>示例范围。</del>" in compared
    assert "<ins>新的范围</ins>" in compared
    assert "2019年2月1日" in compared


def test_two_equal_revisions_say_so(cast, morning, client):
    clerk = clerk_of(cast)
    project = handed_in(cast, morning).project
    move(project, "send_back", by=cast.user("nominator", "county-1"), at=morning, reason="请细化")
    key = "00000000-0000-0000-0000-000000000002"
    actions.hand_in(seen_by(clerk, project), key=key, by=clerk, at=morning)
    client.force_login(clerk)

    assert "两稿内容相同" in client.get(f"{BASE}revisions/2/differences/").content.decode()


def test_a_paper_whose_characters_no_face_has_is_told_and_not_broken(cast, morning, client):
    """A name with a rare character prints; what no face can print is left out when it is typed."""
    project = filled(cast, morning, leader_name="示例䶮")
    client.force_login(clerk_of(cast))

    response = client.get(f"/projects/{project.ref}/form.pdf")

    assert "示例䶮" in words_of(response.content)
