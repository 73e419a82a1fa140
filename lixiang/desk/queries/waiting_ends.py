"""What waits at the end of a project: its appraisal, its panels, its rectification, its ranking, objections to that."""

from django.db.models import QuerySet

from lixiang.appraisal.models import Panel
from lixiang.appraisal.states.panels import Status as PanelStatus
from lixiang.desk.queries.viewpoint import Viewpoint
from lixiang.desk.queries.waiting_turns import Noun, Turn
from lixiang.people.roles import Role
from lixiang.projects.models import Project
from lixiang.projects.states import Status
from lixiang.ranking.models import PlaceObjection, Ranking
from lixiang.ranking.states.objections import Status as ObjectionStatus
from lixiang.ranking.states.rankings import Status as RankingStatus

OWN = {
    "unit": "drafting_organisation__short_name",
    "section": "programme__managing_organisation__short_name",
}
SECTION = {"section": "programme__managing_organisation__short_name"}
OVERSEEING = (Role.SECTION_CLERK, Role.SECTION_HEAD, Role.DEPARTMENT_LEADER)


def _projects(view: Viewpoint) -> QuerySet[Project]:
    return Project.visible_to(view.user).select_related(None).filter(programme=view.programme)


def _panels(view: Viewpoint) -> QuerySet[Panel]:
    """For the section alone: a judge has the worklist."""
    rows = Panel.objects.filter(programme=view.programme)
    return rows if view.is_manager_as(*OVERSEEING) else rows.none()


def _rankings(view: Viewpoint) -> QuerySet[Ranking]:
    """What the section does with a ranking is its own until it is issued."""
    rows = Ranking.objects.filter(programme=view.programme)
    return rows if view.is_manager_as(*OVERSEEING) else rows.none()


def _objections(view: Viewpoint) -> QuerySet[PlaceObjection]:
    rows = PlaceObjection.visible_to(view.user).select_related(None)
    return rows.filter(place__ranking__programme=view.programme)


ENDS = (
    Noun(
        "appraisal",
        "验收",
        _projects,
        {
            Status.IN_APPRAISAL: Turn("section", "组织验收考核，办理结果"),
            Status.RECTIFYING: Turn("unit", "完成整改后重新提交结项材料"),
        },
        "desk:dossier",
        project="title",
        due="due_at",
        holders=OWN,
    ),
    Noun(
        "appraisal",
        "验收",
        _panels,
        {
            PanelStatus.PREPARING: Turn("section", "{what}：请评委申报回避", "市级经办"),
            PanelStatus.DECLARING: Turn("section", "{what}：评委申报后开放材料", "市级经办"),
            PanelStatus.SCORING: Turn("section", "{what}：评分表提交后结束评分", "市级经办"),
        },
        "appraisal:panel",
        project="",
        due="due_at",
        holders=SECTION,
    ),
    Noun(
        "ranking",
        "排名",
        _rankings,
        {
            RankingStatus.DRAFT: Turn("section", "确认第{what}次排名", "科长或部领导"),
            RankingStatus.CONFIRMED: Turn("section", "公示第{what}次排名", "科长或部领导"),
            RankingStatus.PUBLISHED: Turn("section", "第{what}次排名公示期满后印发通报", "科长或部领导"),
        },
        "ranking:ranking",
        what="number",
        project="",
        due="public_until",
        holders=SECTION,
    ),
    Noun(
        "ranking",
        "排名",
        _objections,
        {ObjectionStatus.OPEN: Turn("section", "复核对名次的异议", "市级经办")},
        "ranking:ranking",
        what="by_name",
        project="place__project__title",
        ref="place__ranking__ref",
        holders={"section": "place__ranking__programme__managing_organisation__short_name"},
    ),
)
