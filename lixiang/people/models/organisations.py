"""The tree of organisations, their extra relations and their former names."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.db.models.functions import Coalesce
from django.utils import timezone

from lixiang.people import uscc
from lixiang.people.kinds import Level, OrganisationKind, Rank, RelationKind
from lixiang.people.models.tree import HIGHEST_ORDER, TreeNode, TreeQuerySet
from lixiang.people.roles import SEES_ALL, Role
from lixiang.people.rules import OrganisationFacts, then_and_now

if TYPE_CHECKING:
    from lixiang.people.models.accounts import User


def check_uscc(code: str) -> None:
    """Raise ValidationError unless `code` carries the right check character."""
    if not uscc.is_valid(code):
        raise ValidationError("统一社会信用代码应为18位，且校验位正确（GB 32100-2015）。", code="uscc")


class OrganisationQuerySet(TreeQuerySet):
    def in_force(self, on: date) -> OrganisationQuerySet:
        """Organisations that exist on that day; one merged into another does not on the day of the merger."""
        ends = Q(valid_to__isnull=True) | Q(valid_to__gt=on) | Q(valid_to=on, successor=None)
        return self.filter(Q(valid_from__isnull=True) | Q(valid_from__lte=on), ends)

    def bearers_of(self, ids: Any) -> OrganisationQuerySet:
        """Those that bear today what `ids` (a collection or a query) bore: each its successor, else itself."""
        return self.filter(Q(pk__in=ids, successor=None) | Q(predecessors__in=ids)).distinct()

    def borne_by(self, code: str) -> OrganisationQuerySet:
        """The organisation of that code with all that were merged into it."""
        return self.filter(Q(code=code) | Q(successor__code=code))

    def meant_by(self, words: str) -> OrganisationQuerySet:
        """What a list is narrowed to: by a code with all that was merged, or by part of a name."""
        return self.filter(Q(pk__in=self.borne_by(words).values("pk")) | Q(pk__in=self.called(words).values("pk")))

    def called(self, words: str) -> OrganisationQuerySet:
        """Those whose name, of today or of before, holds these words."""
        before = FormerName.objects.filter(name__icontains=words).values("organisation")
        return self.filter(Q(name__icontains=words) | Q(pk__in=before))


class Organisation(TreeNode):
    """A node of the tree; `order` is its official place among its siblings, never the alphabet's."""

    code = models.CharField("编码", max_length=40, unique=True)
    # What whoever bears its work today is called: once merged, the successor's name (adr/0027).
    name = models.CharField("全称", max_length=120)
    short_name = models.CharField("简称", max_length=60)
    kind = models.CharField("类型", max_length=20, choices=OrganisationKind.choices)
    level = models.CharField("层级", max_length=10, choices=Level.choices)
    rank = models.CharField("级别", max_length=10, choices=Rank.choices, default=Rank.NONE)
    uscc = models.CharField("统一社会信用代码", max_length=18, blank=True, validators=[check_uscc])
    valid_from = models.DateField("成立日期", null=True, blank=True)
    valid_to = models.DateField("撤销日期", null=True, blank=True)
    # Merged into it: whoever acts for the successor acts for this one too, which keeps its projects and seats.
    successor = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="predecessors", verbose_name="并入"
    )
    own_name = models.CharField("并入前的全称", max_length=120, blank=True, default="")
    own_short_name = models.CharField("并入前的简称", max_length=60, blank=True, default="")
    is_sample = models.BooleanField("示例", default=False)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ("path",)
        constraints = [
            CheckConstraint(condition=~Q(parent=F("id")), name="no_organisation_is_its_own_parent"),
            CheckConstraint(condition=~Q(successor=F("id")), name="no_organisation_is_merged_into_itself"),
            CheckConstraint(
                condition=Q(successor__isnull=True, own_name="", own_short_name="")
                | (Q(successor__isnull=False) & ~Q(own_name="") & ~Q(own_short_name="")),
                name="its_own_name_is_kept_exactly_when_merged",
            ),
            CheckConstraint(condition=Q(order__lte=HIGHEST_ORDER), name="order_fits_into_the_path"),
            CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_from__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="organisation_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def visible_to(cls, user: User) -> OrganisationQuerySet:
        """The whole directory for the department and the administrators, else the subtrees where a role is held."""
        if user.holds(*SEES_ALL):
            return cls.objects.all()
        return cls.objects.subtrees(user.organisations_as(*Role.values))

    @classmethod
    def bearers(cls, organisations: Iterable[Organisation]) -> list[Organisation]:
        """Who bears today what each of these bore, in their order and each once; a query only where one was merged."""
        given = list(organisations)
        after = cls.objects.in_bulk([each.successor_id for each in given if each.successor_id])
        return list({each.bearer_id: after.get(each.successor_id, each) for each in given}.values())

    @property
    def bearer(self) -> Organisation:
        """Who bears its work today."""
        return self.successor or self

    @property
    def bearer_id(self) -> int:
        return self.successor_id or self.pk

    @property
    def called(self) -> str:
        """What it is, or was when it ended, called itself."""
        return self.own_name or self.name

    @property
    def called_short(self) -> str:
        return self.own_short_name or self.short_name

    @property
    def both_names(self) -> str:
        """示例甲（现示例乙）where it was merged, for what shows it beside its successor."""
        return then_and_now(self.called, self.name)

    @property
    def both_short_names(self) -> str:
        return then_and_now(self.called_short, self.short_name)

    def go_by(self, *, name: str, short_name: str, at: datetime) -> None:
        """Bear this name from `at` on, with whatever was merged into it; what it was called stays as a former name.

        Checks the whole and raises ValidationError; the caller holds the lock and writes the history.
        """
        until = {"valid_to": timezone.localdate(at) - timedelta(days=1), "until_at": at}
        former = []
        for each in (self, *self.predecessors.order_by("pk")):
            former.append(FormerName(organisation=each, name=each.name, short_name=each.short_name, **until))
            each.name, each.short_name = name, short_name
            each.full_clean()
            each.save(update_fields=["name", "short_name"])
        FormerName.objects.bulk_create(former)

    def name_at(self, at: datetime) -> str:
        """What it was called at that moment; one query."""
        day = timezone.localdate(at)
        former = sorted(self.former_names.all(), key=lambda each: (each.valid_to, each.pk))
        borne = (each.name for each in former if (each.until_at > at if each.until_at else each.valid_to >= day))
        return next(borne, self.name)

    def names_since(self, at: datetime) -> str:
        """What it was called at that moment, and what it is called now where that is another; one query."""
        return then_and_now(self.name_at(at), self.name)

    def beside_today(self, then: str) -> str:
        """A name from a paper, with today's beside it where it is one that this organisation bore; one query."""
        is_own = then != self.name and self.former_names.filter(name=then).exists()
        return then_and_now(then, self.name) if is_own else then

    def check_stands(self) -> None:
        """Nothing new begins at one that was merged away. Raises ValidationError."""
        if self.successor is not None:
            words = f"{self.called_short}已并入{self.successor.short_name}，请在{self.successor.short_name}办理。"
            raise ValidationError(words, code="merged_already")

    def unique_error_message(self, model_class: type, unique_check: tuple[str, ...]) -> ValidationError:
        return ValidationError("这个编码已有组织使用，请另取一个。", code="unique")

    def facts(self) -> OrganisationFacts:
        """What rules may know; reads the parent, so select it along in lists."""
        parent = self.parent
        managed = parent is not None and parent.level == Level.CITY and parent.kind == OrganisationKind.LOCAL_COMMITTEE
        return OrganisationFacts(kind=self.kind, level=self.level, rank=self.rank, directly_managed=managed)


def bearer_of(field: str) -> Coalesce:
    """In a query: the id of who bears today the work of the organisation that `field` names."""
    return Coalesce(f"{field}__successor_id", f"{field}_id")


def by_bearer(field: str) -> tuple[Coalesce, Coalesce]:
    """In a query: the official order of who bears the work today, what was merged beside what it was merged into."""
    return Coalesce(f"{field}__successor__order", f"{field}__order"), bearer_of(field)


class OrganisationRelation(models.Model):
    """A second line beside the tree: who guides the business, or which sector the organisation is placed under."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="relations")
    to = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="related_from")
    kind = models.CharField("关系", max_length=10, choices=RelationKind.choices)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["organisation", "to", "kind"], name="one_relation_of_a_kind"),
            CheckConstraint(condition=~Q(organisation=F("to")), name="no_relation_to_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.kind} {self.to_id}"


class FormerName(models.Model):
    """What an organisation was called up to the day before a change of name."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="former_names")
    name = models.CharField("原全称", max_length=120)
    short_name = models.CharField("原简称", max_length=60)
    valid_to = models.DateField("用至")
    until_at = models.DateTimeField("更名时间", null=True)

    class Meta:
        ordering = ("-valid_to", "-id")

    def __str__(self) -> str:
        return self.name
