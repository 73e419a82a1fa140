"""What the demo's finished year made of its results: awards, a recommendation with its answer, cases, an assessment."""

from django.utils import timezone

from lixiang.outcomes.actions import adoptions, assessment, awards, cases, recommendations
from lixiang.outcomes.actions.adoptions import Copied
from lixiang.outcomes.actions.awards import Proof
from lixiang.outcomes.actions.recommendations import Answer
from lixiang.outcomes.models import CaseStudy
from lixiang.outcomes.models.award_facts import tiers_of
from lixiang.outcomes.models.case_facts import parts_of
from lixiang.outcomes.models.recommendation_facts import terms_of
from lixiang.outcomes.queries.awards import evidence_of
from lixiang.outcomes.rules.conversion import AssessmentTerms
from lixiang.people.roles import Role
from lixiang.programmes.queries import the_setting, version_in_force
from lixiang.projects.models import Project
from lixiang.projects.states import Status
from lixiang.ranking.states.rankings import Status as RankingStatus
from lixiang.rehearsal.cycle import Cycle
from lixiang.rehearsal.outcomes import RECEIVER, RELATED, picture

REASON = "排名靠前，做法可复制、可推广，已有市级以上简报登载。"
RECOMMENDED = "立足基层实际破题，措施具体、成效可核，所属单位均已建立长效制度，具有在更大范围推广的价值。"
ANSWERED, ANSWER_PAPER = "同意列入典型，请注意跟踪长效机制运行情况。", "示组函〔{}〕9号"
EXPERIENCE = """（一）党组织书记带头，把项目列入书记抓基层党建清单，每月调度一次。
（二）措施落到台账，每件事有责任人、有时限、有结果，党员群众看得见。
（三）好做法及时固化为制度，换届不换法。"""
COPIED = "台账管理、责任到人和按月通报三项做法。"
EFFECT = "已在6个基层党组织推行，覆盖党员300余人，台账事项办结率由71%提高到96%。"
AWARDED, WRITTEN_UP = 3, 2


def tell_results(cycle: Cycle) -> None:
    """In the order of life, and all of it before the first file is closed."""
    projects = best_of(cycle)
    _award(cycle, projects)
    if projects and terms_of(cycle.programme, cycle.at) is not None:
        _recommend(cycle, projects[0])
    shown = [_write_up(cycle, each) for each in projects[:WRITTEN_UP] if parts_of(each.version)]
    if shown:
        _copy(cycle, shown[-1])
    _assess(cycle)


def best_of(cycle: Cycle) -> list[Project]:
    """The first of the ranking that stand concluded."""
    issued = {"places__ranking__status": RankingStatus.FINAL, "places__place__lte": AWARDED}
    concluded = Project.objects.filter(programme=cycle.programme, status=Status.CONCLUDED, **issued)
    return list(concluded.select_related(*RELATED).order_by("places__position"))


def _award(cycle: Cycle, projects: list[Project]) -> None:
    """Each of the tier that takes its category, on the ground of its first piece of evidence; one 通报 for all."""
    tiers, granted = tiers_of(version_in_force(cycle.programme, cycle.at)), 0
    for project in projects:
        tier = next((each for each in tiers if each.takes(project.category) and not each.grades), None)
        evidence = evidence_of(project).first()
        if tier is not None and evidence is not None:
            proofs, at = [Proof(evidence.pk, "city", "市级简报登载。")], cycle.later(hours=1)
            words = {"tier": tier.code, "reason": REASON, "proofs": proofs, "by": cycle.section, "at": at}
            awards.grant(awards.propose_award(project, **words), by=cycle.head, at=cycle.later(hours=2))
            granted += 1
    if granted:
        awards.publish_awards(cycle.programme, by=cycle.leader, at=cycle.later(days=1), mark=cycle.mark)
        cycle.acknowledge()


def _recommend(cycle: Cycle, project: Project) -> None:
    """To the first level that the programme names; it comes back adopted after three weeks."""
    terms = terms_of(cycle.programme, cycle.at)
    assert terms is not None  # the caller asked
    words = {"level": terms.levels[0], "receiver": RECEIVER, "reason": RECOMMENDED, "by": cycle.section}
    drafted = recommendations.draft_recommendation(project, at=cycle.later(hours=1), **words)
    sent = recommendations.recommend(drafted, by=cycle.leader, at=cycle.later(hours=3), mark=cycle.mark)
    came_on = timezone.localtime(cycle.later(days=20)).date()
    answer = Answer(True, came_on, ANSWER_PAPER.format(came_on.year), ANSWERED)
    recommendations.record_answer(sent, answer, by=cycle.section, at=cycle.at)


def _write_up(cycle: Cycle, project: Project) -> CaseStudy:
    """Its unit says in its own words what was learned, and hands it in; the section publishes it."""
    by = cycle.cast.user(Role.UNIT_CLERK, project.drafting_organisation)
    case = cases.open_case(project, by=by, at=cycle.later(hours=2))
    parts = parts_of(project.version)
    own = {part.name: EXPERIENCE for part in parts if part == parts[-1] or not case.answers.get(part.name)}
    case = cases.save_case(case, own, expected=case.saves, by=by, at=cycle.later(hours=1))
    case = cases.hand_in(case, by=by, at=cycle.later(minutes=10))
    return cases.publish(case, by=cycle.section, at=cycle.later(days=1))


def _copy(cycle: Cycle, case: CaseStudy) -> None:
    """By the first organisation that is not its source, a month after it began to."""
    others = [each for each in cycle.cast.nominators if each.pk != case.project.nominating_organisation_id]
    begun_on = timezone.localtime(cycle.later(days=2)).date()
    at = cycle.later(days=30)
    if others:
        copied = Copied(others[0].pk, COPIED, EFFECT, begun_on)
        by = cycle.cast.user(Role.NOMINATOR, others[0])
        adoptions.record_adoption(case, copied, picture(), name="采用现场（示例）.png", by=by, at=at)


def _assess(cycle: Cycle) -> None:
    """Last, as awards and what was adopted count in it where the programme converts them."""
    if the_setting(version_in_force(cycle.programme, cycle.at), AssessmentTerms) is None:
        return
    made = assessment.compute(cycle.programme, by=cycle.section, at=cycle.later(days=1))
    made = assessment.confirm(made, by=cycle.head, at=cycle.later(hours=2))
    assessment.issue(made, by=cycle.head, at=cycle.later(hours=2), mark=cycle.mark)
    cycle.acknowledge()
