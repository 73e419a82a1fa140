"""Reads over organisations, accounts and roles, shaped for the pages and the workbooks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Case, Count, F, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Concat, Length
from django.http import Http404

from lixiang.access.keys import key_in
from lixiang.history.models import Event
from lixiang.people import permissions
from lixiang.people.kinds import OrganisationKind, Rank
from lixiang.people.models import Deputation, FormerName, Organisation, Post, RoleHeld, User
from lixiang.people.models.tree import STEP
from lixiang.people.roles import SEES_ALL, Role, words_for
from lixiang.people.rules import masked_phone, renamed_or_merged
from lixiang.people.sheets import organisations as organisations_sheet
from lixiang.people.sheets import users as users_sheet
from lixiang.ui.shapes import Entry

# Deeper organisations are listed on the page of their parent: the whole tree of a city would be megabytes.
DEEPEST_SHOWN = 2
USERS_PER_PAGE = 50
# The directory shows a merged organisation as it was called, and that it was merged.
CALLED = Case(
    When(successor__isnull=False, then=Concat("own_short_name", Value("（已并入"), "short_name", Value("）"))),
    default=F("short_name"),
)
TOLD = ("rename_organisation", "merge_organisation")
EVENTS_SHOWN = 50


@dataclass(frozen=True)
class Node:
    """One organisation of the tree page with what stands below it."""

    code: str
    name: str
    words: str
    users: int
    is_sample: bool
    children: tuple[Node, ...]


def tree_for(user: User) -> tuple[Node, ...]:
    """The visible organisations in official order, nested; two queries whatever the number of organisations."""
    organisations = Organisation.visible_to(user).in_official_order()
    if user.holds(*SEES_ALL):
        organisations = organisations.alias(size=Length("path")).filter(size__lte=(DEEPEST_SHOWN + 1) * STEP)
    rows = list(organisations.values_list("path", "pk", "code", CALLED, "kind", "rank", "is_sample"))
    counted = RoleHeld.objects.active().values("organisation_id").annotate(users=Count("user_id", distinct=True))
    return _nested(rows, dict(counted.values_list("organisation_id", "users")))


def _nested(rows: list[tuple], users: dict[int, int]) -> tuple[Node, ...]:
    """Rows depth first -> nodes; built from the end, so that the children of a row are complete when it comes."""
    waiting: dict[int, list[Node]] = {}
    for path, pk, code, name, kind, rank, is_sample in reversed(rows):
        depth = len(path) // STEP
        children = tuple(reversed(waiting.pop(depth + 1, [])))
        node = Node(code, name, kind_and_rank(kind, rank), users.get(pk, 0), is_sample, children)
        waiting.setdefault(depth, []).append(node)
    return tuple(node for depth in sorted(waiting) for node in reversed(waiting[depth]))


def kind_and_rank(kind: str, rank: str) -> str:
    words = str(OrganisationKind(kind).label)
    return words if rank == Rank.NONE else f"{words} · {Rank(rank).label}"


@dataclass(frozen=True)
class HeldLine:
    """One account at an organisation with its roles there."""

    username: str
    name: str
    roles: str
    is_active: bool


def accounts_at(organisation: Organisation, user: User) -> list[HeldLine]:
    """The accounts that hold roles here, for those who may see accounts; one query."""
    held = RoleHeld.objects.active().filter(organisation=organisation, user__in=User.visible_to(user))
    roles: dict[tuple[str, str, bool], list[str]] = {}
    for username, name, is_active, role in held.order_by("user__username").values_list(
        "user__username", "user__name", "user__is_active", "role"
    ):
        roles.setdefault((username, name, is_active), []).append(role)
    return [HeldLine(username, name, words_for(held), is_on) for (username, name, is_on), held in roles.items()]


def posts_at(organisation: Organisation, on: date) -> QuerySet[Post]:
    return organisation.posts.held(on).select_related("person")


def posts_before(organisation: Organisation, on: date) -> QuerySet[Post]:
    """Who held a post until some day before, the last first."""
    return organisation.posts.filter(valid_to__lt=on).select_related("person").order_by("-valid_to", "order")


def line_above(organisation: Organisation) -> list[str]:
    """The short names from the top of the tree down to the parent."""
    return [above.short_name for above in Organisation.objects.ancestors(organisation)]


def children_of(organisation: Organisation) -> list[tuple[str, str, str]]:
    """(code, short name, kind and rank) of the organisations directly below, in official order."""
    rows = organisation.children.values_list("code", CALLED, "kind", "rank")
    return [(code, name, kind_and_rank(kind, rank)) for code, name, kind, rank in rows]


def former_names_of(organisation: Organisation) -> QuerySet[FormerName]:
    """What it called itself before, the last first; after a merger its successor's names are not its own."""
    names = organisation.former_names.all()
    when_merged = names.filter(name=organisation.own_name).order_by("-pk").values("pk")[:1]
    return names.filter(pk__lt=Subquery(when_merged)) if organisation.successor_id else names


def renames_and_mergers_of(organisation: Organisation) -> tuple[Entry, ...]:
    """When it was renamed or merged, by whom and on what ground, newest first; one query."""
    events = Event.objects.filter(subject_kind="organisation", subject_id=organisation.pk, verb__in=TOLD)
    newest = events.order_by("-sequence")[:EVENTS_SHOWN]
    return tuple(
        Entry(event.at, event.by_name, renamed_or_merged(event.verb, event.detail), event.reason) for event in newest
    )


@dataclass(frozen=True)
class UserLine:
    """One row of the list of accounts."""

    username: str
    name: str
    phone: str
    is_active: bool
    last_seen: datetime | None
    roles: tuple[str, ...]


def users_page(viewer: User, *, search: str = "", after: str = "") -> tuple[list[UserLine], str]:
    """A page of accounts by key, and the key after which the next one starts ("" on the last)."""
    users = User.visible_to(viewer).filter(username__gt=after).order_by("username")
    if search:
        users = users.filter(Q(name__contains=search) | Q(username__startswith=search.lower()))
    found = list(users[: USERS_PER_PAGE + 1])
    shown = found[:USERS_PER_PAGE]
    roles = _roles_of(shown)
    lines = [_line(user, roles.get(user.pk, ())) for user in shown]
    return lines, shown[-1].username if len(found) > USERS_PER_PAGE else ""


def _line(user: User, roles: tuple[str, ...]) -> UserLine:
    return UserLine(user.username, user.name, masked_phone(user.phone), user.is_active, user.last_seen, roles)


def _roles_of(users: list[User]) -> dict[int, tuple[str, ...]]:
    """The roles of many accounts as words, in one query."""
    held = RoleHeld.objects.active().filter(user__in=[user.pk for user in users])
    words: dict[int, tuple[str, ...]] = {}
    rows = held.order_by("organisation__path", "pk").values_list("user_id", "role", "organisation__short_name")
    for pk, role, organisation in rows:
        words[pk] = (*words.get(pk, ()), f"{organisation} {Role(role).label}")
    return words


def phone_for(viewer: User, account: User) -> str:
    return account.phone if permissions.may_see_phone(viewer, account) else masked_phone(account.phone)


@dataclass(frozen=True)
class LeavingLine:
    """One role that a leaver holds, and who else holds it there: nobody means that work would stop."""

    held: Any
    others: tuple[str, ...]


def leaving_checklist(leaver: User) -> list[LeavingLine]:
    """What has to be passed on before somebody leaves; two queries."""
    own = [held for held in leaver.held_roles if not held.is_inherited]
    places = {(held.role, held.organisation_id) for held in own}
    others: dict[tuple[str, int], tuple[str, ...]] = {}
    same = RoleHeld.objects.active().filter(
        user__is_active=True, organisation__in={organisation for _, organisation in places}
    )
    for role, organisation, name in same.exclude(user=leaver).values_list("role", "organisation_id", "user__name"):
        others[role, organisation] = (*others.get((role, organisation), ()), name)
    return [LeavingLine(held, others.get((held.role, held.organisation_id), ())) for held in own]


def deputations_of(user: User) -> list[Deputation]:
    """The latest that somebody gave or holds, open ones and ended ones; one query."""
    own = Deputation.objects.filter(Q(principal=user) | Q(deputy=user))
    return list(own.select_related("principal", "deputy", "organisation")[:USERS_PER_PAGE])


def rows_for_export(name: str, viewer: User) -> list[dict[str, str]]:
    """The rows of a workbook: all organisations, or all roles, that this person may see."""
    if name == "organisations":
        tree = Organisation.visible_to(viewer).in_official_order()
        return organisations_sheet.as_rows(list(tree.select_related("parent")))
    held = RoleHeld.objects.active().filter(user__in=User.visible_to(viewer)).select_related("user", "organisation")
    return users_sheet.as_rows(held.order_by("organisation__path", "user__username", "role"))


@dataclass(frozen=True)
class RoleLine:
    """One role of an account, and whether the viewer may take it away."""

    pk: int
    role: str
    organisation_code: str
    organisation: str
    since: datetime
    may_withdraw: bool


def roles_with_verbs(viewer: User, account: User) -> list[RoleLine]:
    """The active roles of an account; two queries at most, whatever their number."""
    held_roles = account.roles.active().select_related("organisation").order_by("organisation__path", "pk")
    gives_all = viewer.holds(Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN)
    below = frozenset() if gives_all else viewer.organisations_below_as(Role.NOMINATOR)
    return [
        RoleLine(
            held.pk,
            str(Role(held.role).label),
            held.organisation.code,
            held.organisation.name,
            held.valid_from,
            viewer != account and (gives_all or (held.role == Role.UNIT_CLERK and held.organisation_id in below)),
        )
        for held in held_roles
    ]


def role_of(account: User, pk: str) -> RoleHeld:
    """An active role of this account by its number; raises Http404 for any other."""
    held = account.roles.active().select_related("user", "organisation")
    found = held.filter(pk=key_in(pk)).first()
    if found is None:
        raise Http404
    return found
