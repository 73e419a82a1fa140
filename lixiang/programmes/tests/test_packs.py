"""A pack goes in and out unchanged, shipped packs are canonical, and every fault is named where it stands."""

from dataclasses import fields
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from lixiang.config.stages import KINDS
from lixiang.programmes.queries import read_pack
from lixiang.programmes.rules.kind import OF_EVERY_KIND
from lixiang.programmes.rules.lines import header_lines
from lixiang.programmes.rules.pack import WrongPack, write
from lixiang.programmes.tests.conftest import HEAD, OTHER_NOTICES
from lixiang.programmes.tests.generated import packs
from lixiang.rehearsal.cast import shipped_pack

SHIPPED = ["huainan-2018"]


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(packs())
def test_what_is_written_reads_as_it_was_and_is_written_the_same_again(pack):
    text = write(pack)

    assert read_pack(text) == pack
    assert write(read_pack(text)) == text


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_packs_are_canonical_byte_for_byte(name):
    text = files("lixiang.programmes.packs").joinpath(f"{name}.toml").read_bytes()

    assert write(shipped_pack(name)).encode() == text


@pytest.mark.parametrize("path", OTHER_NOTICES, ids=lambda path: path.stem)
def test_packs_of_other_notices_are_canonical(path):
    text = path.read_bytes()

    assert write(read_pack(text.decode())).encode() == text


def test_other_notices_use_what_the_first_does_not():
    used = {kind for path in OTHER_NOTICES for kind, _ in read_pack(path.read_text("utf-8")).settings}

    assert len(OTHER_NOTICES) >= 3
    assert {"projects.person_limit", "approvals.publicity"} <= used - {k for k, _ in shipped_pack(SHIPPED[0]).settings}


def test_the_order_of_settings_in_a_pack_is_that_of_its_tables(small):
    pack = small()
    category, section, group = pack.settings

    assert type(pack)(pack.about, pack.clauses, pack.topics, (category, group, section)) == pack


def faults_of(small, more: str = "", head: str = HEAD):
    with pytest.raises(WrongPack) as caught:
        small(more, head)
    return [(fault.line, fault.table, fault.clause, fault.sentence) for fault in caught.value.faults]


def test_a_syntax_fault_names_its_line(small):
    (fault,) = faults_of(small, "\n[[projects.field]\n")

    assert fault[0] == HEAD.count("\n") + 2
    assert fault[3].startswith("不是合法的 TOML")


def test_a_text_cut_off_names_its_last_line(small):
    (fault,) = faults_of(small, head='[programme]\ncode = "a')

    assert fault[0] == 2


LINE = HEAD.count("\n") + 2  # where the table of the next tests begins
TOP = '\n\n[[ranking.grade_cut]]\nclause = "一"\ntitle = "优秀"'  # the one grade that a ranking of it gives


@pytest.mark.parametrize(
    ("table", "words", "sentence"),
    [
        ("projects.field", 'name = "x"\nlabel = "甲"\nsection = "none"', "section：没有“none”，可用的有：basics"),
        ("projects.field", 'name = "x"\nlabel = "甲"\nsection = "basics"\nwidget = "slider"', "widget：没有“slider”"),
        (
            "projects.field",
            'name = "x"\nlabel = "甲"\nsection = "basics"\nminimum = 9\nmaximum = 3',
            "minimum（9）应不小于0、不大于maximum（3）",
        ),
        ("projects.leader_post", 'category = "B"\nposts = ["secretary"]', "category：没有“B”，可用的有：A"),
        ("projects.leader_post", 'category = "A"\nposts = ["boss"]', "posts：没有“boss”"),
        ("projects.applicant", 'category = "A"\ntitle = "甲"\nkinds = ["village"]', "kinds：没有“village”"),
        (
            "projects.applicant",
            'category = "A"\ntitle = "甲"\nkinds = []\nminimum_rank = "king"',
            "minimum_rank：没有“king”",
        ),
        ("projects.team_size", "minimum = 7\nmaximum = 3", "minimum（7）应不小于0、不大于maximum（3）"),
        ("projects.person_limit", "lead_at_most = 3\ntake_part_at_most = 1", "lead_at_most（3）应不小于0、不大于"),
        ("projects.topic_source", "catalogue = false\nfree = false", "catalogue 和 free 不能都为 false"),
        (
            "nominations.quota",
            'group = "cities"\ntitle = "甲"\nminimum = 1\nmaximum = 2',
            "group：没有“cities”，可用的有：counties",
        ),
        (
            "nominations.quota",
            'group = "counties"\ntitle = "甲"\nminimum = 3\nmaximum = 2',
            "minimum（3）应不小于0、不大于maximum（2）",
        ),
        (
            "nominations.quota",
            'group = "counties"\ntitle = "甲"\nminimum = 1\nmaximum = 2\nat_least = {B = 1}',
            "at_least：没有“B”，可用的有：A",
        ),
        (
            "nominations.quota",
            'group = "counties"\ntitle = "甲"\nminimum = 1\nmaximum = 2\nat_least = {A = 3}',
            "at_least 合计3个，超过maximum（2）",
        ),
        (
            "nominations.quota",
            'group = "counties"\ntitle = "甲"\nminimum = 1\nmaximum = 2\nat_least = {A = 2}\nat_most = {A = 1}',
            "A：at_least（2）大于at_most（1）",
        ),
        (
            "nominations.quota",
            'group = "counties"\ntitle = "甲"\nminimum = 1\nmaximum = 2\nat_most = {A = -1}',
            "at_least 和 at_most 不能为负数",
        ),
        ("nominations.endorsement", 'by = "phone"', "by：没有“phone”"),
        ("nominations.summary_column", 'title = "甲"\nshows = "colour"', "shows：没有“colour”"),
        ("nominations.summary_column", 'title = "甲"\nshows = "order"\nwidth = 0', "width 应在1至200之间"),
        ("approvals.review_step", 'code = "a"\ntitle = "甲"\nrole = "king"\ndecides = true', "role：没有“king”"),
        ("approvals.review_step", 'code = "a"\ntitle = "甲"\nrole = "section_head"', "没有作出决定的一步"),
        ("approvals.principle", 'code = "a"\ntitle = "甲"\ntext = "甲"\nmaximum = 0', "maximum 应在1至1000之间"),
        ("approvals.publicity", "days = 0", "days 应不小于1；不公示的，删去本项"),
        ("approvals.phrase", 'text = "甲"\nresult = "maybe"', "result：没有“maybe”"),
        ("programmes.deadline", 'step = "lunch"\nuntil = 2020-04-01T00:00:00+08:00', "step：没有“lunch”"),
        ("programmes.deadline", 'step = "nomination"\nuntil = 2020-04-01T00:00:00', "until：时间应写明时区"),
        (
            "programmes.deadline",
            'step = "nomination"\nuntil = 2020-02-01T00:00:00+08:00',
            "早于通知印发",
        ),
        (
            "programmes.wording",
            'document = "poem"\ntitle = "甲"\nparagraphs = []',
            "document：没有“poem”",
        ),
        (
            "programmes.wording",
            'document = "reply"\ntitle = "{organisation}"\nparagraphs = ["{colour}"]',
            "文字中的占位符 {colour} 没有对应的内容，可用的有：count、",
        ),
        ("programmes.receivers", 'text = "甲"\ngroups = ["cities"]', "groups：没有“cities”"),
        (
            "agreements.terms",
            'title = "甲"\nparties = ["department"]\nsign_within_days = 0\ncopies = 11\narticles = ["{colour}"]',
            "sign_within_days 应不小于1",
        ),
        (
            "agreements.terms",
            'title = "甲"\nparties = ["department", "king"]\nsign_within_days = 1\ncopies = 1\narticles = []',
            "parties：没有“king”",
        ),
        ("programmes.group", 'code = "counties"\ntitle = "甲"\nkinds = []\nlevels = []', "code：counties 重复"),
        ("projects.field", 'name = "x"\nlabel = "甲"\nsection = "basics"\nnotes = "?"', "notes：没有这一项"),
        ("projects.field", 'name = "x"\nsection = "basics"', "label：缺少该项"),
        ("projects.completion", 'not_after = "soon"', "not_after：应为日期"),
        ("approvals.publicity", 'days = "many"', "days：应为整数"),
        ("approvals.publicity", 'days = "5"', "days：应为整数"),
        ("approvals.publicity", "days = true", "days：应为整数"),
        ("approvals.publicity", "days = 5\nworking_days = 1", "working_days：应为 true 或 false"),
        ("programmes.deadline", 'step = "nomination"\nuntil = 1522857599', "until：应为带时区的时间"),
        ("projects.completion", "not_after = 0", "not_after：应为日期"),
        (
            "nominations.quota",
            'group = "counties"\ntitle = "甲"\nminimum = 1\nmaximum = 2\nat_least = {A = "1"}',
            "at_least：应为整数",
        ),
        (
            "outcomes.award_tier",
            f'code = "first"\ntitle = "甲"\nground = "甲"\ngrades = ["优秀", "优透"]{TOP}',
            "grades：没有“优透”，可用的有：优秀",
        ),
        ("outcomes.award_tier", 'code = "a"\ntitle = "甲"\nground = "甲"\ngrades = ["优秀"]', "grades：没有“优秀”"),
        (
            "outcomes.recommendation",
            f'levels = ["province"]\ngrades = ["良好"]{TOP}',
            "grades：没有“良好”，可用的有：优秀",
        ),
        ("projects.field", 'name = "x"\nlabel = "甲"\nsection = ""', "section：不能空白"),
        ("projects.applicant", 'category = "A"\ntitle = "甲"\nkinds = []', "kinds：至少写一个"),
        ("projects.category", 'code = "B"\ntitle = "乙"\nstrictness = "hard"', "strictness：只能是 block 或 warn"),
    ],
)
def test_a_fault_names_line_table_clause_and_what_is_wrong(small, table, words, sentence):
    found = faults_of(small, f'\n[[{table}]]\nclause = "一"\n{words}\n')

    assert [fault[:3] for fault in found if sentence in fault[3]][:1] == [(LINE, table, "一")], found


@pytest.mark.parametrize(
    ("more", "table", "line", "clause"),
    [
        ("\n[nominations]\nquota = 3\n", "nominations.quota", LINE + 1, ""),
        ("\n[approvals.publicity]\nclause = '一'\n", "approvals.publicity", LINE, "一"),
        ("\n[[projects.field.x]]\nclause = '一'\n", "projects.field", LINE, ""),
    ],
)
def test_a_table_that_is_written_as_something_else_is_named_with_its_line(small, more, table, line, clause):
    assert faults_of(small, more) == [(line, table, clause, f"应写成 [[{table}]]")]


def test_a_pack_without_its_head_says_so_on_the_first_line(small):
    assert {fault[:2] for fault in faults_of(small, head="\n")} >= {(1, "programme")}


def test_a_clause_that_the_pack_does_not_carry_is_a_fault(small):
    assert faults_of(small, '\n[[approvals.publicity]]\nclause = "九"\ndays = 5\n') == [
        (LINE, "approvals.publicity", "九", "所依据的条款不在本方案包的条款中")
    ]


STEP = '\n[[approvals.review_step]]\nclause = "一"\ncode = "{0}"\ntitle = "甲"\nrole = "section_head"\ndecides = {1}\n'


@pytest.mark.parametrize(
    ("steps", "sentence", "place"),
    [
        ((("a", "true"), ("b", "true")), "审核程序只能有一步作出决定", 0),
        ((("a", "true"), ("b", "false")), "作出决定的一步应当在最后", 0),
        ((("a", "false"), ("b", "false")), "审核程序没有作出决定的一步（decides = true）", 1),
    ],
)
def test_exactly_one_step_decides_and_it_is_the_last(small, steps, sentence, place):
    text = "".join(STEP.format(*step) for step in steps)

    assert faults_of(small, text) == [(LINE + place * STEP.count("\n"), "approvals.review_step", "一", sentence)]


def test_what_may_stand_once_stands_once(small):
    twice = '\n[[approvals.publicity]]\nclause = "一"\ndays = 5\n' * 2

    assert faults_of(small, twice) == [(LINE + 4, "approvals.publicity", "一", "“公示”只能有一项")]


def test_the_application_closes_before_the_nomination(small):
    text = "".join(
        f'\n[[programmes.deadline]]\nclause = "一"\nstep = "{step}"\nuntil = 2020-04-{day}T00:00:00+08:00\n'
        for step, day in (("nomination", "10"), ("application", "20"))
    )

    (fault,) = faults_of(small, text)

    assert fault == (
        LINE,
        "programmes.deadline",
        "一",
        "申报单位报送推荐名单截止（2020年4月10日）早于实施主体提交申报书截止（2020年4月20日）",
    )


def test_a_quota_behind_one_without_condition_never_counts(small):
    row = '\n[[nominations.quota]]\nclause = "一"\ngroup = "counties"\ntitle = "甲"\nminimum = 1\nmaximum = 2\n'

    assert [fault[0] for fault in faults_of(small, row + row)] == [LINE + row.count("\n")]
    assert small(row.rstrip("\n") + '\nwhere_below = "branch"\n' + row).settings


@pytest.mark.parametrize(
    ("old", "new", "table", "sentence"),
    [
        ('code = "small-2020"', 'code = "Small 2020"', "programme", "code：由小写字母、数字和短横线组成"),
        ('title = "小批次"', 'title = ""', "programme", "title：不能空白"),
        ("year = 2020", "year = 1900", "programme", "year：应在1949至2200之间"),
        ("2020-03-01T00:00:00+08:00", "2020-03-01T00:00:00", "programme", "in_force_from：时间应写明时区"),
        ('id = "一"\ntext', f'id = "{"一" * 21}"\ntext', "clause", "id：不能空白，不超过20字"),
        ("[[programmes.group]]", "[[programmes.crowd]]", "programmes.crowd", "没有这种设置"),
        ("[[clause]]", "[clause]", "clause", "应写成 [[clause]]"),
        ("[programme]", "programme = 1\n[other]", "programme", "应写成 [programme]"),
        ("[programme]", "other = 1\n[programme]", "other", "不是设置表"),
    ],
)
def test_a_fault_of_the_head_is_named(small, old, new, table, sentence):
    found = faults_of(small, head=HEAD.replace(old, new))

    assert [fault for fault in found if fault[1] == table and sentence in fault[3]], found


def test_clauses_and_topics_stand_once_and_are_short_enough(small):
    clause = '\n[[clause]]\nid = "一"\ntext = "再来"\n'
    topics = "".join(f'\n[[topic]]\nnumber = {number}\ntitle = "甲"\n' for number in (1, 1, 0))

    sentences = [fault[3] for fault in faults_of(small, clause + topics)]

    assert sentences == ["一 重复", "1 重复", "编号应在1至9999之间，题目不能空白，不超过200字"]


def test_a_note_that_does_not_fit_is_a_fault(small):
    text = f'\n[[approvals.publicity]]\nclause = "一"\nnote = "{"长" * 401}"\ndays = 5\n'

    assert [fault[3] for fault in faults_of(small, text)] == ["note：不超过400字"]


def test_all_faults_are_told_at_once_in_the_order_of_the_text(small):
    team = '\n[[projects.team_size]]\nclause = "九"\nminimum = 9\nmaximum = 3\n'
    text = team + '\n[[approvals.publicity]]\nclause = "一"\ndays = 0\n'

    found = faults_of(small, text)

    assert len(found) == 3
    assert [fault[0] for fault in found] == sorted(fault[0] for fault in found)


def test_a_fault_reads_as_one_line_and_as_a_row():
    with pytest.raises(WrongPack) as caught:
        read_pack(HEAD + '\n[[approvals.publicity]]\nclause = "一"\ndays = 0\n')
    (fault,) = caught.value.faults

    assert str(fault) == f"第{LINE}行 [approvals.publicity] days 应不小于1；不公示的，删去本项（条款一）"
    assert fault.as_row()["line"] == LINE
    assert str(caught.value) == str(fault)


def test_headers_inside_texts_of_several_lines_are_passed_over():
    text = "a = \"\"\"\n[[not.this]]\n\"\"\"\n[[this.one]]\nb = '''\n[nor.this]\n'''\n[[ this.one ]]\n"

    assert header_lines(text) == {"this.one": [4, 8]}


def test_every_kind_has_its_chapter_in_the_manual_with_each_of_its_parameters():
    manual = Path(__file__).resolve().parents[3].joinpath("docs/manual/packs.md").read_text("utf-8")
    chapters = {part.split("`", 1)[0]: part for part in manual.split("\n### `")[1:]}

    assert set(chapters) == set(KINDS)
    lacking = {
        name: missing
        for name, kind in KINDS.items()
        if (missing := [each for each in parameters(kind) if f"`{each}`" not in chapters[name]])
    }
    assert lacking == {}


def parameters(kind: type) -> list[str]:
    return [each.name for each in fields(kind) if each.name not in OF_EVERY_KIND]


@pytest.mark.parametrize("escape", ["\\u0000", "\\u001f", "\\u007f", "\\u0085", "\\u2028", "\\b"])
def test_a_control_character_is_refused_with_its_line_and_clause(small, escape):
    more = f'\n[[projects.category]]\nclause = "一"\ncode = "B"\ntitle = "乙{escape}"\n'

    line = len(HEAD.splitlines()) + 2
    assert faults_of(small, more) == [(line, "projects.category", "一", "title：含有不可见的控制字符，请删去")]


def test_a_raw_nul_in_the_text_is_refused_with_its_line(small):
    (fault,) = faults_of(small, '\n[[topic]]\nnumber = 1\ntitle = "甲\0"\n')

    assert fault[0] == len(HEAD.splitlines()) + 4 and "TOML" in fault[3]


def test_a_control_character_in_the_head_or_in_a_list_is_refused_too(small):
    group = '\n[[programmes.group]]\nclause = "一"\ncode = "b"\ntitle = "乙"\nkinds = ["甲\\u0000"]\nlevels = []\n'

    assert [fault[1] for fault in faults_of(small, group)] == ["programmes.group"]
    head = HEAD.replace('title = "小批次"', 'title = "小\\u0000批次"')
    assert faults_of(small, head=head)[0][1:] == ("programme", "", "title：含有不可见的控制字符，请删去")


@pytest.mark.parametrize(
    ("table", "body", "parameter", "longest"),
    [
        ("projects.category", 'code = "{0}"\ntitle = "乙"', "code", 20),
        ("projects.section", 'code = "{0}"\ntitle = "乙"', "code", 40),
        ("projects.field", 'name = "{0}"\nlabel = "乙"\nsection = "basics"', "name", 40),
        ("approvals.principle", 'code = "{0}"\ntitle = "乙"\ntext = "乙"', "code", 20),
    ],
)
def test_what_no_column_can_hold_is_refused_with_its_line_and_clause(small, table, body, parameter, longest):
    more = f'\n[[{table}]]\nclause = "一"\n{body}\n'
    small(more.format("甲" * longest))

    found = faults_of(small, more.format("甲" * (longest + 1)))

    assert found == [(len(HEAD.splitlines()) + 2, table, "一", f"{parameter}：不超过{longest}字")]
