"""Which result a project has by its grade, how a corrected 通报 changes it, and what stands against each."""

from collections.abc import Container, Iterator
from dataclasses import dataclass

from lixiang.ranking.rules.kinds import GradeCut
from lixiang.workflow.findings import Finding

CONCLUDE, RECTIFY, CORRECT = "conclude", "order_rectification", "correct_result"
APPRAISED, RECTIFYING, CONCLUDED = "IN_APPRAISAL", "RECTIFYING", "CONCLUDED"


@dataclass(frozen=True)
class Made:
    """The last result of a project: its grade, whether it was made on the ranking now in force, and what came since.

    `is_appraised_anew`: a panel scored the project after that result, and the ranking in force rests on its sheets.
    """

    grade: str
    is_of_this_ranking: bool
    is_appraised_anew: bool


@dataclass(frozen=True)
class ResultView:
    """A project before its result; `clause` is that of the method, `cut` what the programme says of its grade."""

    status: str
    clause: str
    is_known: bool
    grade: str = ""
    cut: GradeCut | None = None
    made: Made | None = None

    @property
    def rectifies(self) -> bool:
        return bool(self.cut and self.cut.rectify_months)


def verb_for(view: ResultView) -> str:
    """The one verb that follows from the grade; none where nothing follows or something stands against it."""
    first = RECTIFY if view.rectifies else CONCLUDE
    changed = RECTIFY if view.rectifies and view.status == CONCLUDED else CORRECT
    verb = first if view.status == APPRAISED else changed if view.status in (RECTIFYING, CONCLUDED) else ""
    return verb if verb and not any(blockers_to_result(verb, view)) else ""


def blockers_to_result(verb: str, view: ResultView) -> Iterator[Finding]:
    """A result follows from the grade of an issued ranking, only the one that the grade has, once per appraisal."""
    if not view.is_known:
        yield Finding("no_ranking", "排名通报印发之后才能办理结项或者责令整改。", view.clause)
    elif not view.grade or view.cut is None:
        yield Finding("no_grade", "该项目在排名中没有等次，不能办理结项或者责令整改。", view.clause)
    elif verb != RECTIFY and view.rectifies:
        yield Finding("must_rectify", f"等次为“{view.grade}”的，应当责令限期整改。", view.cut.clause)
    elif verb == RECTIFY and not view.rectifies:
        yield Finding("must_conclude", f"等次为“{view.grade}”的，应当结项。", view.cut.clause)
    elif view.made is not None:
        yield from _after(verb, view, view.made)


def _after(verb: str, view: ResultView, made: Made) -> Iterator[Finding]:
    """What an earlier result leaves: in appraisal it wants a new one, else a grade that a correction has changed."""
    if view.status != APPRAISED:
        if made.grade == view.grade:
            sentence = f"该项目已按等次“{made.grade}”办理，现行排名没有改变等次。"
            yield Finding("result_stands", sentence, view.clause)
    elif not made.is_appraised_anew and (verb == RECTIFY or made.is_of_this_ranking):
        sentence = "该项目整改后须再次验收评分、重新计算排名，更正的通报印发之后才能办理结果。"
        yield Finding("not_appraised_again", sentence, view.clause)


def blockers_to_annulment(
    clause: str, document: str, *, clauses: Container[str], has_result: bool
) -> Iterator[Finding]:
    """What was concluded is annulled on a clause of the notice and a document; the result it takes back is named."""
    if not has_result:
        yield Finding("no_result", "该项目没有办理过结项，不能撤销结项。", clause)
    if clause not in clauses:
        yield Finding("no_clause", "请写明撤销结项依据的通知条款，如二.5e。", field="clause")
    if not document:
        yield Finding("no_document", "请写明撤销结项依据的文件名称和文号。", clause, field="document")
