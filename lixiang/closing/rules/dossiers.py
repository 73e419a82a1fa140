"""What a dossier is measured by, and everything that stands against its moves."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from lixiang.closing.rules.claims import Figure, Record, claim_findings
from lixiang.closing.rules.kinds import EvidenceKind, FirstCheck, HandInTime, MatrixTerms, ResultRegister, TextRule
from lixiang.closing.rules.kinds import WrittenPart as Part
from lixiang.closing.rules.matrix import Matrix, gap_findings, shortened
from lixiang.closing.rules.promises import Promise
from lixiang.documents.dates import official_date
from lixiang.projects.rules.words import RESULT_WORDS
from lixiang.workflow.findings import Finding, Strictness

WRITTEN, FIGURES, RESULTS, EVIDENCE = "written", "figures", "results", "evidence"
SECTIONS = {WRITTEN: "结项总结", FIGURES: "目标完成情况", RESULTS: "成果登记", EVIDENCE: "佐证材料"}
LONGEST_TEXT = 20_000
LONGEST_VALUE = 200
LONGEST_REASON = 500


@dataclass(frozen=True)
class Terms:
    """The settings of the programme that speak of a dossier of one category."""

    clause: str
    kinds: tuple[EvidenceKind, ...] = ()
    parts: tuple[Part, ...] = ()
    texts: tuple[TextRule, ...] = ()
    first_check: FirstCheck | None = None
    matrix: MatrixTerms | None = None
    time: HandInTime | None = None
    register: ResultRegister | None = None


@dataclass(frozen=True)
class Piece:
    """One piece of evidence as rules know it."""

    number: int
    kind: str
    name: str
    when: str = ""
    where: str = ""


@dataclass(frozen=True)
class Registered:
    """One entry of the register of results; `promise` is the key of the promise that it keeps."""

    kind: str
    title: str
    promise: str = ""


@dataclass(frozen=True)
class DossierView:
    """Everything that the rules may know of a dossier at a moment."""

    terms: Terms
    answers: dict[str, str]
    promises: tuple[Promise, ...]
    figures: tuple[Figure, ...]
    pieces: tuple[Piece, ...]
    results: tuple[Registered, ...]
    matrix: Matrix
    record: Record
    completed_on: date | None
    today: date
    due_at: datetime | None
    at: datetime
    is_with_nominator: bool = False
    project_may_close: bool = True
    project_word: str = ""

    @property
    def last_day(self) -> date | None:
        """The last day on which it is in time, counted from completion; None before that, or without a setting."""
        if self.terms.time is None or self.completed_on is None:
            return None
        return self.completed_on + timedelta(days=self.terms.time.within_days)

    @property
    def is_late(self) -> bool:
        """After the date of its return, else after the days since completion."""
        if self.due_at is not None:
            return self.at > self.due_at
        return self.last_day is not None and self.today > self.last_day


# --- what stands against a move --------------------------------------------------------------------------------------
def blockers_to_checking(own: DossierView) -> tuple[Finding, ...]:
    """To the nominating organisation, where it checks first."""
    if own.terms.first_check is None:
        return (Finding("no_first_check", "本批次不设初核，结项材料直接报主管单位。", own.terms.clause),)
    return findings(own)


def blockers_to_hand_in(own: DossierView) -> tuple[Finding, ...]:
    """Everything at once; where the nominating organisation checks first, it comes from there."""
    check = own.terms.first_check
    if check is not None and not own.is_with_nominator:
        return (Finding("first_check_missing", "结项材料应当先由申报单位初核。", check.clause), *findings(own))
    return findings(own)


def blockers_to_acceptance(own: DossierView) -> tuple[Finding, ...]:
    """What no reason overrides: kinds of evidence that are missing, promises without proof."""
    return tuple(each for each in (*_evidence(own), *gap_findings(own.matrix, own.terms.matrix)) if each.is_blocking)


def findings(own: DossierView) -> tuple[Finding, ...]:
    """All that the rules say of a dossier as it stands."""
    return (
        *_standing(own),
        *_completion(own),
        *_written(own),
        *_lengths(own),
        *_figures(own),
        *_evidence(own),
        *_places(own),
        *gap_findings(own.matrix, own.terms.matrix),
        *_register(own),
        *claim_findings(own.figures, own.record, own.terms.clause),
        *_late(own),
    )


def _standing(own: DossierView) -> Iterator[Finding]:
    if not own.project_may_close:
        sentence = f"项目当前为“{own.project_word}”，实施中或者限期整改的项目才能提交结项材料。"
        yield Finding("project_may_not_close", sentence, own.terms.clause)


def _completion(own: DossierView) -> Iterator[Finding]:
    if own.completed_on is None or own.record.open_milestones:
        count = len(own.record.open_milestones)
        open_words = f"还有{count}个里程碑没有报告完成" if count else "没有到完成时间"
        sentence = f"项目完结后报送结项材料，现在{open_words}。"
        yield Finding("not_completed", sentence, own.terms.clause, Strictness.WARN)


def _written(own: DossierView) -> Iterator[Finding]:
    for part in own.terms.parts:
        if part.required and not own.answers.get(part.name, "").strip():
            strictness = Strictness(part.strictness)
            yield Finding("missing_part", f"“{part.label}”没有填写。", part.clause, strictness, part.name)


def _lengths(own: DossierView) -> Iterator[Finding]:
    labels = {part.name: part.label for part in own.terms.parts}
    for rule in own.terms.texts:
        strictness = Strictness(rule.strictness)
        if rule.field and rule.field not in labels:
            continue  # a part that this category does not write
        texts = [own.answers.get(rule.field, "")] if rule.field else list(own.answers.values())
        length = sum(len("".join(text.split())) for text in texts)
        if length < rule.minimum and (length or not rule.field):
            what = f"“{labels[rule.field]}”" if rule.field else "结项总结"
            sentence = f"{what}不少于{rule.minimum}字，现有{length}字。"
            yield Finding("too_short", sentence, rule.clause, strictness, rule.field)
        if len(own.pieces) < rule.attachments:
            sentence = f"佐证材料合计不少于{rule.attachments}件，现有{len(own.pieces)}件。"
            yield Finding("too_few_files", sentence, rule.clause, strictness, EVIDENCE)


def _figures(own: DossierView) -> Iterator[Finding]:
    for figure in own.figures:
        if not figure.reached.strip():
            sentence = f"目标“{shortened(figure.indicator)}”没有填写完成值。"
            yield Finding("missing_figure", sentence, own.terms.clause, field=f"reached-{figure.key}")


def _evidence(own: DossierView) -> Iterator[Finding]:
    for kind in own.terms.kinds:
        count = sum(piece.kind == kind.code for piece in own.pieces)
        if count < kind.at_least:
            sentence = f"“{kind.title}”至少{kind.at_least}件，现有{count}件。"
            yield Finding("missing_evidence", sentence, kind.clause, Strictness(kind.strictness), EVIDENCE)


def _places(own: DossierView) -> Iterator[Finding]:
    asking = {kind.code: kind for kind in own.terms.kinds if kind.asks_where}
    for piece in own.pieces:
        kind = asking.get(piece.kind)
        if kind is not None and not (piece.when and piece.where):
            lacking = "、".join(word for word, text in (("时间", piece.when), ("地点", piece.where)) if not text)
            sentence = f"“{piece.name}”没有注明{lacking}。"
            yield Finding("no_time_or_place", sentence, kind.clause, Strictness(kind.strictness), EVIDENCE)


def _register(own: DossierView) -> Iterator[Finding]:
    register = own.terms.register
    if register is None:
        return
    strictness = Strictness(register.strictness)
    if len(own.results) < register.at_least:
        sentence = f"至少登记{register.at_least}项成果，现有{len(own.results)}项。"
        yield Finding("too_few_results", sentence, register.clause, strictness, RESULTS)
    kept = {result.promise for result in own.results}
    for promise in own.promises:
        if promise.kind == "result" and promise.key not in kept:
            kind = RESULT_WORDS.get(promise.of, "成果")
            sentence = f"承诺的{kind}“{shortened(promise.words)}”没有登记。"
            yield Finding("result_not_registered", sentence, register.clause, strictness, RESULTS)


def _late(own: DossierView) -> Iterator[Finding]:
    time = own.terms.time
    if time is not None and own.due_at is None and own.last_day is not None and own.today > own.last_day:
        assert own.completed_on is not None
        sentence = (
            f"项目于{official_date(own.completed_on)}完结，应于{official_date(own.last_day)}前报送，"
            f"已超过{(own.today - own.last_day).days}日，记为逾期报送。"
        )
        yield Finding("late", sentence, time.clause, Strictness(time.strictness))


def return_findings(sections: tuple[str, ...], until: datetime, at: datetime, clause: str) -> tuple[Finding, ...]:
    """A return names the sections that open, and has a due date that is still to come."""
    found = []
    if not sections or any(section not in SECTIONS for section in sections):
        found.append(Finding("no_section", "请勾选需要修改的部分。", clause, field="sections"))
    if until <= at:
        found.append(Finding("due_in_the_past", "改好期限应当晚于现在。", clause, field="due_at"))
    return tuple(found)


def completion_day(
    done_on: tuple[date, ...], is_all_done: bool, completion_on: date | None, today: date
) -> date | None:
    """When its last milestone was done, else the day of completion once that is past."""
    if is_all_done and done_on:
        return max(done_on)
    return completion_on if completion_on is not None and completion_on <= today else None


def since_words(completed_on: date | None, today: date) -> str:
    """完结后第3天; nothing before completion."""
    if completed_on is None:
        return ""
    days = (today - completed_on).days
    return f"项目于{official_date(completed_on)}完结，至今{days}天" if days > 0 else "项目今天完结"
