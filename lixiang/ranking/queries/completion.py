"""The 结项证书 that a project has, and whose a printed one is."""

from dataclasses import dataclass

from django.utils import timezone

from lixiang.projects.models import Project
from lixiang.projects.states import Status
from lixiang.ranking.models import AppraisalResult
from lixiang.ranking.models.results import CONCLUDING
from lixiang.ranking.queries.results import results_of
from lixiang.ranking.rules.completion import Completion, number_of, parted

IN_FORCE = (Status.CONCLUDED, Status.ARCHIVED)


@dataclass(frozen=True)
class Verified:
    """What the record says of a number and a value that somebody read from a paper."""

    sentence: str
    is_good: bool


def completion_of(project: Project, results: list[AppraisalResult] | None = None) -> Completion | None:
    """The certificate in force; none of a project that is not concluded. Its results are read where none are given."""
    if project.status not in IN_FORCE:
        return None
    rows = results_of(project) if results is None else results
    own = [row for row in rows if row.concludes]
    return _completion(project, own[0], len(own)) if own else None


def _completion(project: Project, result: AppraisalResult, ordinal: int) -> Completion:
    document, at = result.place.ranking.document, result.made_at
    return Completion(
        number_of(project.ref, ordinal),
        project.ref,
        str(project),
        project.implementing_organisation.name_at(at),
        project.nominating_organisation.name_at(at),
        result.grade,
        document.number_text if document else "",
        timezone.localtime(at).date(),
    )


def verified(number: str, check: str) -> Verified:
    """Says nothing of a project whose value is not known: a number alone can be guessed."""
    found = _of_number(number)
    if found is None or found.check != check.strip().lower():
        return Verified("证书编号或者校验值与本系统的记录不符。", is_good=False)
    project = Project.objects.select_related("implementing_organisation").get(ref=found.project)
    now = completion_of(project)
    if now is None:
        return Verified(
            f"证书{found.number}已经失效：“{found.title}”现为“{project.get_status_display()}”。", is_good=False
        )
    if now.number != found.number:
        return Verified(f"证书{found.number}已由{now.number}代替。", is_good=False)
    words = f"“{found.title}”（{found.implementing}），等次为{found.grade}，依据{found.document}"
    return Verified(f"证书{found.number}有效：{words}。", is_good=True)


def _of_number(number: str) -> Completion | None:
    parts = parted(number)
    related = ("implementing_organisation", "nominating_organisation")
    project = Project.objects.select_related(*related).filter(ref=parts[0]).first() if parts else None
    if parts is None or project is None:
        return None
    concluding = AppraisalResult.objects.filter(project=project, verb__in=CONCLUDING).order_by("pk")
    rows = concluding.select_related("place__ranking__document")[parts[1] - 1 : parts[1]]
    return next((_completion(project, row, parts[1]) for row in rows), None)
