"""What is wrong with a pack whose every table reads well by itself: what its settings name, and how they fit."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime, time
from typing import Any

from lixiang.programmes.rules.kind import Kind, Moment, day_in_words, named
from lixiang.programmes.rules.kinds import Pack
from lixiang.programmes.rules.wording import placeholders_in
from lixiang.ui.written import SHANGHAI


@dataclass(frozen=True)
class Words:
    """The lists of words that settings may use, by what they name, and the placeholders that each paper fills.

    `placeholder_words` says each placeholder in Chinese.
    """

    lists: Mapping[str, Mapping[str, str]]
    placeholders: Mapping[str, frozenset[str]]
    placeholder_words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Wrong:
    """A fault of the whole: the table and the place of the row in it, the clause it rests on, the sentence."""

    table: str
    place: int
    clause: str
    sentence: str


Row = tuple[str, int, Kind]
CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
YEARS = range(1949, 2201)
LONGEST_CODE, LONGEST_TITLE, LONGEST_CLAUSE, LONGEST_NOTE = 60, 200, 20, 400
LARGEST_NUMBER = 9999


def faults(pack: Pack, words: Words) -> tuple[Wrong, ...]:
    """Everything that is wrong between the tables of a pack, in the order of its settings."""
    rows = tuple(_rows(pack))
    names = names_in(pack)
    return (
        *_about_faults(pack),
        *_head_faults(pack),
        *(wrong for row in rows for wrong in _row_faults(row, pack, names, words)),
        *_kind_faults(pack, rows),
        *_order_faults(pack, rows),
    )


def names_in(pack: Pack) -> dict[str, dict[str, Kind]]:
    """Kind -> the name of each of its rows that others may name -> the row."""
    found: dict[str, dict[str, Kind]] = {}
    for kind, setting in pack.settings:
        name = setting.NAMED_BY or setting.CALLED_BY
        if name:
            found.setdefault(kind, {})[getattr(setting, name)] = setting
    return found


def _rows(pack: Pack) -> Iterator[Row]:
    counts: dict[str, int] = {}
    for kind, setting in pack.settings:
        place = counts.get(kind, 0)
        counts[kind] = place + 1
        yield kind, place, setting


def _about_faults(pack: Pack) -> Iterator[Wrong]:
    about = pack.about
    if not CODE.fullmatch(about.code) or len(about.code) > LONGEST_CODE:
        yield Wrong("programme", 0, "", f"code：由小写字母、数字和短横线组成，不超过{LONGEST_CODE}个字符")
    if not 0 < len(about.title) <= LONGEST_TITLE:
        yield Wrong("programme", 0, "", f"title：不能空白，不超过{LONGEST_TITLE}字")
    if not about.managing_organisation:
        yield Wrong("programme", 0, "", "managing_organisation：不能空白")
    if about.year not in YEARS:
        yield Wrong("programme", 0, "", f"year：应在{YEARS[0]}至{YEARS[-1]}之间")
    yield from (Wrong("programme", 0, "", sentence) for sentence in _clocks(about))


def _head_faults(pack: Pack) -> Iterator[Wrong]:
    """Clauses and topics: each once, none too long to keep, numbers from 1."""
    clauses, numbers = [clause.id for clause in pack.clauses], [topic.number for topic in pack.topics]
    for place, clause in enumerate(clauses):
        if clause in clauses[:place]:
            yield Wrong("clause", place, clause, f"{clause} 重复")
        if not 0 < len(clause) <= LONGEST_CLAUSE:
            yield Wrong("clause", place, clause, f"id：不能空白，不超过{LONGEST_CLAUSE}字")
    for place, topic in enumerate(pack.topics):
        if topic.number in numbers[:place]:
            yield Wrong("topic", place, "", f"{topic.number} 重复")
        if not 1 <= topic.number <= LARGEST_NUMBER or not 0 < len(topic.title) <= LONGEST_TITLE:
            yield Wrong("topic", place, "", f"编号应在1至{LARGEST_NUMBER}之间，题目不能空白，不超过{LONGEST_TITLE}字")


def _row_faults(row: Row, pack: Pack, names: Mapping[str, Mapping[str, Kind]], words: Words) -> Iterator[Wrong]:
    kind, place, setting = row
    sentences = (
        *_clause_fault(setting, pack),
        *_too_long(setting),
        *_unknown(setting, names, words),
        *_clocks(setting),
    )
    sentences = (*sentences, *setting.faults())
    yield from (Wrong(kind, place, setting.clause, s) for s in (*sentences, *_placeholder_faults(setting, words)))


def _clause_fault(setting: Kind, pack: Pack) -> Iterator[str]:
    if setting.clause not in {clause.id for clause in pack.clauses}:
        yield "所依据的条款不在本方案包的条款中"
    if len(setting.note) > LONGEST_NOTE:
        yield f"note：不超过{LONGEST_NOTE}字"


def _too_long(setting: Kind) -> Iterator[str]:
    """What is kept in a column of its own, here or in a later stage, fits into it on every database."""
    for parameter, longest in setting.LONGEST.items():
        if len(getattr(setting, parameter)) > longest:
            yield f"{parameter}：不超过{longest}字"


def _unknown(setting: Kind, names: Mapping[str, Mapping[str, Kind]], words: Words) -> Iterator[str]:
    """What a parameter names and nobody has said: neither a row of this pack nor a word of the product."""
    for parameter, targets in setting.REFERS.items():
        if getattr(setting, parameter) == () != getattr(type(setting), parameter, None):  # empty, and may not be
            yield f"{parameter}：至少写一个"
        known = {name for target in targets for name in (*names.get(target, ()), *words.lists.get(target, ()))}
        for word in named(setting, parameter):
            if word not in known:
                may = f"，可用的有：{'、'.join(sorted(known))}" if known else ""
                yield f"{parameter}：没有“{word}”{may}"


def _clocks(setting: Any) -> Iterator[str]:
    for each in fields(setting):
        value = getattr(setting, each.name)
        if isinstance(value, datetime) and value.tzinfo is None:
            yield f"{each.name}：时间应写明时区，如2018-04-04T23:59:59+08:00"


def _placeholder_faults(setting: Kind, words: Words) -> Iterator[str]:
    paper, texts = setting.worded()
    known = words.placeholders.get(paper, frozenset())
    for name in dict.fromkeys(name for text in texts for name in placeholders_in(text)):
        if name not in known:
            may = f"，可用的有：{'、'.join(sorted(known))}" if known else ""
            yield f"文字中的占位符 {{{name}}} 没有对应的内容{may}"


def _kind_faults(pack: Pack, rows: tuple[Row, ...]) -> Iterator[Wrong]:
    for kind in dict.fromkeys(kind for kind, _ in pack.settings):
        mine = tuple(setting for name, _, setting in rows if name == kind)
        found = (*_one_too_many(mine), *_names_twice(mine), *type(mine[0]).faults_between(mine))
        yield from (Wrong(kind, place, mine[place].clause, sentence) for place, sentence in found)


def _one_too_many(rows: tuple[Kind, ...]) -> Iterator[tuple[int, str]]:
    if rows[0].ONCE:
        yield from ((place, f"“{rows[0].TITLE}”只能有一项") for place in range(1, len(rows)))


def _names_twice(rows: tuple[Kind, ...]) -> Iterator[tuple[int, str]]:
    names = [getattr(row, row.NAMED_BY) if row.NAMED_BY else place for place, row in enumerate(rows)]
    yield from ((n, f"{rows[n].NAMED_BY}：{name} 重复") for n, name in enumerate(names) if name in names[:n])


def _order_faults(pack: Pack, rows: tuple[Row, ...]) -> Iterator[Wrong]:
    """Dates stand in the order of a cycle: nothing is due before what comes earlier."""
    issued = Moment(0, "通知印发", pack.about.issued_on)
    dated = sorted(((moment, row) for row in rows for moment in row[2].moments()), key=lambda each: each[0].place)
    befores = (issued, *(moment for moment, _ in dated))
    for before, (after, row) in zip(befores, dated, strict=False):
        if before.place < after.place and _ends(after.at) < _begins(before.at):
            sentence = f"{after.label}（{day_in_words(after.at)}）早于{before.label}（{day_in_words(before.at)}）"
            yield Wrong(row[0], row[1], row[2].clause, sentence)


def _begins(at: Any) -> datetime:
    return _local(at) if isinstance(at, datetime) else datetime.combine(at, time.min)


def _ends(at: Any) -> datetime:
    return _local(at) if isinstance(at, datetime) else datetime.combine(at, time.max)


def _local(at: datetime) -> datetime:
    """The wall clock of Shanghai; a moment without zone, which is a fault of its own, as it is written."""
    return at.astimezone(SHANGHAI).replace(tzinfo=None) if at.tzinfo else at
