"""The content of a revision: what is stored of a text, the hash, how a value reads, what changed."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lixiang.projects.rules.content import (
    as_shown,
    both_texts,
    canonical,
    content_hash,
    day_as_shown,
    differences,
    tidy,
)
from lixiang.projects.rules.kinds import Category, Field

CATEGORIES = (Category(clause="二.2a", code="A", title="创新实践"),)
FIELDS = tuple(
    Field(clause="二.3d", name=name, label=label, section="basics", widget=widget)
    for name, label, widget in (
        ("title", "项目名称", "line"),
        ("category", "类别", "category"),
        ("leader_post", "职务", "leader_post"),
        ("completion_on", "完成时间", "date"),
        ("results", "成果", "results"),
        ("milestones", "进度", "milestones"),
        ("attachments", "附件", "attachments"),
    )
)
BY_NAME = {field.name: field for field in FIELDS}
TEXTS = st.text(max_size=40)
CONTENTS = st.dictionaries(st.sampled_from(["title", "category", "leader_post", "completion_on"]), TEXTS, max_size=4)


@given(TEXTS)
def test_tidying_twice_is_tidying_once_and_leaves_what_every_store_takes(text):
    once = tidy(text)

    assert tidy(once) == once
    assert "\x00" not in once
    json.dumps(once, ensure_ascii=False).encode()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" 前后空格 ", "前后空格"),
        ("一\r\n二\x0b三", "一\n二\n三"),
        ("零\x00字节", "零字节"),
        ("孤立\ud800代理", "孤立代理"),
        ("倒\u202e序", "倒序"),
        ("生僻字䶮、堃", "生僻字䶮、堃"),
    ],
)
def test_what_is_kept_of_a_typed_text(typed, kept):
    assert tidy(typed) == kept


@given(CONTENTS)
def test_the_hash_does_not_depend_on_the_order_of_fields(content):
    turned = dict(reversed(content.items()))

    assert content_hash(content) == content_hash(turned)
    assert json.loads(canonical(content)) == content


@given(CONTENTS, CONTENTS)
def test_different_contents_have_different_hashes(one, other):
    assert (content_hash(one) == content_hash(other)) == (one == other)


@given(CONTENTS)
def test_nothing_differs_from_itself(content):
    assert differences(content, content, FIELDS) == ()


@given(CONTENTS, CONTENTS)
def test_differences_turn_round(one, other):
    there, back = differences(one, other, FIELDS), differences(other, one, FIELDS)

    assert [(d.field, d.before, d.after) for d in there] == [(d.field, d.after, d.before) for d in back]


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("title", "示例", "示例"),
        ("title", None, ""),
        ("category", "A", "A类 创新实践"),
        ("category", "Z", "Z"),
        ("leader_post", "secretary", "书记"),
        ("leader_post", "总干事", "总干事"),
        ("completion_on", "2018-12-01", "2018年12月1日"),
        ("completion_on", "年底", "年底"),
        ("results", [{"kind": "theory", "form": "论文"}, {"form": "报告"}], "理论成果｜论文\n报告"),
        ("milestones", [{"title": "一步", "from_on": "", "due_on": "2018-06-01"}], "一步｜2018年6月1日"),
        ("attachments", [{"name": "示例.pdf", "sha256": "ab"}], "示例.pdf"),
        ("results", [], ""),
    ],
)
def test_how_a_value_reads(name, value, shown):
    assert as_shown(BY_NAME[name], value, CATEGORIES) == shown


def test_differences_follow_the_form_and_say_words():
    before = {"title": "甲", "leader_post": "secretary", "old": "x"}
    after = {"title": "乙", "leader_post": "member", "results": [{"kind": "theory", "form": "论文"}]}

    found = [(d.label, d.before, d.after) for d in differences(before, after, FIELDS, CATEGORIES)]

    assert found == [("项目名称", "甲", "乙"), ("职务", "书记", "委员"), ("成果", "", "理论成果｜论文")]


def test_an_empty_field_and_an_absent_one_are_the_same():
    assert differences({"title": ""}, {}, FIELDS) == ()


def test_both_texts_are_told_only_where_they_differ_in_words():
    mine = {"title": "我的", "leader_post": "member"}
    theirs = {"title": "他的", "leader_post": "member ", "completion_on": ""}

    assert both_texts(FIELDS[:4], mine, theirs) == (("项目名称", "我的", "他的"), ("职务", "委员", "member "))


def test_a_day_that_is_none_stays_as_it_was_typed():
    assert day_as_shown("2018-02-30") == "2018-02-30"
