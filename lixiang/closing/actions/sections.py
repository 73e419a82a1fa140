"""What is typed into a dossier, section by section: half-filled or not, checked against what others saved meanwhile."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from lixiang.closing.models import Dossier, Result
from lixiang.closing.models.facts import promised_by, terms_of
from lixiang.closing.queries.locks import dossier_to_write
from lixiang.closing.rules import dossiers as rules
from lixiang.closing.rules.promises import promises_of
from lixiang.projects.rules.content import tidy
from lixiang.projects.rules.words import RESULT_WORDS
from lixiang.workflow.clashes import EditedMeanwhile
from lixiang.workflow.findings import Finding, refuse_if, too_long

MOST_RESULTS = 50
LARGEST_SHARE = 1_000_000
LONGEST_TITLE, LONGEST_EFFECT = 200, 500


def kept(
    dossier: Dossier, section: str, changes: Mapping[str, Any], *, expected: int, by: Any, at: datetime
) -> Dossier:
    """Store the columns of a section as its next save, unless somebody else saved other words since `expected`."""
    is_same = all(getattr(dossier, name) == value for name, value in changes.items())
    if dossier.saves_of(section) != expected:
        if is_same:
            return dossier  # the page's own save overtook the button: nothing differs
        raise EditedMeanwhile(Dossier.objects.get(pk=dossier.pk))
    for name, value in changes.items():
        setattr(dossier, name, value)
    dossier.saves = {**dossier.saves, section: expected + 1}
    dossier.saved_at, dossier.saved_by_name = at, by.name
    dossier.save(update_fields=[*changes, "saves", "saved_at", "saved_by_name"])
    return dossier


@transaction.atomic
def save_written(dossier: Dossier, values: Mapping[str, str], *, expected: int, by: Any, at: datetime) -> Dossier:
    """The parts of the summary; what was not sent stays as it stands.

    Raises EditedMeanwhile when another save came between, Refused where a text cannot be kept whole.
    """
    dossier = dossier_to_write(dossier, rules.WRITTEN, by=by)
    answers, wrong = dict(dossier.answers), []
    for part in terms_of(dossier.project.version, dossier.project.category).parts:
        if part.name in values:
            answers[part.name] = text = tidy(values[part.name])
            words = {"what": f"“{part.label}”", "clause": part.clause, "field": part.name}
            wrong += too_long(text, rules.LONGEST_TEXT, **words)
    refuse_if(tuple(wrong))
    return kept(dossier, rules.WRITTEN, {"answers": answers}, expected=expected, by=by, at=at)


@transaction.atomic
def save_figures(dossier: Dossier, values: Mapping[str, str], *, expected: int, by: Any, at: datetime) -> Dossier:
    """The value reached of each promised goal: `reached-KEY`, `share-KEY` in hundredths, `note-KEY`."""
    dossier = dossier_to_write(dossier, rules.FIGURES, by=by)
    figures, wrong = {}, []
    for promise in promises_of(promised_by(dossier).content):
        if promise.kind == "goal":
            before = dossier.figures.get(promise.key, {})
            figures[promise.key], found = _figure(promise.key, before, values)
            wrong += found
    refuse_if(tuple(wrong))
    return kept(dossier, rules.FIGURES, {"figures": figures}, expected=expected, by=by, at=at)


def _figure(key: str, before: Mapping[str, Any], values: Mapping[str, str]) -> tuple[dict[str, Any], list[Finding]]:
    standing = {"reached": before.get("reached", ""), "note": before.get("note", "")}
    texts = {name: tidy(values.get(f"{name}-{key}", standing[name])) for name in standing}
    longest = {"reached": rules.LONGEST_VALUE, "note": rules.LONGEST_REASON}
    what = {"reached": "完成值", "note": "说明"}
    wrong = [
        finding
        for name, text in texts.items()
        for finding in too_long(text, longest[name], what=what[name], field=f"{name}-{key}")
    ]
    typed = values.get(f"share-{key}")
    share, number = before.get("share"), "" if typed is None else typed.strip().removesuffix("%").strip()
    if typed is not None:
        is_number = number.isascii() and number.isdecimal() and int(number) <= LARGEST_SHARE
        share = int(number) if is_number else None
        if number and not is_number:
            wrong.append(Finding("no_share", "完成率应当是整数，如100。", field=f"share-{key}"))
    return {**texts, "share": share}, wrong


@transaction.atomic
def save_results(
    dossier: Dossier, entries: Sequence[Mapping[str, Any]], *, expected: int, by: Any, at: datetime
) -> Dossier:
    """The register of results as it stands in the form: kind, title, effect, the promise kept, numbers of evidence."""
    dossier = dossier_to_write(dossier, rules.RESULTS, by=by)
    rows = [_entry(each) for each in entries]
    rows = [each for each in rows if each["title"] or each["effect"]]
    _refuse_entries(dossier, rows)
    before = [each.as_row() for each in dossier.results.all()]
    if dossier.saves_of(rules.RESULTS) != expected:
        if rows == before:
            return dossier
        raise EditedMeanwhile(Dossier.objects.get(pk=dossier.pk))
    dossier.results.all().delete()
    own = {"programme_id": dossier.programme_id, "project": dossier.project, "dossier": dossier}
    Result.objects.bulk_create(Result(**own, place=place, **row) for place, row in enumerate(rows, 1))
    return kept(dossier, rules.RESULTS, {}, expected=expected, by=by, at=at)


def _entry(typed: Mapping[str, Any]) -> dict[str, Any]:
    names = ("kind", "title", "effect", "promise")
    texts = {name: tidy(str(typed.get(name, ""))) for name in names}
    return {**texts, "evidence": sorted({int(number) for number in typed.get("evidence", ())})}


def _refuse_entries(dossier: Dossier, rows: Sequence[Mapping[str, Any]]) -> None:
    promises = {each.key for each in promises_of(promised_by(dossier).content) if each.kind == "result"}
    numbers = set(dossier.evidence.filter(removed_at=None).values_list("number", flat=True))
    wrong: list[Finding] = []
    if len(rows) > MOST_RESULTS:
        wrong.append(Finding("too_many_results", f"一个项目最多登记{MOST_RESULTS}项成果。", field=rules.RESULTS))
    for row in rows:
        wrong += _wrong_entry(row, promises, numbers)
    refuse_if(tuple(wrong))


def _wrong_entry(row: Mapping[str, Any], promises: set[str], numbers: set[int]) -> list[Finding]:
    field, wrong = rules.RESULTS, []
    if not row["title"] or row["kind"] not in RESULT_WORDS:
        wrong.append(Finding("incomplete_result", "每项成果写明名称，并选择理论、制度或者实践成果。", field=field))
    wrong += too_long(row["title"], LONGEST_TITLE, what="成果名称", field=field)
    wrong += too_long(row["effect"], LONGEST_EFFECT, what="成果说明", field=field)
    if row["promise"] and row["promise"] not in promises:
        wrong.append(Finding("no_such_promise", "对应的承诺已经变更，请重新选择。", field=field))
    if not set(row["evidence"]) <= numbers:
        wrong.append(Finding("no_such_evidence", "所选的佐证材料已经移除，请重新选择。", field=field))
    return wrong
