"""A pack as a person reads it: settings in words beside their clauses, dates in order, what changed and for whom."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby, zip_longest
from typing import Any

from lixiang.programmes.rules.checking import Words, names_in
from lixiang.programmes.rules.kind import Kind, Moment, Say, day_in_words, joined, named
from lixiang.programmes.rules.kinds import About, ClauseText, Pack, in_shanghai
from lixiang.programmes.rules.wording import placeholders_in


@dataclass(frozen=True)
class Line:
    """One setting in words; `texts` are the paragraphs that it carries, if any."""

    title: str
    sentence: str
    is_rule: bool
    is_blocking: bool
    note: str
    texts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Passage:
    """A clause and everything that rests on it."""

    clause: ClauseText
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Change:
    """One difference between two versions; `groups` are those it touches, none where it touches everybody."""

    title: str
    clause: str
    before: str
    after: str
    groups: tuple[str, ...] = ()


ABOUT_WORDS = {
    "title": "名称",
    "year": "年度",
    "managing_organisation": "主管单位",
    "document_number": "发文字号",
    "issued_on": "印发日期",
    "note": "说明",
}


def say_of(pack: Pack, words: Words) -> Say:
    """How people call what the settings of this pack name; a word that nobody knows stands as it is."""
    names = names_in(pack)

    def say(target: str, code: str) -> str:
        row = names.get(target, {}).get(code)
        return row.called() if row is not None else words.lists.get(target, {}).get(code, code)

    return say


def passages(pack: Pack, words: Words) -> tuple[Passage, ...]:
    """The clauses in the order of the notice, each with the settings that rest on it."""
    say = say_of(pack, words)
    return tuple(
        Passage(clause, tuple(_lines([s for _, s in pack.settings if s.clause == clause.id], say, words)))
        for clause in pack.clauses
    )


def _lines(settings: list[Kind], say: Say, words: Words) -> Iterator[Line]:
    """One line per setting; rows of a kind that is said as a list are one line."""
    for _, group in groupby(settings, key=lambda row: row.TITLE):
        rows = list(group)
        if rows[0].LISTED:
            sentence = rows[0].LISTED.format(rows=joined([f"“{row.called()}”" for row in rows]))
            yield Line(rows[0].TITLE, sentence, rows[0].IS_RULE, True, "")
        else:
            yield from (line_of(row, say, words) for row in rows)


def line_of(setting: Kind, say: Say, words: Words) -> Line:
    texts = tuple(_with_names(text, words) for text in setting.worded()[1])
    sentence = _with_names(setting.in_words(say), words)
    return Line(setting.TITLE, sentence, setting.IS_RULE, setting.strictness == "block", setting.note, texts)


def _with_names(text: str, words: Words) -> str:
    """Placeholders as people read them: 【年度】."""
    for name in placeholders_in(text):
        text = text.replace(f"{{{name}}}", f"【{words.placeholder_words.get(name, name)}】")
    return text


def moments(pack: Pack) -> tuple[Moment, ...]:
    """The dates of the notice in the order of a cycle."""
    own = (Moment(0, "通知印发", pack.about.issued_on),)
    return tuple(sorted((*own, *(m for _, setting in pack.settings for m in setting.moments())), key=lambda m: m.place))


def changes(before: Pack, after: Pack, words: Words) -> tuple[Change, ...]:
    """What a later version changes: the head, the clauses, the catalogue, the settings."""
    clauses = _pairs({c.id: c.text for c in before.clauses}, {c.id: c.text for c in after.clauses})
    topics = _pairs({t.number: t.title for t in before.topics}, {t.number: t.title for t in after.topics})
    return (
        *_about_changes(before.about, after.about),
        *(Change("条款", key, old, new) for key, old, new in clauses),
        *(Change(f"参考目录第{number}项", "", old, new) for number, old, new in topics),
        *_setting_changes(before, after, words),
    )


def _about_changes(before: About, after: About) -> Iterator[Change]:
    for name, title in ABOUT_WORDS.items():
        old, new = (_in_words(getattr(about, name)) for about in (before, after))
        if old != new:
            yield Change(title, "", old, new)


def _in_words(value: Any) -> str:
    if isinstance(value, datetime):
        return in_shanghai(value)
    return day_in_words(value) if isinstance(value, date) else str(value)


def _pairs(before: dict[Any, str], after: dict[Any, str]) -> list[tuple[Any, str, str]]:
    """Key, text before, text after, of what is not the same."""
    keys = dict.fromkeys((*before, *after))
    return [(k, before.get(k, ""), after.get(k, "")) for k in keys if before.get(k) != after.get(k)]


Read = tuple[str, Kind]


def _setting_changes(before: Pack, after: Pack, words: Words) -> Iterator[Change]:
    for kind in dict.fromkeys(kind for pack in (before, after) for kind, _ in pack.settings):
        old, new = _rows_of(before, kind, say_of(before, words)), _rows_of(after, kind, say_of(after, words))
        for was, now in _row_pairs(old, new):
            yield _change(was, now)


def _change(was: Read | None, now: Read | None) -> Change:
    """One side may be missing, never both; what is new says whom it touches, else what is gone."""
    (words_before, row), (words_after, new_row) = was or ("", None), now or ("", None)
    speaks: Any = new_row or row
    return Change(speaks.TITLE, speaks.clause, words_before, words_after, _groups(speaks))


def _rows_of(pack: Pack, kind: str, say: Say) -> list[Read]:
    return [(full_words(row, say), row) for each, row in pack.settings if each == kind]


def full_words(setting: Kind, say: Say) -> str:
    """A setting with all that it carries: its sentence, how hard it is, its note, its paragraphs."""
    hard = "" if setting.strictness == "block" else "（一般要求，写明理由可不受限）"
    note = f"（{setting.note}）" if setting.note else ""
    return "\n".join((f"{setting.in_words(say)}{hard}{note}", *setting.worded()[1]))


def _row_pairs(old: list[Read], new: list[Read]) -> Iterator[tuple[Read | None, Read | None]]:
    """What one version has and the other has not: rows of one name side by side, the others in their order."""
    gone = [row for row in old if not any(_same(row, other) for other in new)]
    come = [row for row in new if not any(_same(row, other) for other in old)]
    for row in list(gone):
        other = next((each for each in come if _name(each) and _name(each) == _name(row)), None)
        if other is not None:
            gone.remove(row)
            come.remove(other)
            yield row, other
    nameless = [row for row in gone if not _name(row)], [row for row in come if not _name(row)]
    yield from zip_longest(*nameless)
    yield from ((row, None) for row in gone if _name(row))
    yield from ((None, row) for row in come if _name(row))


def _same(one: Read, other: Read) -> bool:
    return (one[0], one[1].clause) == (other[0], other[1].clause)


def _name(row: Read) -> str:
    return getattr(row[1], row[1].NAMED_BY) if row[1].NAMED_BY else ""


def _groups(setting: Kind) -> tuple[str, ...]:
    """The groups that the setting speaks of by name."""
    parameters = [name for name, targets in setting.REFERS.items() if "programmes.group" in targets]
    return tuple(code for parameter in parameters for code in named(setting, parameter))
