"""What a workbook of accounts and roles would change; reads the database a fixed number of times, writes nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError

from lixiang.people.models import Organisation, RoleHeld, User
from lixiang.people.roles import Role, conflict_between
from lixiang.people.sheets.columns import USERS
from lixiang.people.sheets.differences import Change, Difference, RowError
from lixiang.people.sheets.reading import SheetRow, word_to_code

OF_THE_ACCOUNT = ("name", "phone", "email")


@dataclass
class Account:
    """One account of the sheet: the row that first names it, how it is reached, and the roles of all its rows."""

    row: int
    username: str
    fields: dict[str, str]
    roles: list[tuple[str, str]] = field(default_factory=list)  # role, code of the organisation


@dataclass(frozen=True)
class Known:
    """What the database holds, read once."""

    users: dict[str, User]
    organisations: dict[str, Organisation]
    roles: dict[str, set[tuple[str, str]]]

    @classmethod
    def now(cls) -> Known:
        roles: dict[str, set[tuple[str, str]]] = {}
        held = RoleHeld.objects.active().values_list("user__username", "role", "organisation__code")
        for username, role, organisation in held:
            roles.setdefault(username, set()).add((role, organisation))
        organisations = {one.code: one for one in Organisation.objects.all()}
        return cls({user.username: user for user in User.objects.all()}, organisations, roles)


def as_rows(held_roles: Iterable[RoleHeld]) -> list[dict[str, str]]:
    """Active roles, with user and organisation selected along, as the cells of the workbook."""
    return [
        {
            "username": held.user.username,
            "name": held.user.name,
            "phone": held.user.phone,
            "email": held.user.email,
            "organisation": held.organisation.code,
            "role": str(Role(held.role).label),
        }
        for held in held_roles
    ]


def compare(rows: list[SheetRow], *, importer: str = "") -> tuple[Difference, list[Account], Known]:
    """The difference, the accounts of the sheet, and what is known, for the action to apply.

    `importer` is the username of the person who imports, who may not give roles to the own account.
    """
    known, errors = Known.now(), []
    accounts: dict[str, Account] = {}
    for row in rows:
        _take_in(row, accounts, known, errors)
    added, changed = [], []
    for account in accounts.values():
        change = _change(account, known)
        if account.username not in known.users:
            added.append(change)
        elif change.fields:
            changed.append(change)
        new_roles = set(account.roles) - known.roles.get(account.username, set())
        if new_roles and account.username == importer:
            errors.append(RowError(account.row, "角色", "不能给本人的账号授予角色。"))
    unchanged = len(accounts) - len(added) - len(changed)
    difference = Difference(tuple(added), tuple(changed), unchanged, tuple(sorted(errors)))
    return difference, list(accounts.values()), known


def _take_in(row: SheetRow, accounts: dict[str, Account], known: Known, errors: list[RowError]) -> None:
    cells = row.cells | {"username": row.cells["username"].lower()}
    wrong = [RowError(row.number, USERS.column(name).title, words) for name, words in _errors_of_cells(cells, known)]
    errors += wrong
    if wrong:
        return
    fields = {name: cells[name] for name in OF_THE_ACCOUNT}
    account = accounts.setdefault(cells["username"], Account(row.number, cells["username"], fields))
    if account.fields != fields:
        errors.append(RowError(row.number, "账号", f"与第{account.row}行是同一账号，但姓名、电话或邮箱不一致。"))
    role = word_to_code(USERS.column("role"), cells["role"]) or ""
    if (role, cells["organisation"]) in account.roles:
        errors.append(RowError(row.number, "角色", "本表中重复。"))
        return
    held = {one for one, _ in (*known.roles.get(account.username, ()), *account.roles)}
    if conflict := conflict_between(held, role):
        errors.append(RowError(row.number, "角色", conflict))
    account.roles.append((role, cells["organisation"]))


def _errors_of_cells(cells: dict[str, str], known: Known) -> Iterable[tuple[str, str]]:
    """(field, sentence) for every cell that is wrong by itself."""
    empty = {column.field for column in USERS.columns if column.required and not cells[column.field]}
    yield from ((name, "不能为空。") for name in sorted(empty))
    try:
        fields = {name: cells[name] for name in ("username", *OF_THE_ACCOUNT)}
        User(**fields).clean_fields(exclude={"password", "person", *empty})
    except ValidationError as error:
        yield from ((name, messages[0]) for name, messages in error.message_dict.items())
    if "organisation" not in empty and cells["organisation"] not in known.organisations:
        yield "organisation", f"系统中没有编码为“{cells['organisation']}”的组织。"
    if "role" not in empty and word_to_code(USERS.column("role"), cells["role"]) is None:
        yield "role", f"“{cells['role']}”不在可选范围内：{'、'.join(Role.labels)}。"


def _change(account: Account, known: Known) -> Change:
    user = known.users.get(account.username)
    fields = {}
    for name, after in account.fields.items():
        before = getattr(user, name) if user else ""
        if before != after:
            fields[USERS.column(name).title] = (before, after)
    for role, organisation in account.roles:
        if (role, organisation) not in known.roles.get(account.username, ()):
            words = f"{Role(role).label}（{known.organisations[organisation].short_name}）"
            fields[f"角色：{words}"] = ("", "授予")
    return Change(account.row, account.username, account.fields["name"], fields)
