"""What waits in ranking: to compute, confirm, show, issue and settle for the section; the 公示 for units."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q, QuerySet

from lixiang.appraisal.models import Panel
from lixiang.appraisal.states.panels import Status as PanelStatus
from lixiang.desk.queries.asks import Ask
from lixiang.desk.queries.viewpoint import Viewpoint
from lixiang.desk.rules.items import Item
from lixiang.people.roles import Role
from lixiang.programmes.queries import the_setting
from lixiang.ranking.models import Place, PlaceObjection, Ranking
from lixiang.ranking.queries.results import corrected_by, rectifying_grades, waiting_for_result, with_last_result
from lixiang.ranking.rules.kinds import Method
from lixiang.ranking.states.objections import Status as ObjectionStatus
from lixiang.ranking.states.rankings import Status
from lixiang.ui.addresses import address

SECTION = (Role.SECTION_CLERK, Role.SECTION_HEAD)
DECIDING = (Role.SECTION_HEAD, Role.DEPARTMENT_LEADER)
MOST = 20


def asks_of_ranking(view: Viewpoint) -> Iterator[Ask]:
    """Rows that wait for the section and those who decide, as their worklist counts them."""
    rule = the_setting(view.version, Method)
    if rule is None:
        return
    clause, url = rule.clause, address("ranking:list")
    rankings = Ranking.objects.filter(programme=view.programme)
    if view.is_manager_as(*SECTION):
        yield Ask("{n}个评审组评分已结束，待计算排名", _to_rank(view), url, clause, "status_since", label="去计算")
        objections = PlaceObjection.objects.filter(place__ranking__programme=view.programme)
        opened = objections.filter(status=ObjectionStatus.OPEN)
        yield Ask("{n}项对排名的异议待复核", opened, url, clause, "status_since", label="去复核")
    if view.is_manager_as(*DECIDING):
        shown = rankings.filter(status=Status.PUBLISHED, public_until__lt=view.at)
        yield Ask("{n}次排名待确认", rankings.filter(status=Status.DRAFT), url, clause, "status_since")
        yield Ask("{n}次排名待公示", rankings.filter(status=Status.CONFIRMED), url, clause, "status_since")
        yield Ask("{n}次排名公示期满，待印发通报", shown, url, clause, "public_until")
        yield Ask("{n}个项目待按等次结项、责令整改或者更正结果", _to_settle(view), url, clause, "project__status_since")


def _to_settle(view: Viewpoint) -> QuerySet[Place]:
    """Places of the 通报 in force whose project waits for its result, or has one that a correction changes."""
    places = Place.objects.filter(ranking__programme=view.programme, ranking__status=Status.FINAL).exclude(grade="")
    waiting = waiting_for_result(OuterRef("ranking__computed_at"))
    return with_last_result(places).filter(waiting | corrected_by(rectifying_grades(view.version)))


def _to_rank(view: Viewpoint) -> QuerySet[Panel]:
    """Closed panels, as long as nothing was computed since the last one closed and none is still open."""
    panels = Panel.objects.filter(programme=view.programme)
    open_ones = panels.exclude(status=PanelStatus.CLOSED)
    since = Ranking.objects.filter(programme=view.programme, computed_at__gte=OuterRef("status_since"))
    return panels.filter(~Exists(since), ~Exists(open_ones), status=PanelStatus.CLOSED)


def items_of_ranking(view: Viewpoint) -> Iterator[Item]:
    """For units and nominators: the 公示 in which they may object; one query, none where nothing is ranked."""
    rule = the_setting(view.version, Method)
    own = Q(project__drafting_organisation__in=view.drafts_for)
    own |= Q(project__nominating_organisation__in=view.nominates_for)
    if rule is None or not (view.drafts_for or view.nominates_for):
        return
    mine = Place.objects.filter(own, ranking=OuterRef("pk"))
    rows = Ranking.objects.filter(
        Exists(mine), programme=view.programme, status=Status.PUBLISHED, public_until__gte=view.at
    )
    for ranking in rows[:MOST]:
        words = "排名公示中，查看本单位项目的名次；有异议的在公示期内提出"
        url = address("ranking:ranking", ref=ranking.ref)
        yield Item(words, url, "", rule.clause, ranking.public_until, ranking.published_at, label="去查看")
