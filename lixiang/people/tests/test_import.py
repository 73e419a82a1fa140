"""Import: a dry run changes nothing, one wrong row stops everything, and an export comes back without a change."""

import io
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from lixiang.history.models import Event
from lixiang.people import actions, queries
from lixiang.people.models import Organisation, User
from lixiang.people.roles import Role
from lixiang.people.samples import load_directory
from lixiang.people.sheets.columns import SHEETS
from lixiang.people.sheets.differences import Difference
from lixiang.people.sheets.writing import write_workbook
from lixiang.people.tests.conftest import AT
from lixiang.people.tests.test_actions import everything
from lixiang.people.tests.workbooks import workbook

pytestmark = pytest.mark.django_db
VERBS = {"organisations": actions.import_organisations, "users": actions.import_users}


def take_in(name: str, *rows: dict[str, str], **words) -> Difference:
    return VERBS[name](workbook(name, *rows), **{"by": None, "at": AT} | words)


def exported(name: str, viewer: User) -> io.BytesIO:
    target = io.BytesIO()
    write_workbook(target, SHEETS[name], queries.rows_for_export(name, viewer))
    return target


def errors(difference: Difference) -> list[str]:
    return [str(error) for error in difference.errors]


def test_the_initial_passwords_of_an_import_open_the_accounts_and_are_all_different(directory, cast):
    rows = [{"username": f"clerk{n}", "name": f"示例{n}", "organisation": "street", "role": "填报员"} for n in range(3)]

    difference = take_in("users", *rows)

    assert len({password for _, _, password in difference.passwords}) == 3
    for username, _, password in difference.passwords:
        user = User.objects.get(username=username)
        assert (user.check_password(password), user.must_change_password) == (True, True)


@pytest.mark.parametrize("name", SHEETS)
def test_what_was_exported_comes_back_as_no_change(directory, cast, name):
    actions.edit_organisation(directory["street"], uscc="91350100M000100Y43", valid_from=AT.date(), by=None, at=AT)
    actions.rename_organisation(directory["branch"], name="=示例", short_name="+示例", by=None, at=AT)
    before = everything()

    difference = VERBS[name](exported(name, cast["system_admin"]), by=cast["system_admin"], at=AT)

    assert (difference.is_empty, difference.applied) == (True, True)
    assert difference.unchanged == (len(directory) if name == "organisations" else 6)
    assert everything() == before


def test_organisations_are_added_changed_and_left_alone(directory):
    difference = take_in(
        "organisations",
        {"code": "child", "name": "示例子", "parent": "n9", "order": "2"},
        {"code": "n9", "name": "示例九", "parent": "street", "rank": "乡科级", "valid_from": "2018/03/01"},
        {
            "code": "branch", "name": "示例新支部", "short_name": "新支部", "kind": "党支部", "level": "村级",
            "rank": "–", "parent": "street", "order": "5",
        },
    )  # fmt: skip

    assert difference.applied
    assert [change.key for change in difference.added] == ["child", "n9"]
    assert [(change.key, change.fields) for change in difference.changed] == [
        (
            "branch",
            {
                "全称": ("示例branch委员会", "示例新支部"),
                "简称": ("示例branch", "新支部"),
                "排序号": ("1", "5"),
            },
        )
    ]
    assert [one.code for one in Organisation.objects.subtree(directory["street"])] == [
        "street",
        "n9",
        "child",
        "branch",
    ]
    branch = Organisation.objects.get(code="branch")
    assert [one.name for one in branch.former_names.all()] == ["示例branch委员会"]
    assert Organisation.objects.get(code="n9").valid_from.isoformat() == "2018-03-01"


@pytest.mark.parametrize("name", SHEETS)
def test_a_dry_run_shows_the_same_difference_and_changes_nothing(directory, name):
    before = everything()

    shown = take_in(name, {}, dry_run=True)

    assert everything() == before
    assert not shown.applied
    done = take_in(name, {}, expected=shown.fingerprint)
    assert (done.applied, done.added, done.fingerprint) == (True, shown.added, shown.fingerprint)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"code": ""}, "第3行 编码：不能为空。"),
        ({"name": ""}, "第3行 全称：不能为空。"),
        ({"kind": "俱乐部"}, "第3行 类型：“俱乐部”不在可选范围内"),
        ({"level": "宇宙级"}, "第3行 层级：“宇宙级”不在可选范围内"),
        ({"parent": "nowhere"}, "第3行 上级编码：“nowhere”既不在本表中，也不在系统中。"),
        ({"parent": "bad"}, "第3行 上级编码：上级关系成环"),
        ({"order": "一"}, "第3行 排序号：“一”不是整数。"),
        ({"order": "-1"}, "第3行 排序号：“-1”不是整数。"),
        ({"uscc": "91350100M000100Y44"}, "第3行 统一社会信用代码：统一社会信用代码应为18位"),
        ({"valid_from": "去年"}, "第3行 成立日期：“去年”不是日期"),
        ({"valid_from": "2018-02-01", "valid_to": "2018-01-01"}, "第3行 撤销日期：早于成立日期。"),
        ({"name": "长" * 121}, "第3行 全称："),
        ({"code": "n1"}, "第3行 编码：与第2行重复。"),
    ],
)
def test_one_wrong_row_is_named_and_nothing_is_imported(directory, changes, said):
    before = everything()

    difference = take_in("organisations", {"code": "n1"}, {"code": "bad"} | changes)

    assert len(difference.errors) == 1
    assert errors(difference)[0].startswith(said)
    assert not difference.applied
    assert everything() == before


@pytest.mark.parametrize("typed", ["2018-03-01", "2018/3/1", "2018.3.1", "2018年3月1日"])
def test_a_day_is_read_as_clerks_type_it(directory, typed):
    take_in("organisations", {"code": "n1", "valid_from": typed})

    assert Organisation.objects.get(code="n1").valid_from == date(2018, 3, 1)


def test_all_wrong_rows_are_named_at_once(directory):
    difference = take_in("organisations", {"kind": "x", "order": "y"}, {"code": "n2", "parent": "z"}, {"code": "n3"})

    assert [(error.row, error.column) for error in difference.errors] == [(2, "排序号"), (2, "类型"), (3, "上级编码")]


def test_a_loop_through_the_directory_is_seen(directory):
    difference = take_in(
        "organisations",
        {"code": "county", "kind": "地方党委", "level": "县级", "rank": "县处级", "parent": "branch"},
    )

    assert errors(difference) == ["第2行 上级编码：上级关系成环：该组织成了自己的上级。"]


def test_accounts_and_roles_are_added_and_changed(directory, cast):
    difference = take_in(
        "users",
        {"username": "U1", "phone": "13800000000"},
        {"username": "u1", "phone": "13800000000", "organisation": "street", "role": "judge"},
        {"username": "unit_clerk", "name": "示例改名", "organisation": "street", "role": "填报员"},
    )

    user = User.objects.get(username="u1")
    assert difference.applied
    assert [(held.role, held.organisation_code) for held in user.held_roles] == [
        ("unit_clerk", "county"), ("judge", "street"),
    ]  # fmt: skip
    assert [change.key for change in difference.added] == ["u1"]
    assert difference.changed[0].fields == {"姓名": ("示例填报员", "示例改名")}
    (username, name, password) = difference.passwords[0]
    assert (username, name, user.check_password(password), user.must_change_password) == ("u1", "示例甲", True, True)
    assert User.objects.get(username="unit_clerk").check_password("Example-2018-a")
    assert password not in str(difference.as_json())
    assert password not in str(list(Event.objects.values()))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"username": ""}, "第3行 账号：不能为空。"),
        ({"username": "张三"}, "第3行 账号：账号由"),
        ({"username": "u2", "name": ""}, "第3行 姓名：不能为空。"),
        ({"username": "u2", "email": "x"}, "第3行 电子邮箱："),
        ({"username": "u2", "organisation": "nowhere"}, "第3行 组织编码：系统中没有编码为“nowhere”的组织。"),
        ({"username": "u2", "role": "皇帝"}, "第3行 角色：“皇帝”不在可选范围内"),
        ({"username": "u1"}, "第3行 角色：本表中重复。"),
        ({"username": "u1", "name": "示例乙", "role": "评委"}, "第3行 账号：与第2行是同一账号"),
        ({"username": "u1", "role": "安全审计员"}, "第3行 角色：系统管理员、安全管理员、安全审计员不得兼任业务角色。"),
        ({"username": "system_admin", "name": "示例系统管理员", "role": "评委"}, "第3行 角色：系统管理员、"),
    ],
)
def test_one_wrong_account_is_named_and_nothing_is_imported(directory, cast, changes, said):
    before = everything()

    difference = take_in("users", {"username": "u1"}, changes)

    assert len(difference.errors) == 1
    assert errors(difference)[0].startswith(said)
    assert everything() == before


def test_nobody_imports_roles_for_the_own_account(directory, cast):
    row = {"username": "system_admin", "name": "示例系统管理员", "organisation": "office", "role": "安全管理员"}

    difference = take_in("users", row, by=cast["system_admin"])

    assert errors(difference) == ["第2行 角色：不能给本人的账号授予角色。"]


@pytest.mark.parametrize("name", SHEETS)
def test_others_import_nothing(directory, cast, name):
    before = everything()

    for who in ("section_clerk", "security_admin", "nominator", "stranger"):
        with pytest.raises(PermissionDenied):
            take_in(name, {}, by=cast[who], dry_run=True)

    assert everything() == before


def test_a_difference_other_than_the_one_shown_is_not_applied(directory):
    shown = take_in("organisations", {"code": "n1"}, dry_run=True)
    take_in("organisations", {"code": "n1"})
    before = everything()

    with pytest.raises(ValidationError, match="有变化"):
        take_in("organisations", {"code": "n1"}, expected=shown.fingerprint)

    assert everything() == before


@pytest.mark.parametrize("many", [1, 3, 30])
@pytest.mark.parametrize(("name", "literal"), [("organisations", 3), ("users", 5)])
def test_a_dry_run_asks_a_fixed_number_of_times(directory, django_assert_num_queries, name, literal, many):
    key = {"organisations": "code", "users": "username"}[name]
    rows = [{key: f"n{number}"} for number in range(many)]

    with django_assert_num_queries(literal):
        assert len(take_in(name, *rows, dry_run=True).added) == many


def test_the_sample_directory_is_the_one_of_the_handbook(db):
    directory = load_directory(AT)

    counties = [one.short_name for one in directory["huainan"].children.all() if one.kind == "local_committee"]
    assert counties == ["寿县委", "凤台县委", "大通区委", "田家庵区委", "谢家集区委", "八公山区委", "潘集区委"]
    managed = [one for one in directory.values() if one.facts().directly_managed and one.kind != "department"]
    assert len(managed) == 17
    assert {one.facts().rank for one in managed} == {"county"}
    assert all(one.is_sample for one in directory.values())
    assert Organisation.objects.subtree(directory["huainan"]).count() == len(directory)
    assert all(one.children.exists() for one in managed)


def test_the_sample_directory_is_loaded_once(db):
    first = load_directory(AT)
    actions.rename_organisation(first["maoji"], name="示例改名", short_name="改名", by=None, at=AT)
    before = everything()

    again = load_directory(AT)

    assert again["maoji"].name == "示例改名"
    assert everything() == before


def test_a_role_of_the_list_is_every_role():
    assert [code for code, _ in SHEETS["users"].column("role").choices] == list(Role.values)
