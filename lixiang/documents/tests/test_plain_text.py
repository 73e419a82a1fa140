"""Text of users as it may stand on paper."""

from lixiang.documents.plain_text import inside_quotes, inside_title_marks


def test_quotation_marks_inside_quotation_marks_become_single_ones():
    assert inside_quotes("主题党日“四有”工作法") == "主题党日‘四有’工作法"
    assert inside_quotes("没有引号") == "没有引号"


def test_title_marks_inside_title_marks_become_single_ones():
    assert inside_title_marks("关于更正《通知》的通知") == "关于更正〈通知〉的通知"
