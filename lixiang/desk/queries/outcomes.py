"""What waits in outcomes: awards to decide on and make known, recommendations to send, cases to look through."""

from collections.abc import Iterator

from django.db.models import Q

from lixiang.desk.queries.asks import Ask
from lixiang.desk.queries.viewpoint import Viewpoint
from lixiang.desk.rules.items import Item
from lixiang.outcomes.models import Award, CaseStudy, Recommendation
from lixiang.outcomes.rules.award_kinds import AwardTier
from lixiang.outcomes.rules.case_kinds import CasePart
from lixiang.outcomes.rules.recommendation_kinds import RecommendationTerms
from lixiang.outcomes.states.awards import Status
from lixiang.outcomes.states.cases import Status as CaseStatus
from lixiang.outcomes.states.recommendations import Status as Upward
from lixiang.people.roles import Role
from lixiang.programmes.queries import settings_by_kind, the_setting
from lixiang.ui.addresses import address

KEEPING = (Role.SECTION_CLERK, Role.SECTION_HEAD)
MOST = 20
DECIDING = (Role.SECTION_HEAD, Role.DEPARTMENT_LEADER)


def asks_of_outcomes(view: Viewpoint) -> Iterator[Ask]:
    """Rows that wait for those who decide, as their worklist counts them."""
    tiers = settings_by_kind(view.version, AwardTier)
    if tiers and view.is_manager_as(*DECIDING):
        clause, url = tiers[0].clause, address("outcomes:awards")
        awards = Award.objects.filter(programme=view.programme)
        yield Ask("{n}项奖励建议待决定", awards.filter(status=Status.PROPOSED), url, clause, "status_since")
        granted = awards.filter(status=Status.GRANTED)
        yield Ask("{n}项奖励待印发表扬通报", granted, url, clause, "status_since", label="去印发")
    yield from _upward(view)
    parts = settings_by_kind(view.version, CasePart)
    if parts and view.is_manager_as(*KEEPING):
        rows = CaseStudy.objects.filter(programme=view.programme, status=CaseStatus.HANDED_IN)
        url, clause = address("outcomes:cases"), parts[0].clause
        yield Ask("{n}个典型案例待审定", rows, url, clause, "status_since", label="去审定")


def _upward(view: Viewpoint) -> Iterator[Ask]:
    terms = the_setting(view.version, RecommendationTerms)
    if terms is None:
        return
    clause, url = terms.clause, address("outcomes:recommendations")
    rows = Recommendation.objects.filter(programme=view.programme)
    if view.is_manager_as(*DECIDING):
        drafts = rows.filter(status=Upward.DRAFT)
        yield Ask("{n}项推荐待签发", drafts, url, clause, "status_since", label="去签发")
    if view.is_manager_as(*KEEPING):
        late = rows.filter(status=Upward.SENT, answer_due_at__lt=view.at)
        yield Ask("{n}项推荐到期未见答复，待询问并登记", late, url, clause, "status_since", "answer_due_at")


def items_of_cases(view: Viewpoint) -> Iterator[Item]:
    """For those who carried a project out: case studies that were sent back; one query, none for others."""
    parts = settings_by_kind(view.version, CasePart)
    if not parts or not (view.drafts_for or view.works_for):
        return
    own = Q(project__drafting_organisation__in=view.drafts_for)
    own |= Q(project__nominating_organisation__in=view.works_for)
    returned = CaseStudy.objects.filter(own, programme=view.programme, returned_at__isnull=False)
    for ref, title, since in returned.order_by("returned_at").values_list("ref", "title", "returned_at")[:MOST]:
        url = address("outcomes:case", ref=ref)
        yield Item(f"按退回意见改好案例“{title}”，重新提交", url, "", parts[0].clause, None, since, label="去修改")
