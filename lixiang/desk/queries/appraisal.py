"""What waits in appraisal: declarations and sheets for judges, panels for the section, sheets for sides that score."""

from collections.abc import Iterator

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from lixiang.appraisal.models import Assignment, Judge, Panel, PanelProject
from lixiang.appraisal.queries.panels import handed_in
from lixiang.appraisal.rules.kinds import Scoring, Source
from lixiang.appraisal.states.panels import Status
from lixiang.desk.queries.asks import Ask
from lixiang.desk.queries.viewpoint import Viewpoint
from lixiang.desk.rules.items import MOST_COUNTED, Item, count_words
from lixiang.people.roles import Role
from lixiang.programmes.queries import settings_by_kind, the_setting
from lixiang.projects.models import Project
from lixiang.projects.states import Status as ProjectStatus
from lixiang.ui.addresses import address

SECTION = (Role.SECTION_CLERK, Role.SECTION_HEAD)


def items_of_appraisal(view: Viewpoint) -> Iterator[Item]:
    """Two queries for a judge, one for a nominator where nominators score; none for others."""
    rule = the_setting(view.version, Scoring)
    if rule is None:
        return
    if view.is_manager_as(Role.JUDGE):
        yield from _of_the_judge(view, rule.clause)
    if view.works_for and any(row.scored_by == "nominator" for row in settings_by_kind(view.version, Source)):
        yield from _of_the_nominator(view, rule.clause)


def _of_the_judge(view: Viewpoint, clause: str) -> Iterator[Item]:
    seats = Judge.objects.filter(user=view.user, panel__programme=view.programme).select_related("panel")
    asked = Q(panel__status=Status.DECLARING) | Q(panel__status=Status.SCORING)
    waiting = Assignment.living().filter(~handed_in(), judge__user=view.user.pk, panel__programme=view.programme)
    left = dict(waiting.values_list("panel").annotate(Count("pk")).order_by())
    for seat in seats.filter(asked).order_by("panel__number")[:MOST_COUNTED]:
        panel, since = seat.panel, seat.panel.status_since
        if seat.declared_at is None:
            words, why = f"申报“{panel.title}”中应当回避的项目", "申报之后才能查阅材料"
            yield Item(words, address("appraisal:declare", ref=panel.ref), why, clause, None, since, label="去申报")
        elif panel.status == Status.SCORING and left.get(panel.pk):
            count = left[panel.pk]
            words = f"“{panel.title}”还有{count_words(count)}个项目待评分"
            yield Item(
                words, address("appraisal:panel", ref=panel.ref), "", clause, panel.due_at, since, "去评分", count
            )


def _of_the_nominator(view: Viewpoint, clause: str) -> Iterator[Item]:
    rows = Assignment.living().filter(~handed_in(), panel__status=Status.SCORING, programme=view.programme)
    count = rows.filter(scored_by="nominator", organisation__in=view.works_for)[: MOST_COUNTED + 1].count()
    if count:
        words = f"{count_words(count)}个项目待本单位评分"
        yield Item(words, address("appraisal:list"), "", clause, label="去评分", count=count)


def asks_of_appraisal(view: Viewpoint) -> Iterator[Ask]:
    """Rows that wait for the section, as its worklist counts them."""
    rule = the_setting(view.version, Scoring)
    if rule is None or not view.is_manager_as(*SECTION):
        return
    clause, url = rule.clause, address("appraisal:list")
    panels = Panel.objects.filter(programme=view.programme)
    undeclared = Judge.objects.filter(panel=OuterRef("pk"), declared_at=None)
    missing = Assignment.living().filter(~handed_in(), panel=OuterRef("pk"))
    on_a_panel = PanelProject.objects.filter(project=OuterRef("pk"))
    projects = Project.objects.filter(~Exists(on_a_panel), programme=view.programme, status=ProjectStatus.IN_APPRAISAL)
    declared = panels.filter(~Exists(undeclared), status=Status.DECLARING)
    complete = panels.filter(~Exists(missing), status=Status.SCORING)
    own = Assignment.living().filter(~handed_in(), panel__status=Status.SCORING, programme=view.programme)
    own = own.filter(scored_by="department")
    since = {"since": "status_since", "label": "去办理"}
    yield Ask("{n}个项目待安排评审组", projects, url, clause, **since)
    yield Ask("{n}个评审组待请评委申报回避", panels.filter(status=Status.PREPARING), url, clause, **since)
    yield Ask("{n}个评审组评委已全部申报，待开放材料", declared, url, clause, **since)
    yield Ask("{n}个评审组评分表已全部提交，待结束评分", complete, url, clause, **since)
    yield Ask("{n}个项目待主管单位评分", own, url, clause, label="去评分")


def panels_due(view: Viewpoint) -> QuerySet[Panel]:
    """Those with a day by which sheets are to be handed in."""
    return Panel.visible_to(view.user).filter(programme=view.programme, due_at__isnull=False)
