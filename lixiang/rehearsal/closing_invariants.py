"""What must hold of dossiers at every moment."""

from collections.abc import Iterator

from django.db.models import OuterRef, Subquery

from lixiang.closing.models import Dossier, DossierRevision
from lixiang.closing.models.dossiers import RELATED
from lixiang.closing.models.facts import content_of, rows_of, terms_of, view_of
from lixiang.closing.states import Status
from lixiang.history.models import Event
from lixiang.projects.rules.content import content_hash
from lixiang.projects.states import Status as ProjectStatus


def dossier_revisions_equal_their_hash() -> Iterator[str]:
    """Each hand-in has the hash that its receipt names."""
    for revision in DossierRevision.objects.iterator(chunk_size=200):
        if content_hash(revision.content) != revision.hash:
            yield f"{revision.receipt_number}内容与校验值不符"


def accepted_dossiers_equal_what_was_handed_in() -> Iterator[str]:
    """What was accepted is the last hand-in, and the dossier still says the same."""
    accepted = Dossier.objects.filter(status=Status.ACCEPTED).select_related(*RELATED, "accepted_revision")
    for dossier in accepted.iterator(chunk_size=200):
        rows = rows_of(dossier)
        content = content_of(dossier, view_of(dossier, dossier.status_since, rows), rows)
        if dossier.accepted_revision is None or content_hash(content) != dossier.accepted_revision.hash:
            yield f"{dossier.ref}与受理的定稿不一致"


def accepted_dossiers_hold_every_required_kind() -> Iterator[str]:
    """Every kind of evidence that the programme demands is there."""
    accepted = Dossier.objects.filter(status=Status.ACCEPTED).select_related(*RELATED, "accepted_revision")
    for dossier in accepted.iterator(chunk_size=200):
        held = [row["kind"] for row in dossier.accepted_revision.content["evidence"]]
        for kind in terms_of(dossier.project.version, dossier.project.category).kinds:
            if kind.strictness == "block" and held.count(kind.code) < kind.at_least:
                yield f"{dossier.ref}已受理而缺少“{kind.title}”"


def dossier_statuses_equal_the_history() -> Iterator[str]:
    """A dossier's status is where its last move led; one that never moved is a draft."""
    moves = Event.objects.filter(subject_kind="dossier", subject_id=OuterRef("pk")).exclude(to_status="")
    led_to = Subquery(moves.order_by("-sequence").values("to_status")[:1])
    rows = Dossier.objects.annotate(led_to=led_to).values_list("ref", "status", "led_to")
    for ref, status, last in rows.iterator():
        if (last or Status.DRAFT) != status:
            yield f"{ref}的状态与办理轨迹不符"


def projects_stand_where_their_dossiers_do() -> Iterator[str]:
    """A project is with the section exactly while a dossier of it is."""
    handed_in = Dossier.objects.filter(status=Status.HANDED_IN)
    for ref in handed_in.exclude(project__status=ProjectStatus.CLOSING).values_list("ref", flat=True):
        yield f"{ref}已提交而项目不在结项材料审核"
    closing = ProjectStatus.CLOSING
    waiting = Dossier.objects.filter(project__status=closing).exclude(status=Status.HANDED_IN)
    last = Dossier.objects.filter(project=OuterRef("project")).order_by("-round").values("round")[:1]
    for ref in waiting.filter(round=Subquery(last)).values_list("ref", flat=True):
        yield f"{ref}的项目在结项材料审核而材料没有提交"


CLOSING_CHECKS = (
    dossier_revisions_equal_their_hash,
    accepted_dossiers_equal_what_was_handed_in,
    accepted_dossiers_hold_every_required_kind,
    dossier_statuses_equal_the_history,
    projects_stand_where_their_dossiers_do,
)
