"""What must hold of inspections and rectification tickets at every moment."""

from collections.abc import Iterator

from django.db.models import F, OuterRef, Q

from lixiang.delivery.models import Inspection, Rectification
from lixiang.delivery.states.inspections import COUNTED
from lixiang.delivery.states.rectifications import Status
from lixiang.history.models import Event
from lixiang.projects.models import FormerUnit


def tickets_have_one_owner_and_one_day() -> Iterator[str]:
    """The owner is one of the project's organisations, and the day is not before the visit."""
    sides = Q(organisation=F("project__drafting_organisation"))
    sides |= Q(organisation=F("project__nominating_organisation"))
    sides |= Q(organisation=F("project__implementing_organisation"))
    sides |= Q(organisation__in=FormerUnit.objects.filter(project=OuterRef("project")).values("organisation"))
    for ref in Rectification.objects.exclude(sides).values_list("ref", flat=True):
        yield f"整改单{ref}的责任单位与项目无关"
    early = Rectification.objects.filter(due_on__lt=F("observation__inspection__visited_on"))
    for ref in early.values_list("ref", flat=True):
        yield f"整改单{ref}的期限早于督导日期"


def closed_tickets_stay_closed() -> Iterator[str]:
    """A closed ticket was answered, and nothing happened to it since."""
    for pk, ref, answer in Rectification.objects.filter(status=Status.CLOSED).values_list("pk", "ref", "answer"):
        events = Event.objects.filter(subject_kind="rectification", subject_id=pk).order_by("-sequence")
        if not answer or events.values_list("verb", flat=True).first() != "close":
            yield f"整改单{ref}销号后又有变动"


def tickets_rest_on_records_that_count() -> Iterator[str]:
    """No ticket comes of a record that its inspector has not confirmed."""
    stray = Rectification.objects.filter(report__isnull=True).exclude(observation__inspection__status__in=COUNTED)
    for ref in stray.values_list("ref", flat=True):
        yield f"整改单{ref}所依据的督导记录不作数"


def paper_is_entered_for_somebody_else() -> Iterator[str]:
    for ref in Inspection.objects.filter(entered_by=F("entered_for")).values_list("ref", flat=True):
        yield f"督导{ref}由本人代本人补录"


def delivery_statuses_equal_the_history() -> Iterator[str]:
    """The status of an inspection and of a ticket is where its last move led."""
    for model, kind in ((Inspection, "inspection"), (Rectification, "rectification")):
        moves = Event.objects.filter(subject_kind=kind).exclude(to_status="").order_by("subject_id", "sequence")
        last = dict(moves.values_list("subject_id", "to_status").iterator())
        first = model._meta.get_field("status").default
        for pk, ref, status in model.objects.values_list("pk", "ref", "status").iterator():
            if last.get(pk, first) != status:
                yield f"{ref}的状态与办理轨迹不符"


INSPECTION_CHECKS = (
    tickets_have_one_owner_and_one_day,
    closed_tickets_stay_closed,
    tickets_rest_on_records_that_count,
    paper_is_entered_for_somebody_else,
    delivery_statuses_equal_the_history,
)
