"""Two people at one section: both texts of what differs, side by side."""

from typing import Any

from lixiang.closing.models import Dossier
from lixiang.closing.models.facts import promised_by, terms_of
from lixiang.closing.rules.dossiers import EVIDENCE, FIGURES, WRITTEN
from lixiang.closing.rules.matrix import shortened
from lixiang.closing.rules.promises import promises_of
from lixiang.projects.rules.words import RESULT_WORDS

FIGURE = (("reached", "完成值"), ("share", "完成率"), ("note", "说明"))
Texts = tuple[tuple[str, str, str], ...]


def both_texts(theirs: Dossier, section: str, mine: Any) -> Texts:
    """Label, my text, their text wherever the two differ."""
    pairs = _pairs(theirs, section, mine)
    return tuple(pair for pair in pairs if pair[1].split() != pair[2].split())


def _pairs(theirs: Dossier, section: str, mine: Any) -> list[tuple[str, str, str]]:
    if section == WRITTEN:
        parts = terms_of(theirs.project.version, theirs.project.category).parts
        return [(p.label, mine.get(p.name, ""), theirs.answers.get(p.name, "")) for p in parts]
    promises = promises_of(promised_by(theirs).content)
    if section == FIGURES:
        return [
            (f"{shortened(goal.words)}：{word}", mine.get(f"{name}-{goal.key}", ""), _value(theirs, goal.key, name))
            for goal in promises
            if goal.kind == "goal"
            for name, word in FIGURE
        ]
    if section == EVIDENCE:
        return [(shortened(p.words), mine.get(p.key, ""), theirs.explained.get(p.key, "")) for p in promises]
    return [("成果登记", _lines(mine), _lines([each.as_row() for each in theirs.results.all()]))]


def _value(dossier: Dossier, key: str, name: str) -> str:
    value = dossier.figures.get(key, {}).get(name)
    return "" if value is None else str(value)


def _lines(rows: list[dict[str, Any]]) -> str:
    return "\n".join(
        "｜".join((RESULT_WORDS.get(row.get("kind", ""), ""), row.get("title", ""), row.get("effect", "")))
        for row in rows
    )
