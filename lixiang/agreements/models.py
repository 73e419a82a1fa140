"""The responsibility agreement of an approved project."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import CheckConstraint, Q, QuerySet

from lixiang.agreements.rules import ELECTRONIC, PARTY_WORDS, SigningFacts, Terms
from lixiang.agreements.states import TRANSITIONS, Status
from lixiang.documents.signing.adapter import Party, the_signer
from lixiang.files.models import File
from lixiang.people.models import FormerName
from lixiang.people.roles import Role
from lixiang.people.rules import then_and_now
from lixiang.programmes.models import Programme
from lixiang.programmes.permissions import SECTION
from lixiang.programmes.queries import the_setting
from lixiang.projects.models import Project, Revision, past_of
from lixiang.projects.states import FOLLOWED


class Agreement(models.Model):
    """Drawn up from the approved revision, signed by both sides: on paper, or in `signed_pdf` electronically."""

    transitions = TRANSITIONS

    ref = models.SlugField(max_length=100, unique=True)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="agreements")
    project = models.OneToOneField(Project, on_delete=models.PROTECT, related_name="agreement")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    parties = models.JSONField()
    status = models.CharField(max_length=30, choices=Status, default=Status.PENDING)
    status_since = models.DateTimeField()
    drawn_up_at = models.DateTimeField()
    sign_by = models.DateTimeField()
    in_force_on = models.DateField(null=True)
    reminded_at = models.DateTimeField(null=True)
    reminders = models.PositiveIntegerField(default=0)
    pdf = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")
    docx = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")
    fallbacks = models.JSONField(default=list)
    signed_pdf = models.ForeignKey(File, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            CheckConstraint(
                condition=Q(status=Status.IN_FORCE, in_force_on__isnull=False)
                | (~Q(status=Status.IN_FORCE) & Q(in_force_on__isnull=True)),
                name="in_force_exactly_when_dated",
            )
        ]
        indexes = [
            models.Index(fields=["programme", "sign_by", "id"], name="agreements_by_due_date"),
            models.Index(fields=["programme", "status", "sign_by", "id"], name="agreements_by_status"),
        ]

    def __str__(self) -> str:
        return self.ref

    @classmethod
    def visible_to(cls, user: Any) -> QuerySet[Agreement]:
        """To whoever sees the project: its unit, its nominator, the section, and once in force those who follow it."""
        drafts = user.organisations_as(Role.UNIT_CLERK)
        nominates = user.organisations_as(Role.NOMINATOR, Role.NOMINATOR_LEADER)
        runs = user.organisations_as(*SECTION)
        seen = Q(pk__in=[])
        if drafts:
            seen |= Q(project__drafting_organisation__in=drafts) | past_of(drafts, "drawn_up_at")
        if nominates:
            seen |= Q(project__nominating_organisation__in=nominates)
        if runs:
            seen |= Q(programme__managing_organisation__in=runs)
        follows = user.organisations_as(Role.INSPECTOR, Role.FINANCE)
        if follows:
            under_way = Q(status=Status.IN_FORCE, project__status__in=FOLLOWED)
            seen |= under_way & Q(programme__managing_organisation__in=follows)
        related = ("project__programme", "project__nominating_organisation", "project__version", "revision")
        return cls.objects.filter(seen).select_related(*related)

    def signatories(self) -> dict[str, Party]:
        """Who signs electronically, by role, in the order in which they sign."""
        project = self.project
        return {
            "nominating": Party.of(project.nominating_organisation),
            "department": Party.of(project.programme.managing_organisation),
        }

    def facts(self, at: datetime) -> SigningFacts:
        """Which way it is signed; where the terms wish paper, no folder of certificates is looked into."""
        terms: Any = the_setting(self.project.version, Terms)
        begun = self.signed_pdf_id is not None
        if terms is None or terms.signing != ELECTRONIC:
            return SigningFacts(is_begun=begun, clause=terms.clause if terms else "")
        signer = the_signer()
        lacking = tuple(party.name for party in self.signatories().values() if not signer.has(party))
        return SigningFacts(True, lacking, begun, terms.clause)


def holder_among(parties: list[dict[str, str]], role: str, project: Project) -> str:
    """Which party has it now, by the name that it bears now."""
    bears = {"nominating": project.nominating_organisation, "department": project.programme.managing_organisation}
    known = role in {party["role"] for party in parties}
    return f"{PARTY_WORDS[role]}（{bears[role].name}）" if known and role in bears else ""


def parties_now(parties: list[dict[str, str]], project: Project) -> tuple[tuple[str, str], ...]:
    """Each party's word and the name it was drawn up with, and what it is called now: 示例甲（现示例乙）; one query."""
    sides = (project.nominating_organisation_id, project.programme.managing_organisation_id)
    own = FormerName.objects.filter(organisation__in=[*sides, project.implementing_organisation_id])
    now = dict(own.values_list("name", "organisation__name"))
    return tuple((party["word"], then_and_now(party["name"], now.get(party["name"], ""))) for party in parties)
