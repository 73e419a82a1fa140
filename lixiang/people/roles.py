"""The roles of the product and which of them one person may not hold together; knows no database."""

from collections.abc import Collection, Iterable

from django.db.models import TextChoices


class Role(TextChoices):
    UNIT_CLERK = "unit_clerk", "填报员"
    NOMINATOR = "nominator", "申报单位经办"
    NOMINATOR_LEADER = "nominator_leader", "申报单位主要负责同志"
    SECTION_CLERK = "section_clerk", "市级经办"
    SECTION_HEAD = "section_head", "科长"
    DEPARTMENT_LEADER = "department_leader", "部领导"
    JUDGE = "judge", "评委"
    INSPECTOR = "inspector", "督导员"
    FINANCE = "finance", "财务"
    DISCIPLINE = "discipline", "纪检"
    SYSTEM_ADMIN = "system_admin", "系统管理员"
    SECURITY_ADMIN = "security_admin", "安全管理员"
    AUDIT_ADMIN = "audit_admin", "安全审计员"


ADMINISTRATORS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})
SECTION = frozenset({Role.SECTION_CLERK, Role.SECTION_HEAD, Role.DEPARTMENT_LEADER})
# Who may look up every organisation and account; it says nothing about business rows.
SEES_ALL = ADMINISTRATORS | SECTION | {Role.DISCIPLINE}


def conflict_between(held: Collection[str], wanted: str) -> str:
    """The sentence that says why `wanted` may not join the roles `held`, or "" when it may (三员分立)."""
    together = {*held, wanted}
    administers = together & ADMINISTRATORS
    if administers and together - ADMINISTRATORS:
        return "系统管理员、安全管理员、安全审计员不得兼任业务角色。"
    if Role.AUDIT_ADMIN in administers and len(administers) > 1:
        return "安全审计员不得由系统管理员或安全管理员兼任。"
    return ""


def words_for(roles: Iterable[str]) -> str:
    """The roles in Chinese, in the order of the list above."""
    wanted = set(roles)
    return "、".join(role.label for role in Role if role in wanted)
