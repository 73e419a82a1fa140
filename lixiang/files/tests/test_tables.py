"""A list as a workbook: what stands where, and how it is printed."""

import io

from openpyxl import load_workbook

from lixiang.files.tables import CUT, LONGEST_CELL, write_table

COLUMNS = (("项目", 30, lambda line: line[0]), ("已等天数", 9, lambda line: line[1]))


def test_a_list_is_numbered_under_its_title_and_head_and_a_number_stays_one():
    target = io.BytesIO()

    write_table(target, "久未办理", "示例市待办理事项", COLUMNS, iter((("=1+1", 3), ("示例项目乙", 0))))

    sheet = load_workbook(target)["久未办理"]
    assert list(sheet.values) == [
        ("示例市待办理事项", None, None),
        ("序号", "项目", "已等天数"),
        (1, "=1+1", 3),
        (2, "示例项目乙", 0),
    ]
    assert sheet["B3"].data_type == "s"  # what begins like a formula is none


def test_it_is_printed_on_a4_across_with_its_head_on_every_page():
    target = io.BytesIO()

    write_table(target, "久未办理", "示例市待办理事项", COLUMNS, ())

    sheet = load_workbook(target)["久未办理"]
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert (sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToHeight) == (True, 0)
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("A3", "$2:$2")
    assert [sheet.column_dimensions[letter].width > 0 for letter in "ABC"] == [True] * 3


def test_a_text_longer_than_a_cell_says_so_at_its_end_and_is_not_left_out():
    target = io.BytesIO()
    whole, longer = "长" * LONGEST_CELL, "长" * (LONGEST_CELL + 1)

    write_table(target, "久未办理", "示例市待办理事项", COLUMNS, ((whole, 1), (longer, 2)))

    _, _, kept, cut = load_workbook(target)["久未办理"].values
    assert kept[1] == whole
    assert len(cut[1]) == LONGEST_CELL and cut[1].endswith(CUT)
