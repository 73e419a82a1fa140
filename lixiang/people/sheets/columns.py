"""The columns of the two workbooks, in order; template, export, import and its error messages are read from here."""

from dataclasses import dataclass
from typing import Any

from lixiang.people.kinds import Level, OrganisationKind, Rank
from lixiang.people.roles import Role


@dataclass(frozen=True)
class Column:
    """One column: the field it fills, its heading, how to fill it in, and the words it allows (code -> word)."""

    field: str
    title: str
    advice: str
    required: bool = False
    choices: tuple[tuple[str, str], ...] = ()
    is_number: bool = False
    is_date: bool = False
    width: int = 16


@dataclass(frozen=True)
class Sheet:
    """A workbook with one sheet to fill in; `name` is its word on the command line and in addresses."""

    name: str
    title: str
    columns: tuple[Column, ...]
    advice: tuple[str, ...]

    def column(self, field: str) -> Column:
        return next(column for column in self.columns if column.field == field)


def _choices(choices: Any) -> tuple[tuple[str, str], ...]:
    return tuple((str(code), str(word)) for code, word in choices.choices)


ORGANISATIONS = Sheet(
    name="organisations",
    title="组织",
    columns=(
        Column("code", "编码", "组织的唯一编号，由本单位自定；再次导入时按编码对应。", required=True),
        Column("name", "全称", "如：中国共产党××县委员会。", required=True, width=44),
        Column("short_name", "简称", "页面和表格中使用的名称。", required=True, width=28),
        Column("kind", "类型", "从下拉列表中选择。", required=True, choices=_choices(OrganisationKind)),
        Column("level", "层级", "所在地域的层级，从下拉列表中选择。", required=True, choices=_choices(Level), width=10),
        Column(
            "rank", "级别", "机构的级别，从下拉列表中选择；没有级别的选“–”或留空。", choices=_choices(Rank), width=10
        ),
        Column("parent", "上级编码", "上级组织的编码；最上级组织留空。上级可以在本表中，也可以已在系统中。"),
        Column("order", "排序号", "在同一上级之下的官方排序，从1开始的整数。", is_number=True, width=10),
        Column("uscc", "统一社会信用代码", "可以不填；填写时校验第18位。", width=24),
        Column("valid_from", "成立日期", "可以不填；如2018-03-23。", is_date=True),
        Column("valid_to", "撤销日期", "可以不填；已撤销的组织填写最后一天。", is_date=True),
    ),
    advice=(
        "每行一个组织。系统中已有的编码按本表更新，没有的新增；本表没有的组织保持不变，不会删除。",
        "更改全称或简称时，原名称自动保留为曾用名。",
    ),
)

USERS = Sheet(
    name="users",
    title="用户",
    columns=(
        Column("username", "账号", "2至40位小写字母、数字、点、横线，以字母或数字开头。", required=True, width=20),
        Column("name", "姓名", "使用人的姓名；账号不得多人共用。", required=True),
        Column("phone", "电话", "可以不填。"),
        Column("email", "电子邮箱", "可以不填。", width=26),
        Column("organisation", "组织编码", "角色所在组织的编码。", required=True),
        Column("role", "角色", "从下拉列表中选择。", required=True, choices=_choices(Role), width=22),
    ),
    advice=(
        "每行一个账号的一个角色；同一账号有多个角色的，写多行，姓名、电话、邮箱应一致。",
        "新账号的初始密码在导入完成后显示一次，首次登录时须修改。本表没有的账号和角色保持不变，不会删除或收回。",
    ),
)

SHEETS = {sheet.name: sheet for sheet in (ORGANISATIONS, USERS)}
