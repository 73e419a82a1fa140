"""The fixed cast of demo, rehearsal and tests: organisations, one account per role, a published programme."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction

from lixiang.people.models import Organisation, RoleHeld, User
from lixiang.people.roles import Role
from lixiang.programmes import actions as programmes
from lixiang.programmes import queries
from lixiang.programmes.models import Programme, Version
from lixiang.programmes.rules.kinds import Pack, Receivers
from lixiang.rehearsal.directory import invented
from lixiang.workflow.moves import move

PASSWORD = "Lixiang@2018"
OF_THE_DEPARTMENT = (Role.SECTION_CLERK, Role.SECTION_HEAD, Role.DEPARTMENT_LEADER)
BESIDE = (Role.JUDGE, Role.INSPECTOR, Role.FINANCE, Role.DISCIPLINE)
ADMINISTRATORS = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN)
OF_A_NOMINATOR = (Role.UNIT_CLERK, Role.NOMINATOR, Role.NOMINATOR_LEADER)


@dataclass
class Cast:
    """Who plays: `users` by username, organisations by code, the programme and its version."""

    organisations: dict[str, Organisation]
    pack: Pack
    programme: Programme
    version: Version
    users: dict[str, User] = field(default_factory=dict)

    def user(self, role: str, organisation: Organisation | str | None = None) -> User:
        """The account that holds a role: at an organisation, or the only one of the department."""
        code = organisation.code if isinstance(organisation, Organisation) else organisation
        return self.users[f"{role}.{code}" if code else str(role)]

    @property
    def nominators(self) -> list[Organisation]:
        """The nominating organisations in the order of the notice."""
        receivers = next(iter(self.pack.of(Receivers)))
        return queries.organisations_of(self.version, receivers.groups)

    def units_of(self, nominator: Organisation) -> list[Organisation]:
        """The nominating organisation and what stands below it, in official order."""
        return list(Organisation.objects.subtree(nominator).select_related("parent"))


@cache
def shipped_pack(name: str) -> Pack:
    """A pack that comes with the product, by name."""
    text = files("lixiang.programmes.packs").joinpath(f"{name}.toml").read_text("utf-8")
    return queries.read_pack(text)


@transaction.atomic
def build_cast(
    at: datetime, *, pack: Pack | None = None, rows: list[dict[str, Any]] | None = None, is_published: bool = True
) -> Cast:
    """Bring the cast on stage: organisations (a small invented city unless given), accounts, the programme.

    `is_published` freezes the first version without issuing its notice; the demo and the rehearsal publish by the verb.
    """
    pack = pack or shipped_pack("huainan-2018")
    manager = pack.about.managing_organisation
    organisations = add_directory(rows if rows is not None else invented(2, 2, manager))
    version = programmes.load(pack, by=None, at=at)
    cast = Cast(organisations, pack, version.programme, version)
    department = next(each for each in organisations.values() if each.name == manager)
    _add_users(cast, department, at)
    if is_published:
        _publish_silently(cast, at)
    return cast


def add_directory(rows: list[dict[str, Any]]) -> dict[str, Organisation]:
    """The organisations of a list of rows, parents first, by code."""
    organisations: dict[str, Organisation] = {}
    for row in rows:
        parent = organisations.get(row.get("parent", ""))
        organisations[row["code"]] = Organisation.objects.create(**{**row, "parent": parent}, is_sample=True)
    return organisations


def _add_users(cast: Cast, department: Organisation, at: datetime) -> None:
    hashed = make_password(PASSWORD)
    wanted = [(str(role), role, department) for role in (*OF_THE_DEPARTMENT, *BESIDE, *ADMINISTRATORS)]
    for organisation in cast.nominators:
        wanted += [(f"{role}.{organisation.code}", role, organisation) for role in OF_A_NOMINATOR]
    wanted += [
        (f"{Role.UNIT_CLERK}.{code}", Role.UNIT_CLERK, organisation)
        for code, organisation in cast.organisations.items()
        if code.startswith(("county-", "committee-")) and code.count("-") == 2
    ]
    users = User.objects.bulk_create(
        User(username=username, name=_name(role, organisation), password=hashed, is_sample=True, password_changed_at=at)
        for username, role, organisation in wanted
    )
    RoleHeld.objects.bulk_create(
        RoleHeld(user=user, role=role, organisation=organisation, valid_from=at, granted_at=at)
        for user, (_, role, organisation) in zip(users, wanted, strict=True)
    )
    cast.users = {user.username: user for user in users}


def _name(role: Role, organisation: Organisation) -> str:
    """A name that nobody can take for a person's."""
    return f"{organisation.short_name}{role.label}（示例）"[:60]


def _publish_silently(cast: Cast, at: datetime) -> None:
    """As publishing does, without the official document."""
    head = cast.user(Role.SECTION_HEAD)
    cast.programme = move(cast.programme, "publish", by=head, at=at)
    cast.version.published_at, cast.version.published_by = at, head
    cast.version.save(update_fields=["published_at", "published_by"])
    cast.version.programme = cast.programme


def accounts(cast: Cast, users: Iterable[User] | None = None) -> list[dict[str, str]]:
    """The rows of accounts.json: role, username, password, organisation, name."""
    held = RoleHeld.objects.filter(user__in=users or cast.users.values()).select_related("user", "organisation")
    order = {role: place for place, role in enumerate(Role.values)}
    rows = sorted(held, key=lambda each: (order[each.role], each.organisation.order, each.organisation_id))
    return [
        {
            "role": row.role,
            "username": row.user.username,
            "password": PASSWORD,
            "organisation": row.organisation.name,
            "name": row.user.name,
        }
        for row in rows
    ]
