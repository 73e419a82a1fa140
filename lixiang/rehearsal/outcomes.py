"""Outcomes on the moved clock: awards, a recommendation with its answer, a case that is copied, a compendium."""

import io
from dataclasses import replace
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from lixiang.outcomes.actions import adoptions, awards, cases, compendia, recommendations
from lixiang.outcomes.actions.adoptions import Copied
from lixiang.outcomes.actions.awards import Proof
from lixiang.outcomes.actions.recommendations import Answer
from lixiang.outcomes.models.award_facts import tiers_of
from lixiang.outcomes.models.case_facts import parts_of
from lixiang.outcomes.models.recommendation_facts import terms_of
from lixiang.outcomes.queries.awards import evidence_of
from lixiang.outcomes.queries.compendia import run_of
from lixiang.people.roles import Role
from lixiang.programmes.queries import version_in_force
from lixiang.projects.models import Project
from lixiang.projects.states import Status
from lixiang.rehearsal.archive import Unwatched
from lixiang.rehearsal.cycle import Cycle
from lixiang.work import actions as work

REASON = "做法可复制、可推广，已有市级以上简报登载。"
WRITTEN = "坚持问题导向，建立台账、包保到人，按月通报进展。"
RECEIVER = "示例省委组织部"
MOST_AWARDED, MOST_WRITTEN_UP = 3, 2
RELATED = ("programme", "version", "drafting_organisation", "nominating_organisation", "approved_revision")


def rehearse_outcomes(cycle: Cycle) -> None:
    """What follows from the results, each part where the programme knows it and there is a project to tell it of."""
    with cycle.step("outcomes"):
        concluded = Project.objects.filter(programme=cycle.programme, status=Status.CONCLUDED)
        projects = list(concluded.select_related(*RELATED).order_by("number"))
        _award(cycle, projects)
        if projects and terms_of(cycle.programme, cycle.at) is not None:
            _recommend(cycle, projects[0])
        _spread(cycle, projects[:MOST_WRITTEN_UP])


def _award(cycle: Cycle, projects: list[Project]) -> None:
    """The first few that a tier admits; what has no evidence is met on the way."""
    granted = 0
    for project in projects[:MOST_AWARDED]:
        tier = next((each for each in _tiers(cycle) if each.takes(project.category) and not each.grades), None)
        evidence = evidence_of(project).first()
        if tier is None or evidence is None:
            continue
        words: dict[str, Any] = {"tier": tier.code, "reason": REASON, "by": cycle.section}
        cycle.is_refused(lambda p=project, w=words: awards.propose_award(p, proofs=[], at=cycle.at, **w), "no_evidence")
        proofs = [Proof(evidence.pk, "city", "市级简报登载。")]
        award = awards.propose_award(project, proofs=proofs, at=cycle.later(hours=1), **words)
        awards.grant(award, by=cycle.head, at=cycle.later(hours=2))
        granted += 1
    if granted:
        awards.publish_awards(cycle.programme, by=cycle.leader, at=cycle.later(days=1), mark=cycle.mark)
        cycle.acknowledge()


def _tiers(cycle: Cycle) -> tuple:
    return tiers_of(version_in_force(cycle.programme, cycle.at))


def _recommend(cycle: Cycle, project: Project) -> None:
    """Sent to the first level that the programme names; twice is refused; adopted a month later."""
    terms = terms_of(cycle.programme, cycle.at)
    assert terms is not None  # the caller asked
    words = {"level": terms.levels[0], "receiver": RECEIVER, "reason": REASON, "by": cycle.section}
    drafted = recommendations.draft_recommendation(project, at=cycle.later(hours=1), **words)
    again = lambda: recommendations.draft_recommendation(project, at=cycle.at, **words)  # noqa: E731 - told once
    cycle.is_refused(again, "recommended_already")
    sent = recommendations.recommend(drafted, by=cycle.leader, at=cycle.later(hours=3), mark=cycle.mark)
    answer = Answer(True, timezone.localtime(cycle.later(days=20)).date(), "示组函〔2019〕9号", "同意列入典型。")
    recommendations.record_answer(sent, answer, by=cycle.section, at=cycle.at)


def _spread(cycle: Cycle, projects: list[Project]) -> None:
    """Written up from the record, published, copied by another nominating organisation, compiled."""
    if not projects or not parts_of(projects[0].version):
        return
    words = {"by": cycle.section, "at": cycle.at}
    cycle.is_refused(lambda: compendia.begin_compendium(cycle.programme, **words), "nothing_published")
    for project in projects:
        case = cases.open_case(project, by=cycle.section, at=cycle.later(hours=1))
        lacking = {part.name: WRITTEN for part in parts_of(project.version) if not case.answers.get(part.name)}
        case = cases.save_case(case, lacking, expected=case.saves, by=cycle.section, at=cycle.later(hours=1))
        case = cases.publish(case, by=cycle.section, at=cycle.later(hours=1))
        _adopt(cycle, case, project)
    _compile(cycle)


def _adopt(cycle: Cycle, case: Any, project: Project) -> None:
    """By the first organisation that is not the source; without evidence it is refused."""
    others = [each for each in cycle.cast.nominators if each.pk != project.nominating_organisation_id]
    if not others:
        return
    by, day = cycle.cast.user(Role.NOMINATOR, others[0]), timezone.localtime(cycle.later(days=3)).date()
    copied = Copied(others[0].pk, "台账管理、包保到人。", "覆盖党员300人，台账办结率明显提高。", day)
    words = {"name": "采用现场.png", "by": by, "at": cycle.at}
    cycle.is_refused(lambda: adoptions.record_adoption(case, replace(copied, effect=""), None, **words), "empty")
    adoptions.record_adoption(case, copied, picture(), **words)


def _compile(cycle: Cycle) -> None:
    """As a worker does it, on the moved clock."""
    words = {"by": cycle.section, "at": cycle.later(days=1)}
    made = compendia.begin_compendium(cycle.programme, **words)
    cycle.is_refused(lambda: compendia.begin_compendium(cycle.programme, **words), "unfinished")
    waiting = run_of(made)
    run = work.take(waiting.pk, worker="rehearsal", by=None, at=cycle.at) if waiting else None
    said = compendia.compile_compendium(made.pk, Unwatched(), by=None, at=cycle.later(minutes=10))
    if run is not None:
        work.finish(run, message=said, by=None, at=cycle.at)


def picture() -> ContentFile:
    """A sheet of one grey, where a photograph of the place would be."""
    stream = io.BytesIO()
    Image.new("L", (8, 8), 90).save(stream, "PNG")
    return ContentFile(stream.getvalue(), "采用现场.png")
