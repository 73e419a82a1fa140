"""The pure rules of programmes: groups, deadlines, working days, wording, settings in words, what changed."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from lixiang.config.stages import KINDS, WORDS
from lixiang.people.rules import OrganisationFacts
from lixiang.programmes.rules import reading
from lixiang.programmes.rules.kind import Kind, few_to_many, named
from lixiang.programmes.rules.kinds import Closing, Deadline, Group, Letterhead, group_of, late
from lixiang.programmes.rules.wording import NoSuchPlaceholder, filled, placeholders_in
from lixiang.ui.written import SHANGHAI

UNTIL = datetime(2018, 4, 4, 23, 59, 59, tzinfo=SHANGHAI)
COUNTY = OrganisationFacts("local_committee", "county", "county", directly_managed=True)


def group(code: str, **words) -> Group:
    parameters = {"title": code, "kinds": ("local_committee",), "levels": ("county",), **words}
    return Group(clause="一", code=code, **parameters)


@pytest.mark.parametrize(
    ("facts", "belongs"),
    [
        (COUNTY, True),
        (replace(COUNTY, directly_managed=False), False),
        (replace(COUNTY, kind="branch"), False),
        (replace(COUNTY, level="township"), False),
    ],
)
def test_an_organisation_belongs_by_kind_level_and_who_manages_it(facts, belongs):
    assert group("counties").has(facts) is belongs


def test_the_first_group_of_the_notice_counts():
    assert group_of(COUNTY, (group("a", kinds=("branch",)), group("b"), group("c"))).code == "b"
    assert group_of(COUNTY, ()) is None


def closing(grace: int = 60, *, is_extended: bool = False) -> Closing:
    return Closing("nomination", UNTIL, grace, "二.3c", is_extended)


@pytest.mark.parametrize(("seconds", "is_late"), [(-1, False), (0, False), (60, False), (61, True)])
def test_the_deadline_holds_to_the_second_and_grants_its_grace(seconds, is_late):
    assert bool(late(closing(), UNTIL + timedelta(seconds=seconds))) is is_late


def test_a_late_thing_hears_when_it_closed_on_what_ground_and_what_to_do():
    (finding,) = late(closing(), UNTIL.astimezone(UTC) + timedelta(hours=1))

    assert (finding.code, finding.clause) == ("late", "二.3c")
    assert finding.sentence == (
        "已于2018年4月4日23:59:59截止，不再接收；已填内容均已保存，确需补报的，请向主管单位申请延期。"
    )


def test_an_extended_deadline_says_so():
    (finding,) = late(closing(is_extended=True), UNTIL + timedelta(hours=1))

    assert "（已含延期）" in finding.sentence


def test_nothing_is_late_without_a_deadline():
    assert late(None, UNTIL) == ()


def test_placeholders_are_filled_and_a_missing_one_is_an_error():
    assert filled("{year}年{title}", {"year": 2018, "title": "甲"}) == "2018年甲"
    assert placeholders_in("{year}年{title}{year}") == ("year", "title", "year")
    with pytest.raises(NoSuchPlaceholder, match="没有“count”这一项"):
        filled("{count}个", {})


@pytest.mark.parametrize(("least", "most", "words"), [(1, 1, "1个"), (2, 3, "2至3个")])
def test_a_range_of_one_is_one_number(least, most, words):
    assert few_to_many(least, most, "个") == words


def test_names_in_a_parameter_are_found_in_texts_lists_and_tables():
    setting = group("counties", kinds=("branch", "other"))

    assert named(setting, "code") == ("counties",)
    assert named(setting, "kinds") == ("branch", "other")


def test_every_kind_says_itself_in_words_of_its_own():
    silent = [name for name, kind in KINDS.items() if kind.in_words is Kind.in_words or kind.TITLE == Kind.TITLE]

    assert silent == []


def test_a_kind_without_words_of_its_own_lists_its_parameters():
    assert Kind.in_words(group("a"), lambda target, code: code).startswith("code：a，title：a")


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("nominations.quota", "每个县（区）申报2至3个项目，其中至少1个创新实践（A类）。"),
        (
            "projects.applicant",
            "创新实践（A类）可以由县级以上党（工）委实施（类型为地方党委、党工委、基层党委，级别为县处级及以上）。",
        ),
        ("projects.leader_post", "创新实践（A类）项目负责人为书记、副书记、委员。"),
        ("projects.team_size", "项目组成员3至7人，含项目负责人。"),
        ("projects.topic_source", "可从参考目录选题，也可自主选题。"),
        ("projects.completion", "项目不晚于2018年12月31日完成。"),
        (
            "programmes.deadline",
            "申报单位报送推荐名单截止到2018年4月4日23:59:59，逾时60秒以内仍予接收；逾期须经批准延期。",
        ),
        ("approvals.review_step", "“初审”由市级经办办理。"),
        (
            "agreements.terms",
            "签订《基层党建创新项目责任书》，由甲方、乙方签署，批准立项后15日内签订，一式2份。",
        ),
        ("projects.category", "设“创新实践（A类）”一类。"),
        ("programmes.group", "“县（区）委”指主管党委直接管理的县级地方党委。"),
    ],
)
def test_a_setting_of_the_notice_reads_as(huainan, kind, sentence):
    say = reading.say_of(huainan, WORDS)

    first = next(setting for name, setting in huainan.settings if name == kind)

    assert first.in_words(say) == sentence


def test_other_notices_read_in_words_too(other_notice):
    for passage in reading.passages(other_notice, WORDS):
        for line in passage.lines:
            assert line.sentence and "{" not in line.sentence and "('" not in line.sentence


def test_the_passages_follow_the_order_of_the_notice_and_hold_every_setting(huainan):
    passages = reading.passages(huainan, WORDS)

    assert [p.clause.id for p in passages] == [clause.id for clause in huainan.clauses]
    assert {line.title for p in passages for line in p.lines} == {s.TITLE for _, s in huainan.settings}


def test_columns_are_said_as_one_list_and_placeholders_in_chinese(huainan):
    by_clause = {passage.clause.id: passage for passage in reading.passages(huainan, WORDS)}

    columns = [line.sentence for line in by_clause["二.3c"].lines if line.title == "申报汇总表栏目"]
    wordings = [line for line in by_clause["二.3e"].lines if line.title == "公文文字"]

    assert len(columns) == 1 and columns[0].startswith("申报汇总表依次设“序号”、“申报单位”、“项目名称”")
    assert wordings[0].sentence.startswith("立项名单通知题为“关于公布【年度】年度")
    assert any("【项目数】" in text for text in wordings[0].texts)


def test_the_dates_of_the_notice_stand_in_the_order_of_a_cycle(huainan):
    assert [(moment.label, moment.at) for moment in reading.moments(huainan)] == [
        ("通知印发", date(2018, 3, 23)),
        ("申报单位报送推荐名单截止", datetime(2018, 4, 4, 23, 59, 59, tzinfo=SHANGHAI)),
        ("项目完成期限", date(2018, 12, 31)),
        ("经费使用期限", date(2018, 12, 31)),
    ]


def changed(pack, kind: str, place: int = 0, **fields):
    """The pack with one setting changed, or dropped where no field is given."""
    rows, count = [], -1
    for name, setting in pack.settings:
        count += name == kind
        if name == kind and count == place:
            rows += [(name, replace(setting, **fields))] if fields else []
        else:
            rows.append((name, setting))
    return replace(pack, settings=tuple(rows))


def test_a_version_that_changes_nothing_has_no_changes(huainan):
    assert reading.changes(huainan, huainan, WORDS) == ()


def test_a_changed_quota_is_said_before_and_after_with_its_clause_and_its_group(huainan):
    (change,) = reading.changes(huainan, changed(huainan, "nominations.quota", maximum=4), WORDS)

    assert (change.title, change.clause, change.groups) == ("申报名额", "二.3a", ("counties",))
    assert change.before == "每个县（区）申报2至3个项目，其中至少1个创新实践（A类）。"
    assert change.after == "每个县（区）申报2至4个项目，其中至少1个创新实践（A类）。"


def test_a_named_setting_is_compared_with_the_one_of_its_name(huainan):
    later = datetime(2018, 4, 10, tzinfo=SHANGHAI)

    (change,) = reading.changes(huainan, changed(huainan, "programmes.deadline", until=later), WORDS)

    assert "2018年4月4日23:59:59" in change.before and "2018年4月10日00:00:00" in change.after


def test_what_is_dropped_and_what_is_new_stand_on_one_side(huainan):
    without = changed(huainan, "projects.completion")
    nameless = changed(huainan, "projects.category", place=1)

    assert [(c.title, bool(c.before), bool(c.after)) for c in reading.changes(huainan, without, WORDS)] == [
        ("完成期限", True, False)
    ]
    assert ("项目类别", False, True) in [
        (c.title, bool(c.before), bool(c.after)) for c in reading.changes(nameless, huainan, WORDS)
    ]


def test_the_head_the_clauses_and_the_catalogue_are_compared_as_well(huainan):
    about = replace(huainan.about, title="新名称", in_force_from=datetime(2018, 5, 1, tzinfo=SHANGHAI))
    clauses = (replace(huainan.clauses[0], text="新条款"), *huainan.clauses[1:])
    after = replace(huainan, about=about, clauses=clauses, topics=huainan.topics[:-1])

    titles = [change.title for change in reading.changes(huainan, after, WORDS)]

    assert titles == ["名称", "条款", "参考目录第32项"]


def test_a_softened_rule_is_a_change(huainan):
    (change,) = reading.changes(huainan, changed(huainan, "nominations.quota", strictness="warn"), WORDS)

    assert change.after.endswith("（一般要求，写明理由可不受限）")


def test_a_deadline_of_an_unknown_step_has_a_place_all_the_same():
    deadline = Deadline(clause="一", step="other", until=UNTIL, grace_seconds=-1)

    assert deadline.moments()[0].place == 2
    assert list(deadline.faults()) == ["grace_seconds 不能为负数"]


def test_numbers_of_documents_begin_at_one():
    head = Letterhead(clause="一", organisation="甲", mark="甲", series="甲", first_number=0, printer="甲")

    assert list(head.faults()) == ["first_number 应在1至9999之间"]
