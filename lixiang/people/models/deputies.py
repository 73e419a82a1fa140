"""Acting for somebody who is away: one role at one organisation, from a moment until a moment."""

from typing import Any

from django.db import models
from django.db.models import CheckConstraint, F, Q, QuerySet

from lixiang.people.models.accounts import RoleHeld, User
from lixiang.people.models.organisations import Organisation
from lixiang.people.roles import Role


class Deputation(models.Model):
    """授权代办: `role_held` is the role that the deputy has on its ground, from its beginning on."""

    principal = models.ForeignKey(User, on_delete=models.PROTECT, related_name="deputations_given")
    deputy = models.ForeignKey(User, on_delete=models.PROTECT, related_name="deputations_held")
    role = models.CharField("角色", max_length=20, choices=Role.choices)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    from_at = models.DateTimeField("自")
    until_at = models.DateTimeField("至")
    reason = models.CharField("原因", max_length=200)
    made_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField("授权时间")
    ended_at = models.DateTimeField("结束时间", null=True)
    role_held = models.OneToOneField(RoleHeld, null=True, on_delete=models.PROTECT, related_name="deputation")

    class Meta:
        ordering = ("-from_at", "-id")
        constraints = [
            CheckConstraint(condition=Q(until_at__gt=F("from_at")), name="a_deputation_ends_after_it_begins"),
            CheckConstraint(condition=~Q(principal=F("deputy")), name="nobody_deputises_for_oneself"),
        ]
        indexes = [models.Index(fields=["ended_at", "until_at"], name="deputations_by_end")]

    def __str__(self) -> str:
        return f"{self.principal_id} -> {self.deputy_id} {self.role}"

    @classmethod
    def visible_to(cls, user: Any) -> QuerySet["Deputation"]:
        """To both sides, and to those who grant roles everywhere."""
        if user.holds(Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN):
            return cls.objects.all()
        return cls.objects.filter(Q(principal=user) | Q(deputy=user))

    @property
    def role_word(self) -> str:
        return str(Role(self.role).label)

    @property
    def is_open(self) -> bool:
        return self.ended_at is None

    @property
    def state(self) -> tuple[str, str]:
        """The word and the tone of where it stands."""
        if not self.is_open:
            return "已结束", "closed"
        return ("代办中", "active") if self.role_held_id else ("未开始", "waiting")
