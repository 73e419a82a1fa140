"""A ranking of a programme, the place of each project in it, and the certificates of what it was computed from."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import CheckConstraint, Exists, Index, OuterRef, Q, QuerySet, UniqueConstraint

from lixiang.access.prepared import Prepared
from lixiang.documents.models import OfficialDocument
from lixiang.files.models import File
from lixiang.programmes.models import Programme, Version
from lixiang.programmes.permissions import SECTION
from lixiang.projects.models import Project
from lixiang.projects.models.project import sides_of
from lixiang.projects.models.revision import Unescaped
from lixiang.ranking.rules.standing import RankingFacts
from lixiang.ranking.states.rankings import KNOWN, QUIET, TONES, TRANSITIONS, Status


class Ranking(models.Model):
    """A ranking of a programme, never changed: other sheets than those of `sheets_hash` make a new one."""

    transitions = TRANSITIONS

    ref = models.SlugField(max_length=80, unique=True)
    number = models.PositiveIntegerField()
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="rankings")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=20, choices=Status, default=Status.DRAFT)
    status_since = models.DateTimeField()
    corrects = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="corrections")
    correction_reason = models.TextField(blank=True)
    computed_at = models.DateTimeField()
    sheets_hash = models.CharField(max_length=64)
    sheets = models.PositiveIntegerField()
    grades = models.JSONField(default=list, encoder=Unescaped)
    published_at = models.DateTimeField(null=True)
    public_until = models.DateTimeField(null=True)
    document = models.OneToOneField(OfficialDocument, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            UniqueConstraint(fields=["programme", "number"], name="rankings_are_numbered"),
            UniqueConstraint(fields=["programme"], condition=Q(status__in=QUIET), name="one_quiet_ranking"),
            UniqueConstraint(fields=["programme"], condition=Q(status__in=KNOWN), name="one_known_ranking"),
            CheckConstraint(
                condition=~Q(status=Status.FINAL) | Q(document__isnull=False), name="issued_with_a_document"
            ),
            CheckConstraint(
                condition=~Q(status__in=KNOWN) | Q(published_at__isnull=False, public_until__isnull=False),
                name="known_since_it_was_shown",
            ),
        ]

    def __str__(self) -> str:
        return f"第{self.number}次排名"

    @classmethod
    def visible_to(cls, user: Any) -> "QuerySet[Ranking]":
        """To the section; to units and nominators of ranked projects from 公示 on."""
        return cls.visible_at(**_seen_by(user))

    @classmethod
    def one_visible_to(cls, user: Any, ref: str) -> "Ranking | None":
        """What every page of a ranking asks first."""
        return VISIBLE.first(**_seen_by(user), ref=ref)

    @classmethod
    def visible_at(
        cls, runs: Collection[int], drafts: Collection[int], nominates: Collection[int]
    ) -> "QuerySet[Ranking]":
        """What is seen by who runs programmes there, drafts or nominates."""
        own = Place.objects.filter(own_at(drafts, nominates), ranking=OuterRef("pk"))
        seen = Q(programme__managing_organisation__in=runs) | Q(Exists(own), published_at__isnull=False)
        return cls.objects.filter(seen).select_related("programme", "version", "corrects", "document")

    @property
    def tone(self) -> str:
        return TONES[Status(self.status)]

    @property
    def is_superseded(self) -> bool:
        return self.status == Status.SUPERSEDED

    def facts(self, at: datetime) -> RankingFacts:
        """What the rules may know of this ranking."""
        from lixiang.ranking.models.facts import facts_of  # it imports this module

        return facts_of(self, at)


def own_of(user: Any) -> Q:
    """Places of the projects that this person's organisations carry out or nominated."""
    sides = sides_of(user)
    return own_at(sides["drafts"], sides["nominates"])


def own_at(drafts: Collection[int], nominates: Collection[int]) -> Q:
    return Q(project__drafting_organisation__in=drafts) | Q(project__nominating_organisation__in=nominates)


def _seen_by(user: Any) -> dict[str, frozenset[int]]:
    sides = sides_of(user)
    runs = frozenset(user.organisations_as(*SECTION))
    return {"runs": runs, "drafts": frozenset(sides["drafts"]), "nominates": frozenset(sides["nominates"])}


# The 通报 holds every place once more; a page of the ranking names its number alone.
WIDE = ("document__context", "document__subjects")
VISIBLE = Prepared(lambda ref, **sides: Ranking.visible_at(**sides).filter(ref=ref).defer(*WIDE)[:1])


class Place(models.Model):
    """What became of one project: `position` is its line in the list; points are thousandths.

    `raw` is the score without balancing; `best` and `worst` bound the place nine times in ten; `advised` is what the
    calibrated method says; `workings` explain the place step by step, as the rules put it.
    """

    ranking = models.ForeignKey(Ranking, on_delete=models.PROTECT, related_name="places")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="places")
    position = models.PositiveIntegerField()
    track = models.CharField(max_length=20, blank=True)
    place = models.PositiveIntegerField(null=True)
    shared = models.PositiveIntegerField(default=0)
    total = models.BigIntegerField(null=True)
    raw = models.BigIntegerField(null=True)
    grade = models.CharField(max_length=40, blank=True)
    best = models.PositiveIntegerField(null=True)
    worst = models.PositiveIntegerField(null=True)
    advised = models.BigIntegerField(null=True)
    advised_place = models.PositiveIntegerField(null=True)
    workings = models.JSONField(encoder=Unescaped)

    class Meta:
        ordering = ["ranking", "position"]
        constraints = [
            UniqueConstraint(fields=["ranking", "project"], name="a_project_has_one_place"),
            UniqueConstraint(fields=["ranking", "position"], name="places_stand_in_order"),
            CheckConstraint(
                condition=Q(place__isnull=True, total__isnull=True) | Q(place__isnull=False, total__isnull=False),
                name="placed_exactly_with_a_score",
            ),
        ]
        indexes = [Index(fields=["ranking", "track", "position"], name="places_of_a_track")]

    def __str__(self) -> str:
        return f"{self.ranking_id} {self.project_id}: {self.place}"


class ScoreCertificate(models.Model):
    """The inputs and workings of a ranking as one file: made when it was computed, and anew with the 通报's number."""

    ranking = models.ForeignKey(Ranking, on_delete=models.PROTECT, related_name="certificates")
    hash = models.CharField(max_length=64, db_index=True)
    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    document_number = models.CharField(max_length=120, blank=True)
    history_head = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["made_at", "id"]
        constraints = [UniqueConstraint(fields=["ranking", "hash"], name="a_certificate_once_per_ranking")]

    def __str__(self) -> str:
        return self.hash
