"""Accounts, the roles they hold at organisations, and the count of failed log-ins."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils.functional import cached_property

from lixiang.access.prepared import Prepared
from lixiang.people.models.organisations import Organisation
from lixiang.people.models.persons import Person
from lixiang.people.roles import SEES_ALL, Role

LONGEST_SIGNATURE = 120  # what the history keeps of a name
# Also what the links of account pages may carry, so no slash and no blank.
USERNAME = RegexValidator(
    r"^[a-z0-9][a-z0-9._-]{1,39}\Z", "账号由2至40位小写字母、数字、点、横线组成，以字母或数字开头。"
)


class HeldRole(NamedTuple):
    """One active role as the page header and permissions need it.

    `until_at` and `deputises_for` (a name) are those of a role held for somebody who is away; `is_inherited` says that
    the organisation was merged into the one where the role is held.
    """

    role: str
    organisation_id: int
    organisation_code: str
    organisation_name: str
    organisation_short_name: str
    until_at: datetime | None = None
    deputises_for: str = ""
    is_inherited: bool = False

    @property
    def label(self) -> str:
        return str(Role(self.role).label)


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(username=(username or "").lower())

    def create_user(self, username: str, name: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(username=username.lower(), name=name, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def note_seen(self, pk: int, at: datetime) -> None:
        """Called by the middleware, at most once a minute for each session."""
        self.filter(pk=pk).update(last_seen=at)


class User(AbstractBaseUser):
    """An account: one living person, never shared; what it may do comes from its roles alone."""

    username = models.CharField("账号", max_length=40, unique=True, validators=[USERNAME])
    name = models.CharField("姓名", max_length=60)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="users")
    email = models.EmailField("电子邮箱", blank=True)
    phone = models.CharField("电话", max_length=30, blank=True)
    is_active = models.BooleanField("启用", default=True)
    is_sample = models.BooleanField("示例", default=False)
    must_change_password = models.BooleanField("须修改初始密码", default=False)
    password_changed_at = models.DateTimeField("密码修改时间", null=True, blank=True)
    last_seen = models.DateTimeField("最近使用", null=True, blank=True)

    objects = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ("username",)

    def __str__(self) -> str:
        return self.name

    @classmethod
    def visible_to(cls, user: User) -> models.QuerySet[User]:
        """All accounts for SEES_ALL, those in the own subtree for a nominator, and always oneself."""
        if user.holds(*SEES_ALL):
            return cls.objects.all()
        below = Organisation.objects.subtrees(user.organisations_as(Role.NOMINATOR, Role.NOMINATOR_LEADER))
        held_below = RoleHeld.objects.active().filter(organisation__in=below).values("user_id")
        return cls.objects.filter(Q(pk=user.pk) | Q(pk__in=held_below))

    def unique_error_message(self, model_class: type, unique_check: tuple[str, ...]) -> ValidationError:
        return ValidationError("这个账号已有人使用，请另取一个。", code="unique")

    @cached_property
    def held_roles(self) -> tuple[HeldRole, ...]:
        """All active roles with their organisations, in official order: one query per user object.

        A role held for somebody else ends on its day, whether or not the job that withdraws it has run: the middleware
        says which moment it is. Roles at an organisation are roles at those that were merged into it.
        """
        return _expanded(HELD_ROLES(user=self.pk), self.__dict__.get("asked_at"))

    @property
    def signature(self) -> str:
        """The name as the history keeps it: with the names of those whose work is done for them meanwhile."""
        principals = dict.fromkeys(held.deputises_for for held in self.held_roles if held.deputises_for)
        return f"{self.name}（代{'、'.join(principals)}）"[:LONGEST_SIGNATURE] if principals else self.name

    def holds(self, *roles: str, organisation: Organisation | int | None = None) -> bool:
        """Whether one of `roles` is held, at `organisation` (or its id) if given; asks the cached roles only."""
        if not self.is_active:
            return False
        wanted = getattr(organisation, "pk", organisation)
        return any(held.role in roles and wanted in (None, held.organisation_id) for held in self.held_roles)

    def organisations_as(self, *roles: str) -> frozenset[int]:
        """The ids of the organisations where one of `roles` is held."""
        if not self.is_active:
            return frozenset()
        return frozenset(held.organisation_id for held in self.held_roles if held.role in roles)

    def organisations_below_as(self, *roles: str) -> frozenset[int]:
        """The ids of those organisations and of all below them: one query, none without such a role."""
        ids = self.organisations_as(*roles)
        return frozenset(Organisation.objects.subtrees(ids).values_list("pk", flat=True)) if ids else frozenset()

    def forget_roles(self) -> None:
        """Drop the cached roles after a change, so that the same object asks again."""
        self.__dict__.pop("held_roles", None)


def _expanded(rows: list[tuple], asked_at: datetime | None) -> tuple[HeldRole, ...]:
    """The roles of the rows, each also at the organisations that were merged into its own; none twice."""
    found: dict[tuple[str, int], HeldRole] = {}
    for *place, until_at, principal, code_before, name_before, short_before, id_before in rows:
        if asked_at and until_at and until_at < asked_at:
            continue
        own = HeldRole(*place, until_at, principal or "")
        found[own.role, own.organisation_id] = own
        if id_before:
            names = (id_before, code_before, name_before, short_before)
            found.setdefault((own.role, id_before), HeldRole(own.role, *names, *own[5:7], is_inherited=True))
    return tuple(found.values())


class RoleHeldQuerySet(models.QuerySet["RoleHeld"]):
    def active(self) -> RoleHeldQuerySet:
        """Roles not yet withdrawn; needs no clock."""
        return self.filter(valid_to__isnull=True)


class RoleHeld(models.Model):
    """One role of one user at one organisation; withdrawn by setting `valid_to`, never deleted."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="roles")
    role = models.CharField("角色", max_length=20, choices=Role.choices)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="roles")
    valid_from = models.DateTimeField("自")
    valid_to = models.DateTimeField("至", null=True, blank=True)
    granted_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    granted_at = models.DateTimeField("授予时间")

    objects = RoleHeldQuerySet.as_manager()

    class Meta:
        constraints = [
            UniqueConstraint(
                fields=["user", "role", "organisation"],
                condition=Q(valid_to__isnull=True),
                name="an_active_role_is_held_once",
            ),
            CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="role_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} {self.organisation_id}"


def _held_by(user: int) -> models.QuerySet[Any, Any]:
    shown = ("role", "organisation_id", "organisation__code", "organisation__name", "organisation__short_name")
    deputed = ("deputation__until_at", "deputation__principal__name")
    own = ("code", "own_name", "own_short_name", "id")
    before = tuple(f"organisation__predecessors__{name}" for name in own)
    held = RoleHeld.objects.active().filter(user=user)
    return held.order_by("organisation__path", "role", before[-1]).values_list(*shown, *deputed, *before)


HELD_ROLES = Prepared(_held_by)  # asked on every page


class LogInFailures(models.Model):
    """Failed log-ins under one name, known or not, so that a lock holds across workers and restarts."""

    username = models.CharField(max_length=64, unique=True)
    count = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField()
    locked_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["last_at"], name="log_in_failures_by_age")]

    def __str__(self) -> str:
        return f"{self.username} {self.count}"
