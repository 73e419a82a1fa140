"""The kinds of setting: what they say in words, what is wrong with a row, between rows, and between kinds."""

from dataclasses import replace

import pytest

from lixiang.appraisal.rules.kinds import Source
from lixiang.config.stages import WORDS
from lixiang.ranking.rules.columns import columns_of
from lixiang.ranking.rules.explanation import explanation
from lixiang.ranking.rules.grades import GradeUse, sentences
from lixiang.ranking.rules.kinds import ConditionalBonus, GradeCut, Method, Publicity, TieRule
from lixiang.ranking.rules.ranking import rank
from lixiang.ranking.rules.settings import settings_of
from lixiang.ranking.rules.vectors import rank_columns
from lixiang.ranking.tests.examples import CLAUSE, DEPARTMENT, PANEL, SETTINGS, TRIMMED, example, panel_facts


def say(target, code):
    names = {"appraisal.source": {"panel": "评审组"}, "projects.category": {"A": "A类"}}
    return names.get(target, {}).get(code) or WORDS.lists.get(target, {}).get(code, code)


@pytest.mark.parametrize(
    ("setting", "sentence"),
    [
        (
            TRIMMED,
            "每个项目取去掉1个最高分、1个最低分后的平均分，四舍五入到千分之一分，有效评分不少于3份；"
            "全部项目统一排名，并列之后的名次跳过。",
        ),
        (
            Method(**CLAUSE, name="median", standardise="group", minimum_sample=5, scope="track", numbering="dense"),
            "先按评审组平衡（不足5份评分的不平衡），每个项目取中位数，四舍五入到千分之一分，有效评分不少于1份；"
            "按类别分别排名，并列之后的名次连续。",
        ),
        (PANEL, "评审组（评审组评委评分）占70%，按排名方法计算；没有的，不参加排名。"),
        (
            replace(DEPARTMENT, optional=True),
            "主管单位（评审组评委评分）占30%，取平均分；没有的，由其余来源按权重折算。",
        ),
        (TieRule(**CLAUSE, by="source", source="panel"), "得分相同的，“评审组”评分来源的得分高的在前；仍相同的并列。"),
        (TieRule(**CLAUSE, by="lowest"), "得分相同的，最低的一份评分高的在前；仍相同的并列。"),
        (
            GradeCut(**CLAUSE, title="优秀", minimum=85_500, at_most=500, track="A"),
            "A类项目得分不低于85.5分的为优秀，不超过同类参加排名项目数的50%（舍去小数）；名额边界上并列的，一并列入下一等次。",
        ),
        (GradeCut(**CLAUSE, title="合格"), "项目其余的为合格。"),
        (
            ConditionalBonus(**CLAUSE, code="a", title="表彰", at_most=5_000, from_score=80_000),
            "表彰：加分前不低于80分的，每个项目最多加5分，须有文件依据。",
        ),
        (
            ConditionalBonus(**CLAUSE, code="a", title="表彰", at_most=500, needs_document=False),
            "表彰：每个项目最多加0.5分。",
        ),
        (
            Publicity(**CLAUSE, days=5, sheets="anonymous"),
            "排名确认后公示5个工作日，期满无异议或者异议处理完毕后印发通报；"
            "公示起申报单位、填报单位可以查看全部排名，本单位项目的逐份评分不显示评委姓名。",
        ),
    ],
)
def test_a_setting_says_itself_in_words(setting, sentence):
    assert setting.in_words(say) == sentence


@pytest.mark.parametrize(
    ("setting", "part"),
    [
        (Method(**CLAUSE, name="trimmed_mean", drop_high=21, minimum_sheets=30), "应在0至20之间"),
        (Method(**CLAUSE, name="mean", drop_low=1, minimum_sheets=2), "只用于 trimmed_mean"),
        (Method(**CLAUSE, name="mean", minimum_sheets=0), "minimum_sheets 应在1"),
        (Method(**CLAUSE, name="trimmed_mean", drop_high=1, drop_low=1, minimum_sheets=2), "应大于 drop_high"),
        (Method(**CLAUSE, name="mean", standardise="judge", minimum_sample=1001), "minimum_sample 应在0"),
        (Method(**CLAUSE, name="mean", standardise="judge"), "在平衡时填写"),
        (Method(**CLAUSE, name="mean", minimum_sample=3), "在平衡时填写"),
        (Source(**CLAUSE, code="a", title="甲", weight=0), "weight 以千分之一为单位"),
        (TieRule(**CLAUSE, by="source"), "的填 source"),
        (TieRule(**CLAUSE, by="median", indicator="goal"), "其他的都不填"),
        (GradeCut(**CLAUSE, title="优秀", minimum=-1), "minimum 以千分之一分"),
        (GradeCut(**CLAUSE, title="优秀", at_most=0), "at_most 以千分之一"),
        (GradeCut(**CLAUSE, title="合格", rectify_months=61), "rectify_months 应在0至60之间"),
        (ConditionalBonus(**CLAUSE, code="a", title="表彰", at_most=0), "at_most 应大于0"),
        (Publicity(**CLAUSE, days=0), "days 应在1至365之间"),
    ],
)
def test_a_wrong_row_is_told(setting, part):
    (fault,) = setting.faults()

    assert part in fault


BEST, REST = GradeCut(**CLAUSE, title="优秀", minimum=80_000, at_most=500), GradeCut(**CLAUSE, title="合格")
GOAL = TieRule(**CLAUSE, by="indicator", indicator="goal")


@pytest.mark.parametrize(
    ("rows", "place", "part"),
    [
        ((PANEL,), 0, "合计应为1000，现为700"),
        ((replace(DEPARTMENT, weight=1000),), 0, "至少一个来源"),
        ((GOAL, TieRule(**CLAUSE, by="lowest"), GOAL), 2, "写了两次"),
        ((BEST, replace(BEST, title="良好", minimum=90_000), REST), 1, "高于排在前面的“优秀”"),
        ((BEST, replace(REST, title="优秀")), 1, "“优秀”重复"),
        ((REST, BEST), 1, "高于排在前面"),
        ((BEST,), 0, "是最后的等次"),
        ((BEST, REST, replace(BEST, track="A")), 2, "是最后的等次"),
    ],
)
def test_rows_that_do_not_fit_together_are_told(rows, place, part):
    found = list(type(rows[0]).faults_between(rows))

    assert any(where == place and part in sentence for where, sentence in found)


def test_good_rows_have_no_faults():
    assert [fault for row in SETTINGS.rows for fault in row.faults()] == []
    assert settings_of(SETTINGS.rows) == (SETTINGS, ())


def test_rows_of_other_kinds_are_left_aside():
    assert settings_of((*SETTINGS.rows, object())) == (SETTINGS, ())


@pytest.mark.parametrize(
    ("rows", "part"),
    [
        ((), "没有“排名方法”"),
        ((TRIMMED,), "没有“评分来源”"),
        ((TRIMMED, TRIMMED, replace(PANEL, weight=1000)), "只能有一项"),
        ((TRIMMED, replace(PANEL, weight=500), replace(PANEL, weight=500)), "“panel”重复"),
        ((replace(TRIMMED, name="luck"), replace(PANEL, weight=1000)), "name 没有“luck”"),
        (
            (TRIMMED, replace(PANEL, weight=1000), TieRule(**CLAUSE, by="source", source="nobody")),
            "source 没有“nobody”",
        ),
    ],
)
def test_settings_that_make_no_ranking_are_refused_with_the_reason(rows, part):
    settings, findings = settings_of(rows)

    assert settings is None
    assert any(part in each.sentence for each in findings)


def test_the_leading_source_is_the_heaviest_of_judges():
    third = replace(PANEL, code="third", weight=701)

    assert replace(SETTINGS, sources=(PANEL, third, replace(DEPARTMENT, weight=900))).leading == third


def test_how_a_grade_was_filled_is_a_sentence():
    uses = (GradeUse("A", "优秀", 80_000, 500, 12, 6, 5), GradeUse("A", "合格", 0, 1000, 12, 12, 7))

    assert list(sentences(uses)) == [
        ("A", "优秀：12个项目参加排名，名额6个，评定5个。"),
        ("A", "合格：12个项目参加排名，评定7个。"),
    ]


def test_a_tie_that_a_rule_decided_is_explained_with_both_figures():
    of = panel_facts({"P": [80, 90], "Q": [85, 85]})
    of = replace(of, settings=replace(of.settings, tie_rules=(GOAL, TieRule(**CLAUSE, by="lowest"))))

    assert explanation(of, rank(of), "P").placing[1] == (
        "与前一名“Q”得分相同，按同分先后的规则列其后：指标的得分“goal” 51 比 51；最低的一份评分 85 比 80。"
    )


def test_a_source_that_is_lacking_is_explained_where_the_others_take_its_weight():
    settings = replace(SETTINGS, sources=(PANEL, replace(DEPARTMENT, optional=True)))
    of = example(settings)
    of = replace(of, sheets=tuple(sheet for sheet in of.sheets if sheet.source == "panel"))

    assert explanation(of, rank(of), "P1").weighing == (
        "（89.833 × 70%）÷ 70% = 89.833（其余来源没有评分，按现有来源折算）"
    )


def test_raw_and_adjusted_stand_side_by_side():
    of = panel_facts({"P": [50, 90], "Q": [70, 90]}, standardise="judge", minimum_sample=2)
    (step,) = explanation(of, rank(of), "P").sources

    assert [(row.raw, row.adjusted) for row in step.rows] == [("50", "62.5"), ("90", "75")]
    assert (step.raw_score, step.score) == ("70", "68.75")


def test_arrays_without_bonuses_are_ranked_without_them():
    of = example()
    without = replace(columns_of(of), bonuses={})

    assert rank_columns(without, of.settings).total.tolist()[1] == rank(replace(of, bonuses=())).scores["P2"].total
