"""The supplementary agreement of a change that touches what was agreed."""

from typing import Any

from django.db import models
from django.db.models import CheckConstraint, Q, QuerySet, UniqueConstraint

from lixiang.delivery.models.changes import ChangeRequest
from lixiang.delivery.states.supplements import TRANSITIONS, Status
from lixiang.files.models import File
from lixiang.people.roles import Role
from lixiang.programmes.models import Programme
from lixiang.projects.models import Project, Revision, past_of


class SupplementaryAgreement(models.Model):
    """Drawn up from an approved change, signed on paper, confirmed by both sides; then the change takes effect."""

    transitions = TRANSITIONS

    ref = models.SlugField(max_length=100, unique=True)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="supplements")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="supplements")
    change = models.OneToOneField(ChangeRequest, on_delete=models.PROTECT, related_name="supplement")
    number = models.PositiveIntegerField()
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    parties = models.JSONField()
    status = models.CharField(max_length=30, choices=Status, default=Status.PENDING)
    status_since = models.DateTimeField()
    drawn_up_at = models.DateTimeField()
    sign_by = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True)
    reminders = models.PositiveIntegerField(default=0)
    in_force_on = models.DateField(null=True)
    pdf = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")
    docx = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")
    fallbacks = models.JSONField(default=list)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["project", "number"], name="supplements_are_numbered"),
            CheckConstraint(
                condition=Q(status=Status.IN_FORCE, in_force_on__isnull=False)
                | (~Q(status=Status.IN_FORCE) & Q(in_force_on__isnull=True)),
                name="supplement_in_force_exactly_when_dated",
            ),
        ]
        indexes = [models.Index(fields=["programme", "status", "sign_by", "id"], name="supplements_by_status")]

    def __str__(self) -> str:
        return self.ref

    @classmethod
    def visible_to(cls, user: Any) -> "QuerySet[SupplementaryAgreement]":
        """To whoever sees the project; what was drawn up in its time to a unit that handed it over."""
        now = Q(project__in=Project.visible_to(user).select_related(None).values("pk"))
        past = past_of(user.organisations_as(Role.UNIT_CLERK), "drawn_up_at")
        related = ("change__base", "revision", "pdf", "docx", "project__version", "project__nominating_organisation")
        return cls.objects.filter(now | past).select_related(*related, "project__programme__managing_organisation")

    def facts(self, at: Any) -> None:
        """No row of the table asks for facts."""
