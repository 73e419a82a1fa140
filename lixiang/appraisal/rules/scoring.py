"""From what a scorer typed to lines that count and a total; and why a sheet cannot be handed in yet."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from lixiang.appraisal.rules.kinds import Indicator
from lixiang.appraisal.rules.points import POINT, written
from lixiang.workflow.findings import Finding

NOT_APPLICABLE = "不适用"
LONGEST_REASON, LONGEST_DOCUMENT, LONGEST_COMMENT = 1000, 200, 2000


@dataclass(frozen=True)
class Typed:
    """What stands in one line of a sheet: points as typed (a deduction as what is taken off), why, which document."""

    points: int | None = None
    reason: str = ""
    document: str = ""


@dataclass(frozen=True)
class SheetFacts:
    """A sheet as it stands: the rubric of its category, what was typed, what was counted from the record."""

    clause: str
    rubric: tuple[Indicator, ...]
    typed: Mapping[str, Typed]
    automatic: Mapping[str, int]
    comment: str = ""
    not_applicable: str = ""
    is_open: bool = True
    due_passed: bool = False


@dataclass(frozen=True)
class Counted:
    """One line as it counts for the total; None where nothing was typed yet, or where the sheet does not apply."""

    indicator: str
    points: int | None


NOTHING = Typed()


def rubric_for(rows: Iterable[Indicator], category: str) -> tuple[Indicator, ...]:
    """The indicators that speak of a category, in their order."""
    return tuple(row for row in rows if row.category in ("", category))


def full_mark(rubric: Iterable[Indicator]) -> int:
    return sum(row.full for row in rubric)


def counted(facts: SheetFacts) -> tuple[Counted, ...]:
    """Each line as it counts. What is taken away stops where the total would fall below nothing."""
    if facts.not_applicable:
        return tuple(Counted(row.code, None) for row in facts.rubric)
    lines = [Counted(row.code, _own_points(row, facts)) for row in facts.rubric]
    left = sum(line.points for line in lines if line.points is not None and line.points > 0)
    kept = []
    for line in lines:
        points = line.points
        if points is not None and points < 0:
            points = -min(-points, left)
            left += points
        kept.append(Counted(line.indicator, points))
    return tuple(kept)


def total_of(lines: Iterable[Counted]) -> int | None:
    """The sum of the lines; none while one of them is missing."""
    points = [line.points for line in lines]
    return sum(each for each in points if each is not None) if points and None not in points else None


def total_words(total: int | None) -> str:
    """The total of a sheet that was handed in; one without a total is one that does not apply."""
    return NOT_APPLICABLE if total is None else written(total)


def _own_points(row: Indicator, facts: SheetFacts) -> int | None:
    if row.is_automatic:
        return facts.automatic.get(row.code)
    points = facts.typed.get(row.code, NOTHING).points
    if points is None:
        return None
    if row.form == "deductive":
        return row.points - points
    return -points if row.form == "penalty" else points


def blockers_to_writing(facts: SheetFacts) -> tuple[Finding, ...]:
    if facts.is_open:
        return ()
    return (Finding("scoring_closed", "评分尚未开始或者已经结束，不能填写评分表。", facts.clause),)


def blockers_to_hand_in(facts: SheetFacts) -> tuple[Finding, ...]:
    """Everything that is still missing or wrong, each at its field."""
    return (*blockers_to_writing(facts), *(found for row in facts.rubric for found in _wrong_line(row, facts)))


def _wrong_line(row: Indicator, facts: SheetFacts) -> Iterator[Finding]:
    if row.is_automatic:
        if row.code not in facts.automatic:
            sentence = f"“{row.title}”尚未按办理记录计分，请联系主管单位。"
            yield Finding("not_counted", sentence, row.clause)
        return
    typed = facts.typed.get(row.code, NOTHING)
    field = points_field(row.code)
    if typed.points is None:
        yield Finding("no_points", f"“{row.title}”还没有打分。", row.clause, field=field)
        return
    yield from wrong_points(row, typed.points)
    yield from _unexplained(row, typed, facts)


def wrong_points(row: Indicator, points: int) -> Iterator[Finding]:
    """Why these points may not stand in this line, whatever else is on the sheet."""
    field, (least, most) = points_field(row.code), _range(row)
    if not least <= points <= most:
        sentence = f"“{row.title}”应在{written(least)}至{written(most)}分之间。"
        yield Finding("out_of_range", sentence, row.clause, row.strictness, field)
    if row.integers_only and points % POINT:
        yield Finding("no_integer", f"“{row.title}”只打整数分。", row.clause, row.strictness, field)
    if row.form == "deductive" and row.each and points % row.each:
        sentence = f"“{row.title}”每次扣{written(row.each)}分，扣分应为它的倍数。"
        yield Finding("no_multiple", sentence, row.clause, row.strictness, field)


def _range(row: Indicator) -> tuple[int, int]:
    """What may be typed: an additive item from its floor on; of a deductive one no more than leaves the floor."""
    if row.form == "deductive":
        return 0, row.points - row.floor
    return (row.floor, row.points) if row.form == "additive" else (0, row.points)


def _unexplained(row: Indicator, typed: Typed, facts: SheetFacts) -> Iterator[Finding]:
    own = _own_points(row, facts) or 0
    if row.needs_document:
        if typed.points and not typed.document:
            sentence = f"“{row.title}”应当写明依据的文件。"
            yield Finding("no_document", sentence, row.clause, field=document_field(row.code))
        return
    if own < row.reason_below and not typed.reason:
        sentence = f"“{row.title}”低于{written(row.reason_below)}分，应当写明理由。"
        yield Finding("no_reason", sentence, row.clause, field=reason_field(row.code))


def points_field(code: str) -> str:
    return f"points-{code}"


def reason_field(code: str) -> str:
    return f"reason-{code}"


def document_field(code: str) -> str:
    return f"document-{code}"
