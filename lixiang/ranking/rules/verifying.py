"""Recomputes a certificate from its sheets and says everything that does not come out as written."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Any

from lixiang.ranking.rules.calibrated import TOLERANCE, Advice, placed
from lixiang.ranking.rules.certificate import Certificate, Outcome, as_json, outcome_of, row_of
from lixiang.ranking.rules.ranking import Facts
from lixiang.ranking.rules.reading import Unreadable, read, setting_of
from lixiang.ranking.rules.settings import settings_of
from lixiang.workflow.findings import Finding, Refused

# A hundred thousand projects under fifty settings.
MOST_STEPS = 5_000_000
MOST_SETTINGS = 200
MOST_TOLD = 50
LONGEST_SENTENCE = 300
WORDS = {
    "levels": "平衡",
    "workings": "计算过程",
    "results": "结果",
    "grades": "等次名额",
    "firmness": "名次稳定程度",
    "intervals": "名次区间",
    "advice": "校准参考",
    "severities": "评委宽严",
    "effects": "校准得分",
    "sheets": "评分表",
    "sources": "评分来源",
    "bonuses": "附加分",
    "place": "名次",
    "total": "得分",
    "grade": "等次",
    "score": "来源得分",
    "weight": "权重",
    "weighted": "加权得分",
}
NAMES = ("project", "judge", "source", "of", "bonus", "grade")
MISSING = "（没有）"


def verify(content: bytes) -> tuple[Finding, ...]:
    """Everything wrong with a certificate; nothing of a good one. No content makes it fail."""
    try:
        found = read(content)
    except Unreadable as wrong:
        return (_finding("unreadable", str(wrong)),)
    hashed = () if found.digest == found.certificate.hash else (Finding("hash", "证书的校验值与内容不符。"),)
    return (*hashed, *recomputed(found.certificate))


def recomputed(certificate: Certificate) -> tuple[Finding, ...]:
    """The findings of a second computation from the inputs alone."""
    try:
        facts = facts_of(certificate)
        firmness = certificate.outcome.firmness
        outcome = outcome_of(facts, seed=firmness.seed, rounds=firmness.rounds)
    except Unreadable as wrong:
        return (_finding("unreadable", str(wrong)),)
    except Refused as refused:
        return _told(_finding(each.code, each.sentence, each.clause) for each in refused.findings)
    return _told(_compared(certificate.outcome, outcome, facts))


def facts_of(certificate: Certificate) -> Facts:
    """The inputs of a certificate. Raises Unreadable or Refused where they make no ranking."""
    count = len(certificate.settings)
    if count > MOST_SETTINGS or count * len(certificate.entries) > MOST_STEPS:
        raise Unreadable("证书的设置或者项目过多，不核验。")
    rows = tuple(setting_of(row) for row in certificate.settings)
    settings, findings = settings_of(rows)
    if settings is None:
        raise Refused(*findings)
    if tuple(row_of(row) for row in settings.rows) != certificate.settings:
        raise Unreadable("证书的设置不按规定的次序书写，或者有的参数没有写明。")
    return Facts(settings, certificate.entries, certificate.sheets, certificate.bonuses)


def _told(findings: Iterator[Finding]) -> tuple[Finding, ...]:
    """The first fifty, and how many more there are."""
    first = tuple(islice(findings, MOST_TOLD))
    more = sum(1 for _ in findings)
    return (*first, Finding("more", f"另有{more}处与重新计算的结果不符。")) if more else first


def _compared(written: Outcome, computed: Outcome, facts: Facts) -> Iterator[Finding]:
    """What is computed with fractions may differ in its last digits; all the rest is equal to the unit."""
    computed = replace(computed, advice=_within_tolerance(written.advice, computed.advice, facts))
    if written == computed:
        return
    for path, before, after in _differences("", as_json(written), as_json(computed)):
        yield _finding("differs", f"{path}：证书写为{_shown(before)}，重新计算为{_shown(after)}。")


def _within_tolerance(said: Advice, advice: Advice, facts: Facts) -> Advice:
    """The computed advice, with each figure as written where it is near enough, and the places that follow."""
    if len(said.severities) != len(advice.severities) or len(said.effects) != len(advice.effects):
        return advice
    severities = tuple(
        replace(own, severity=_near(theirs.severity, own.severity))
        for theirs, own in zip(said.severities, advice.severities, strict=True)
    )
    effects = (
        replace(own, effect=_near(theirs.effect, own.effect))
        for theirs, own in zip(said.effects, advice.effects, strict=True)
    )
    return replace(advice, severities=severities, effects=placed(effects, facts))


def _near(written: int, computed: int) -> int:
    return written if abs(written - computed) <= TOLERANCE else computed


def _differences(path: str, before: Any, after: Any) -> Iterator[tuple[str, Any, Any]]:
    """Where two values differ, the rows of a list by what they are of."""
    if isinstance(before, dict) and isinstance(after, dict):
        for key in dict.fromkeys((*after, *before)):
            yield from _differences(
                _joined(path, WORDS.get(key, key)), before.get(key, MISSING), after.get(key, MISSING)
            )
    elif isinstance(before, list) and isinstance(after, list):
        if len(before) != len(after):
            yield _joined(path, "项数"), len(before), len(after)
        for place, (one, other) in enumerate(zip(before, after, strict=False), 1):
            yield from _differences(_joined(path, _name(other) or f"第{place}项"), one, other)
    elif before != after or type(before) is not type(after):
        yield path, before, after


def _joined(path: str, name: str) -> str:
    return f"{path}·{name}" if path else name


def _name(row: Any) -> str:
    return next((f"“{row[name]}”" for name in NAMES if row.get(name)), "") if isinstance(row, dict) else ""


def _shown(value: Any) -> str:
    return "空" if value is None else f"{value}"


def _finding(code: str, sentence: str, clause: str = "") -> Finding:
    """A sentence fit for a terminal: what the file brings along is shortened, and nothing in it steers a screen."""
    plain = "".join(sign if sign.isprintable() else "�" for sign in sentence)
    cut = plain if len(plain) <= LONGEST_SENTENCE else f"{plain[:LONGEST_SENTENCE]}……（下略）"
    return Finding(code, cut, "".join(sign if sign.isprintable() else "�" for sign in clause)[:LONGEST_SENTENCE])
