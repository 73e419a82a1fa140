"""The verbs of a reviewer: give an opinion, on one project or on several."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from lixiang.approvals import permissions, queries
from lixiang.approvals.models import Opinion, OpinionScore, Result
from lixiang.approvals.rules import Principle, ReviewStep, standing_against_opinion
from lixiang.history.record import record
from lixiang.programmes.queries import settings_by_kind
from lixiang.projects.models import Project
from lixiang.projects.states import Status
from lixiang.workflow.findings import Finding, Refused, refuse_if
from lixiang.workflow.moves import locked


@transaction.atomic
def give_opinion(
    project: Project,
    *,
    step: str,
    result: str,
    text: str,
    by: Any,
    at: datetime,
    points: Mapping[str, int] | None = None,
    expected: int | None = None,
    revision: int | None = None,
) -> Opinion:
    """Say something at a step on the current revision; a new opinion at the same step voids the one before.

    `expected` is the id of the step's opinion that the person saw (0: none) and `revision` the number of the revision
    that was read: where either has changed since, nothing is written over. The same words again change nothing.
    """
    project = locked(project)
    asked = _step(project, step)
    if not permissions.may_speak_for(by, project, asked.role):
        raise PermissionDenied
    if project.status != Status.NOMINATED:
        raise Refused(Finding("not_under_review", f"当前为“{project.get_status_display()}”，不在审核中。"))
    points = dict(points or {})
    earlier = project.opinions.filter(step=step, voided_at=None).first()
    if earlier is not None and _says_the_same(earlier, by, result, text, points):
        return earlier
    refuse_if(standing_against_opinion(step, queries.view_of(project, at)))
    refuse_if((*_word_findings(result, text, asked), *_point_findings(project, points)))
    refuse_if(_seen_findings(project, earlier, expected, revision))
    return _put_down(project, asked, result, text, points, by=by, at=at)


def _put_down(
    project: Project, asked: ReviewStep, result: str, text: str, points: dict[str, int], *, by: Any, at: datetime
) -> Opinion:
    """Void the step's opinion of before and keep this one, with its points and its event."""
    project.opinions.filter(step=asked.code, voided_at=None).update(voided_at=at)
    opinion = Opinion.objects.create(
        project=project,
        revision=project.revision,
        step=asked.code,
        result=result,
        text=text.strip(),
        by=by,
        by_name=by.name,
        at=at,
    )
    OpinionScore.objects.bulk_create(
        OpinionScore(opinion=opinion, principle=code, points=value) for code, value in points.items()
    )
    # In the opinion's own chain: the project's is read by those who apply.
    detail = {
        "project": project.ref,
        "step": asked.title,
        "result": opinion.get_result_display(),
        "revision": project.revision.number,
    }
    record(opinion, "give_opinion", by=by, at=at, reason=opinion.text, detail=detail)
    return opinion


def _step(project: Project, code: str) -> ReviewStep:
    found = next((step for step in queries.steps_of(project) if step.code == code), None)
    if found is None:
        raise Refused(Finding("no_such_step", "本批次的审核程序没有这一步。"))
    return found


def _says_the_same(earlier: Opinion, by: Any, result: str, text: str, points: dict[str, int]) -> bool:
    """A double click, or a page sent again."""
    same = (earlier.by_id, earlier.result, earlier.text) == (by.pk, result, text.strip())
    return same and dict(earlier.scores.values_list("principle", "points")) == points


def _word_findings(result: str, text: str, step: ReviewStep) -> tuple[Finding, ...]:
    found = []
    if result not in Result.values:
        found.append(Finding("no_result", "请选择同意或者不同意。", step.clause, field="result"))
    if not text.strip():
        found.append(Finding("no_words", "请填写审核意见。", step.clause, field="text"))
    return tuple(found)


def _point_findings(project: Project, points: Mapping[str, int]) -> tuple[Finding, ...]:
    principles = {p.code: p for p in settings_by_kind(project.version, Principle)}
    wrong = [
        code for code, value in points.items() if code not in principles or not 0 <= value <= principles[code].maximum
    ]
    return tuple(_point_finding(code, principles.get(code)) for code in wrong)


def _point_finding(code: str, principle: Principle | None) -> Finding:
    if principle is None:
        return Finding("no_such_principle", f"没有“{code}”这一条原则。")
    sentence = f"“{principle.title}”应为0至{principle.maximum}分。"
    return Finding("wrong_points", sentence, principle.clause, field=f"points_{code}")


def _seen_findings(
    project: Project, earlier: Opinion | None, expected: int | None, revision: int | None
) -> tuple[Finding, ...]:
    """What changed between reading and writing; what was typed is kept by the page."""
    if revision is not None and revision != project.revision.number:
        sentence = f"申报书已更新为第{project.revision.number}稿，请看过新稿后再提意见。"
        return (Finding("revised_meanwhile", sentence, field="text"),)
    if earlier is not None and expected is not None and expected != earlier.pk:
        sentence = f"{earlier.by_name}已先提出意见：“{earlier.text}”。再次保存将替换该意见，原意见保留备查。"
        return (Finding("spoken_meanwhile", sentence, field="text"),)
    return ()


@transaction.atomic
def give_opinions(
    projects: Iterable[Project], *, step: str, result: str, text: str, by: Any, at: datetime
) -> list[Opinion]:
    """The same opinion on several projects, all or none; every refusal is told at once, each with its project."""
    return _each(projects, lambda each: give_opinion(each, step=step, result=result, text=text, by=by, at=at))


def _each(projects: Iterable[Project], verb: Callable[[Project], Any], *, names_project: bool = False) -> list[Any]:
    """A verb on each project in the order of their locks; one refusal undoes all by the caller's rollback.

    With `names_project` a finding stands beside its project's reference, else beside nothing.
    """
    done: list[Any] = []
    refusals: list[Finding] = []
    for project in sorted(projects, key=lambda each: each.pk):
        try:
            done.append(verb(project))
        except Refused as refused:
            field = project.ref if names_project else ""
            refusals += [replace(f, sentence=f"“{project}”：{f.sentence}", field=field) for f in refused.findings]
    if refusals:
        raise Refused(*refusals)
    if not done:
        raise Refused(Finding("nothing_chosen", "请先勾选项目。"))
    return done
