"""The tree of organisations, their extra relations and their former names."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from lixiang.people import uscc
from lixiang.people.kinds import Level, OrganisationKind, Rank, RelationKind
from lixiang.people.models.tree import HIGHEST_ORDER, TreeNode, TreeQuerySet
from lixiang.people.roles import SEES_ALL, Role
from lixiang.people.rules import OrganisationFacts

if TYPE_CHECKING:
    from lixiang.people.models.accounts import User


def check_uscc(code: str) -> None:
    """Raise ValidationError unless `code` carries the right check character."""
    if not uscc.is_valid(code):
        raise ValidationError("统一社会信用代码应为18位，且校验位正确（GB 32100-2015）。", code="uscc")


class OrganisationQuerySet(TreeQuerySet):
    def in_force(self, on: date) -> OrganisationQuerySet:
        """Organisations that exist on that day."""
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=on), Q(valid_to__isnull=True) | Q(valid_to__gte=on)
        )


class Organisation(TreeNode):
    """A node of the tree; `order` is its official place among its siblings, never the alphabet's."""

    code = models.CharField("编码", max_length=40, unique=True)
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
    is_sample = models.BooleanField("示例", default=False)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ("path",)
        constraints = [
            CheckConstraint(condition=~Q(parent=F("id")), name="no_organisation_is_its_own_parent"),
            CheckConstraint(condition=~Q(successor=F("id")), name="no_organisation_is_merged_into_itself"),
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

    def check_stands(self) -> None:
        """Nothing new begins at one that was merged away. Raises ValidationError."""
        if self.successor is not None:
            words = f"{self.short_name}已并入{self.successor.short_name}，请在{self.successor.short_name}办理。"
            raise ValidationError(words, code="merged_already")

    def unique_error_message(self, model_class: type, unique_check: tuple[str, ...]) -> ValidationError:
        return ValidationError("这个编码已有组织使用，请另取一个。", code="unique")

    def facts(self) -> OrganisationFacts:
        """What rules may know; reads the parent, so select it along in lists."""
        parent = self.parent
        managed = parent is not None and parent.level == Level.CITY and parent.kind == OrganisationKind.LOCAL_COMMITTEE
        return OrganisationFacts(kind=self.kind, level=self.level, rank=self.rank, directly_managed=managed)


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

    class Meta:
        ordering = ("-valid_to", "-id")

    def __str__(self) -> str:
        return self.name
