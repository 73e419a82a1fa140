"""The kinds of setting of closing: their words for people, and what can be wrong with them."""

import pytest

from lixiang.closing.rules.kinds import (
    EvidenceKind,
    FirstCheck,
    HandInTime,
    MatrixTerms,
    ResultRegister,
    TextRule,
    WrittenPart,
)


def say(kind: str, code: str) -> str:
    return {"A": "创新实践（A类）", "practice": "做法", "goal": "目标", "pdf": ".pdf"}.get(code, code)


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        (
            EvidenceKind(clause="二.4e", code="report", title="报告", categories=("A",), endings=("pdf",)),
            "创新实践（A类）项目结项附“报告”，至少1件，限.pdf文件。",
        ),
        (
            EvidenceKind(clause="二.4e", code="x", title="照片", at_least=0, asks_where=True),
            "各类项目结项附“照片”，可附可不附，注明时间、地点。",
        ),
        (WrittenPart(clause="二.4e", name="practice", label="做法"), "各类项目结项填写“做法”（必填）。"),
        (TextRule(clause="二.4e", field="practice", minimum=300), "“做法”不少于300字。"),
        (TextRule(clause="二.4e", minimum=9, attachments=2), "结项总结不少于9字，佐证材料合计不少于2件。"),
        (FirstCheck(clause="二.4e"), "结项材料先由申报单位初核，再报主管单位。"),
        (
            MatrixTerms(clause="二.4e", promises=("goal",)),
            "批准的申报书中每项目标都有佐证材料对应；确无材料的，逐项写明原因。",
        ),
        (
            HandInTime(clause="二.4e", strictness="warn", within_days=30),
            "项目完结后30日内报送结项材料，逾期的记为逾期报送，写明原因。",
        ),
        (HandInTime(clause="二.4e", within_days=30), "项目完结后30日内报送结项材料，逾期不再受理。"),
        (ResultRegister(clause="三.3"), "结项时登记理论、制度、实践成果，至少1项；申报书承诺的成果逐项登记。"),
    ],
)
def test_a_setting_says_itself_and_has_no_fault(setting, words):
    assert setting.in_words(say) == words
    assert list(setting.faults()) == []


@pytest.mark.parametrize(
    "setting",
    [
        EvidenceKind(clause="二.4e", code="报告", title="报告"),
        EvidenceKind(clause="二.4e", code="x", title="报告", at_least=51),
        WrittenPart(clause="二.4e", name="A-b", label="做法"),
        TextRule(clause="二.4e"),
        TextRule(clause="二.4e", minimum=-1),
        MatrixTerms(clause="二.4e", promises=()),
        HandInTime(clause="二.4e", within_days=0),
        ResultRegister(clause="三.3", at_least=-1),
    ],
)
def test_a_setting_that_makes_no_sense_says_so(setting):
    assert len(list(setting.faults())) == 1
    assert WrittenPart(clause="二.4e", name="practice", label="做法").called() == "做法"
