"""What a ranking is computed from: the projects, their score sheets and bonuses, and what is wrong with them."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lixiang.ranking.rules.points import LARGEST, written
from lixiang.ranking.rules.settings import Settings
from lixiang.workflow.findings import Finding


@dataclass(frozen=True)
class Entry:
    """A project that is ranked; `order` is its official place in lists, which only says how equals are shown."""

    project: str
    track: str = ""
    order: int = 0
    title: str = ""
    organisation: str = ""


@dataclass(frozen=True)
class Line:
    """What a sheet gives for one indicator, as it counts for the total; None is "n/a", which counts for nothing."""

    indicator: str
    points: int | None


@dataclass(frozen=True)
class Sheet:
    """One judge, one project, one source. The judge is a code; the total, in thousandths, is the sum of the lines.

    A sheet that is recused, not applicable or without a total does not score.
    """

    project: str
    judge: str
    source: str
    total: int | None = None
    is_recused: bool = False
    is_not_applicable: bool = False
    group: str = ""
    lines: tuple[Line, ...] = ()

    @property
    def scores(self) -> bool:
        return self.total is not None and not self.is_recused and not self.is_not_applicable


@dataclass(frozen=True)
class Bonus:
    """Points that a project was given beside its sheets, by the code of the setting, and the document they rest on."""

    project: str
    bonus: str
    points: int
    document: str = ""


def faults_in(
    settings: Settings, entries: Iterable[Entry], sheets: Iterable[Sheet], bonuses: Iterable[Bonus] = ()
) -> tuple[Finding, ...]:
    """Why these facts cannot be ranked; nothing where they can. A sheet not yet written is none of the reasons."""
    entries, sheets, bonuses = tuple(entries), tuple(sheets), tuple(bonuses)
    known = {entry.project for entry in entries}
    sentences = (
        *_twice("项目", ((entry.project,) for entry in entries)),
        *_twice("评分表", ((sheet.project, sheet.source, sheet.judge) for sheet in sheets)),
        *_twice("附加分", ((bonus.project, bonus.bonus) for bonus in bonuses)),
        *(sentence for sheet in sheets for sentence in _wrong_sheet(sheet, settings, known)),
        *(sentence for bonus in bonuses for sentence in _wrong_bonus(bonus, settings, known)),
    )
    return tuple(Finding("wrong_facts", sentence, settings.method.clause) for sentence in sentences)


def _twice(what: str, names: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield from (f"{what}“{'、'.join(name)}”重复。" for name, count in Counter(names).items() if count > 1)


def _wrong_sheet(sheet: Sheet, settings: Settings, known: set[str]) -> Iterator[str]:
    called = f"评委“{sheet.judge}”对“{sheet.project}”的评分表"
    if sheet.project not in known:
        yield f"{called}：没有这个项目。"
    if sheet.source not in settings.source_codes:
        yield f"{called}：没有“{sheet.source}”这个评分来源。"
    if sheet.total is not None and not 0 <= sheet.total <= LARGEST:
        yield f"{called}：总分应在0至{written(LARGEST)}之间。"
    points = [line.points for line in sheet.lines if line.points is not None]
    if any(abs(each) > LARGEST for each in points):
        yield f"{called}：单项得分过大。"
    if sheet.scores and sheet.lines and sum(points) != sheet.total:
        yield f"{called}：总分{written(sheet.total)}不等于各项之和{written(sum(points))}。"
    yield from (f"{called}：{words}" for words in _twice("指标", ((line.indicator,) for line in sheet.lines)))


def _wrong_bonus(bonus: Bonus, settings: Settings, known: set[str]) -> Iterator[str]:
    called = f"“{bonus.project}”的附加分“{bonus.bonus}”"
    setting = next((each for each in settings.bonuses if each.code == bonus.bonus), None)
    if bonus.project not in known:
        yield f"{called}：没有这个项目。"
    if setting is None:
        yield f"{called}：方案里没有这一项。"
    elif setting.needs_document and not bonus.document.strip():
        yield f"{called}：没有写明依据的文件。"
    if not 0 <= bonus.points <= LARGEST:
        yield f"{called}：应在0至{written(LARGEST)}之间。"
