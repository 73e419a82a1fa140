"""What must hold for every score: no judge in a conflict counts, every total is the sum of its lines by the rubric."""

from collections.abc import Iterator

from django.db.models import Count, F, Q

from lixiang.appraisal.models import Assignment, Judge, Panel, Recusal, ScoreSheet
from lixiang.appraisal.models.sheet_facts import automatic_of, clause_of, rubric_of
from lixiang.appraisal.queries.assigning import projects_of
from lixiang.appraisal.queries.conflicts import found_between
from lixiang.appraisal.rules.scoring import SheetFacts, Typed, counted, total_of
from lixiang.appraisal.states.panels import Status as PanelStatus
from lixiang.appraisal.states.sheets import Status
from lixiang.history.models import Event
from lixiang.people.models import RoleHeld
from lixiang.programmes.permissions import SECTION
from lixiang.projects.rules.content import content_hash


def judges_in_a_conflict_neither_score_nor_count() -> Iterator[str]:
    """Whom the record ties to a project has no task of it that counts, while scoring goes on."""
    for panel in Panel.objects.filter(status=PanelStatus.SCORING).select_related("version", "programme").iterator():
        judges = list(panel.judges.select_related("user__person"))
        given = set(Assignment.living().filter(panel=panel).exclude(judge=None).values_list("judge_id", "project_id"))
        found = found_between(panel, judges, projects_of(panel), panel.status_since)
        for judge, project in sorted(found.keys() & given):
            yield f"{panel.ref}评委{judge}对项目{project}应当回避而仍有评分任务"
    later = Q(handed_in_at__gt=F("assignment__judge__recusals__at"))
    same = Q(assignment__judge__recusals__project=F("project"))
    for ref in ScoreSheet.objects.filter(same, later).values_list("ref", flat=True).iterator():
        yield f"评分表{ref}在评委回避之后提交"
    counting = ScoreSheet.current().values_list("pk", "ref", "assignment__judge_id", "project_id")
    away = set(Recusal.objects.values_list("judge_id", "project_id"))
    for _, ref, judge, project in counting.iterator():
        if (judge, project) in away:
            yield f"评分表{ref}属于回避的评委而计分"


def nobody_who_runs_a_programme_judges_it() -> Iterator[str]:
    """Who sees every project anyway is no judge: a conflict could hide nothing from them."""
    for judge in Judge.objects.select_related("panel__programme").iterator():
        office = judge.panel.programme.managing_organisation_id
        roles = RoleHeld.objects.active().filter(user=judge.user_id, organisation=office, role__in=SECTION)
        if roles.exists() and judge.panel.status != PanelStatus.CLOSED:
            yield f"{judge.panel.ref}的评委{judge.name}同时经办本批次"


def totals_recompute_from_their_lines() -> Iterator[str]:
    """Each sheet handed in: its content has its hash, its lines are those of the content, its total follows by rule."""
    related = ("assignment__panel__version", "assignment__project")
    for sheet in ScoreSheet.objects.filter(status=Status.HANDED_IN).select_related(*related).iterator(chunk_size=200):
        if content_hash(sheet.content) != sheet.hash:
            yield f"评分表{sheet.ref}内容与校验值不符"
        lines = {line.indicator: line.counted for line in sheet.lines.all()}
        if lines != {line["indicator"]: line["counted"] for line in sheet.content["lines"]}:
            yield f"评分表{sheet.ref}的明细与提交的内容不符"
        if _total_by_the_rubric(sheet) != sheet.total or sheet.content["total"] != sheet.total:
            yield f"评分表{sheet.ref}的总分不能由明细算出"


def _total_by_the_rubric(sheet: ScoreSheet) -> int | None:
    panel, project = sheet.assignment.panel, sheet.assignment.project
    said = sheet.content["lines"]
    typed = {line["indicator"]: Typed(line["typed"], line["reason"], line["document"]) for line in said}
    automatic = {code: row.points for code, row in automatic_of(panel, project).items()}
    why = sheet.not_applicable
    return total_of(
        counted(SheetFacts(clause_of(panel), rubric_of(panel, project), typed, automatic, not_applicable=why))
    )


def sheets_equal_the_history() -> Iterator[str]:
    """Who changes a sheet in the database by hand cannot change what the hash chain says of it as well."""
    events = Event.objects.filter(subject_kind="scoresheet", verb__in=("hand_in", "find_not_applicable")).order_by(
        "subject_id"
    )
    told = {pk: detail["hash"] for pk, detail in events.values_list("subject_id", "detail").iterator()}
    kept = dict(ScoreSheet.objects.filter(status=Status.HANDED_IN).values_list("pk", "hash").iterator())
    for pk in sorted(told.keys() | kept.keys()):
        if told.get(pk) != kept.get(pk):
            yield f"评分表{pk}与办理轨迹不符"


def sheets_rest_on_the_approved_revision() -> Iterator[str]:
    """A sheet names a revision of its own project; one sheet per task counts."""
    wrong = ScoreSheet.objects.exclude(revision__project=F("project"))
    for ref in wrong.values_list("ref", flat=True):
        yield f"评分表{ref}所依据的申报书不是本项目的"
    several = ScoreSheet.current().values("assignment").annotate(n=Count("pk")).filter(n__gt=1).order_by()
    for assignment in several.values_list("assignment", flat=True):
        yield f"评分任务{assignment}有几份评分表同时计分"


APPRAISAL_CHECKS = (
    judges_in_a_conflict_neither_score_nor_count,
    nobody_who_runs_a_programme_judges_it,
    totals_recompute_from_their_lines,
    sheets_equal_the_history,
    sheets_rest_on_the_approved_revision,
)
