"""What waits in the annual assessment: to compute, confirm and issue it, for the section."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef

from lixiang.desk.queries.asks import Ask
from lixiang.desk.queries.viewpoint import Viewpoint
from lixiang.outcomes.models import Assessment
from lixiang.outcomes.rules.conversion import AssessmentTerms
from lixiang.outcomes.states.assessment import Status
from lixiang.people.roles import Role
from lixiang.programmes.queries import the_setting
from lixiang.ranking.models import Ranking
from lixiang.ranking.states.rankings import Status as RankingStatus
from lixiang.ui.addresses import address

SECTION = (Role.SECTION_CLERK, Role.SECTION_HEAD)
DECIDING = (Role.SECTION_HEAD, Role.DEPARTMENT_LEADER)


def asks_of_assessment(view: Viewpoint) -> Iterator[Ask]:
    """Where the programme is a reference of the assessment at all."""
    terms = the_setting(view.version, AssessmentTerms)
    if terms is None:
        return
    clause, url = terms.clause, address("outcomes:assessments")
    made = Assessment.objects.filter(programme=view.programme)
    if view.is_manager_as(*SECTION):
        since = Assessment.objects.filter(ranking=OuterRef("pk"))
        issued = Ranking.objects.filter(~Exists(since), programme=view.programme, status=RankingStatus.FINAL)
        yield Ask("{n}次排名已通报，待计算年度考核结果", issued, url, clause, "status_since", label="去计算")
    if view.is_manager_as(*DECIDING):
        draft, confirmed = made.filter(status=Status.DRAFT), made.filter(status=Status.CONFIRMED)
        yield Ask("{n}版年度考核结果待确认", draft, url, clause, "status_since")
        yield Ask("{n}版年度考核结果待印发通报", confirmed, url, clause, "status_since", label="去印发")
