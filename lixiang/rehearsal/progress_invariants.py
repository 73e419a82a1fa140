"""What must hold of plans, milestones and lamps at every moment; each check names what it found broken."""

from collections.abc import Iterator

from django.db.models import F

from lixiang.delivery.models import Lamp, Plan, PlannedMilestone
from lixiang.delivery.queries import counts_of, lamp_facts, lamp_rules, to_relight
from lixiang.delivery.rules.lamps import lamp_of
from lixiang.history.models import Event
from lixiang.projects.states import FOLLOWED, Status


def plans_count_their_rows() -> Iterator[str]:
    """What a plan says of its milestones is what they say: how many, how many done, what comes next."""
    for plan in Plan.objects.iterator(chunk_size=500):
        for name, value in counts_of(plan).items():
            if getattr(plan, name) != value:
                yield f"{plan.ref}的实施计划记{name}为{getattr(plan, name)}，里程碑为{value}"


def plans_rest_on_the_approved_revision() -> Iterator[str]:
    """The plan of a project under way names the approved revision, and so does every row that still counts."""
    running = Plan.objects.filter(project__status__in=FOLLOWED)
    for ref in running.exclude(revision=F("project__approved_revision")).values_list("ref", flat=True):
        yield f"{ref}的实施计划所依据的修订稿不是批准的版本"
    rows = PlannedMilestone.objects.filter(retired_at=None).exclude(revision=F("plan__revision"))
    for ref in rows.values_list("ref", flat=True):
        yield f"里程碑{ref}所依据的修订稿与计划不一致"


def milestones_equal_their_history() -> Iterator[str]:
    """A milestone is done exactly when the last move of its history says so; nothing reported is lost."""
    moves = Event.objects.filter(subject_kind="plannedmilestone").exclude(to_status="").order_by("sequence")
    last = dict(moves.values_list("subject_id", "to_status").iterator())
    for pk, ref, status in PlannedMilestone.objects.values_list("pk", "ref", "status").iterator():
        if last.get(pk, "OPEN") != status:
            yield f"里程碑{ref}的状态与办理轨迹不符"


def lamps_follow_their_rules() -> Iterator[str]:
    """A lamp that nothing waits to light anew shows what the rules give as things stand, unless overruled."""
    latest = Event.objects.order_by("-at").values_list("at", flat=True).first()
    if latest is None:
        return
    waiting = to_relight(latest).select_related(None).order_by().values("pk")
    still = Lamp.objects.filter(project__status=Status.ACTIVE).exclude(project__in=waiting)
    for lamp in still.select_related("project__version").iterator(chunk_size=500):
        ruled = lamp_of(lamp_facts(lamp.project, latest), lamp_rules(lamp.project.version))
        if (lamp.ruled_colour, lamp.ruled_reason) != (ruled.colour, ruled.reason):
            yield f"{lamp.ref}的红黄绿灯与规则判定不符"
        if lamp.colour != (lamp.overruled_colour or lamp.ruled_colour):
            yield f"{lamp.ref}显示的灯色没有依据"


PROGRESS_CHECKS = (
    plans_count_their_rows,
    plans_rest_on_the_approved_revision,
    milestones_equal_their_history,
    lamps_follow_their_rules,
)
