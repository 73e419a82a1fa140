"""A meeting, who is invited and what they replied, its agenda, and who was there."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, QuerySet, UniqueConstraint

from lixiang.delivery.permissions import ATTENDING
from lixiang.delivery.rules.meetings import MeetingFacts, MeetingKind
from lixiang.delivery.states.meetings import PUBLIC, TONES, TRANSITIONS, Status
from lixiang.documents.models import OfficialDocument
from lixiang.people.models import Organisation
from lixiang.people.roles import Role
from lixiang.programmes.models import Programme
from lixiang.programmes.permissions import SECTION
from lixiang.programmes.queries import settings_by_kind, version_in_force
from lixiang.projects.models import Project


class Meeting(models.Model):
    """推进会, 现场会, 调度会, 观摩 or 路演; `kind_title` is what it was called when it was drafted."""

    transitions = TRANSITIONS

    ref = models.SlugField(max_length=80, unique=True)
    number = models.PositiveIntegerField()
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="meetings")
    kind = models.CharField(max_length=20)
    kind_title = models.CharField(max_length=20)
    title = models.CharField(max_length=100)
    place = models.CharField(max_length=100, blank=True)
    begins_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    chair = models.CharField(max_length=60, blank=True)
    requirements = models.TextField(blank=True)
    summary = models.TextField(blank=True)
    status = models.CharField(max_length=30, choices=Status, default=Status.DRAFT)
    status_since = models.DateTimeField()
    drafted_at = models.DateTimeField()
    reply_by = models.DateTimeField(null=True)
    notice = models.ForeignKey(OfficialDocument, null=True, on_delete=models.PROTECT, related_name="+")
    minutes = models.ForeignKey(OfficialDocument, null=True, on_delete=models.PROTECT, related_name="+")
    # Written with each change of what the calendars show, so that they know the newer of two.
    edition = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["programme", "number"], name="meetings_are_numbered"),
            CheckConstraint(
                condition=Q(status__in=[Status.DRAFT, Status.CANCELLED])
                | (Q(begins_at__isnull=False) & ~Q(place="") & ~Q(title="")),
                name="announced_with_date_and_place",
            ),
            CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("begins_at")), name="meeting_ends_after_it_begins"
            ),
        ]
        indexes = [
            Index(fields=["programme", "begins_at", "id"], name="meetings_by_date"),
            Index(fields=["programme", "status", "begins_at"], name="meetings_by_status"),
        ]

    def __str__(self) -> str:
        return self.title or f"（未命名{self.kind_title}）"

    @classmethod
    def visible_to(cls, user: Any) -> "QuerySet[Meeting]":
        """Every one to the section; to inspectors, the invited, and who sees a project on its agenda, once announced.

        A cancelled one stays visible to them where it had been announced.
        """
        attends = user.organisations_as(*ATTENDING)
        seen = Q(programme__managing_organisation__in=user.organisations_as(*SECTION))
        announced = Q(status__in=PUBLIC) | Q(status=Status.CANCELLED, notice__isnull=False)
        if attends:
            invited = Invitation.objects.filter(organisation__in=attends).values("meeting_id")
            drafts, nominates = (
                user.organisations_as(Role.UNIT_CLERK),
                user.organisations_as(Role.NOMINATOR, Role.NOMINATOR_LEADER),
            )
            own = Q(project__drafting_organisation__in=drafts) | Q(project__nominating_organisation__in=nominates)
            on_agenda = AgendaItem.objects.filter(own).values("meeting_id")
            seen |= announced & (Q(pk__in=invited) | Q(pk__in=on_agenda))
        inspects = user.organisations_as(Role.INSPECTOR)
        if inspects:
            seen |= announced & Q(programme__managing_organisation__in=inspects)
        return cls.objects.filter(seen).select_related("programme__managing_organisation", "notice", "minutes")

    @property
    def tone(self) -> str:
        return TONES[Status(self.status)]

    def kind_setting(self, at: datetime) -> MeetingKind | None:
        """The row of its kind in the version in force; None where a later version dropped it."""
        rows = settings_by_kind(version_in_force(self.programme, at), MeetingKind)
        return next((row for row in rows if row.code == self.kind), None)

    def clause_at(self, at: datetime) -> str:
        """The clause that its kind rests on at a moment."""
        kind = self.kind_setting(at)
        return kind.clause if kind else ""

    def facts(self, at: datetime) -> MeetingFacts:
        """What the rules may know of this meeting at a moment."""
        kind = self.kind_setting(at)
        conclusions = self.items.exclude(conclusion="").exists() if not self.summary.strip() else True
        return MeetingFacts(
            at,
            title=self.title,
            place=self.place,
            begins_at=self.begins_at,
            ends_at=self.ends_at,
            invited=self.invitations.count(),
            attended=self.attendance.count(),
            worded=conclusions,
            **({"notice_days": kind.notice_days, "clause": kind.clause, "strictness": kind.strictness} if kind else {}),
        )


class Invitation(models.Model):
    """An organisation asked to come, and what it replied."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="invitations")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="invited_to")
    place = models.PositiveIntegerField()
    replied_at = models.DateTimeField(null=True)
    replied_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    replied_by_name = models.CharField(max_length=120, blank=True)
    leave_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ("place", "id")
        constraints = [
            UniqueConstraint(fields=["meeting", "organisation"], name="an_organisation_is_invited_once"),
            CheckConstraint(
                condition=Q(replied_at__isnull=False) | Q(leave_reason="", replied_by__isnull=True),
                name="a_reply_has_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation)


class AgendaItem(models.Model):
    """One item in its place: a project or a free topic, its minutes, and what was concluded."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="items")
    order = models.PositiveIntegerField()
    project = models.ForeignKey(Project, null=True, on_delete=models.PROTECT, related_name="agenda_items")
    topic = models.CharField(max_length=200)
    minutes = models.PositiveIntegerField(default=0)
    conclusion = models.TextField(blank=True)

    class Meta:
        ordering = ("order", "id")
        constraints = [
            UniqueConstraint(
                fields=["meeting", "project"], condition=Q(project__isnull=False), name="a_project_once_on_an_agenda"
            ),
            CheckConstraint(condition=~Q(topic=""), name="an_agenda_item_says_what_it_is"),
        ]

    def __str__(self) -> str:
        return self.topic


class Standing(models.TextChoices):
    PRESENT = "PRESENT", "出席"
    ON_LEAVE = "ON_LEAVE", "请假"
    SITTING_IN = "SITTING_IN", "列席"
    ABSENT = "ABSENT", "缺席"


class Attendance(models.Model):
    """One person of one organisation, name and post as typed, by the organisation's reply or by the clerk."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendance")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    place = models.PositiveIntegerField()
    name = models.CharField(max_length=60)
    post = models.CharField(max_length=60, blank=True)
    standing = models.CharField(max_length=12, choices=Standing, default=Standing.PRESENT)
    by_reply = models.BooleanField(default=False)

    class Meta:
        ordering = ("place", "id")
        constraints = [CheckConstraint(condition=~Q(name=""), name="attendance_names_somebody")]

    def __str__(self) -> str:
        return self.name
