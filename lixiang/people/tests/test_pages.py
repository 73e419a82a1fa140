"""What a person sees, what a stranger does not, and how often a page asks the database."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from lixiang.people import actions
from lixiang.people.models import Organisation, User
from lixiang.people.roles import Role
from lixiang.people.tests.conftest import AT, account
from lixiang.people.tests.workbooks import workbook

pytestmark = pytest.mark.django_db


def text(response) -> str:
    return response.content.decode()


def in_order(page: str, *words: str) -> bool:
    places = [page.find(word) for word in words]
    return -1 not in places and places == sorted(places)


PAGES = {
    "/organisations/": {"stranger": 200, "unit_clerk": 200, "nominator": 200, "system_admin": 200},
    "/organisations/street/": {"stranger": 404, "unit_clerk": 200, "nominator": 200, "system_admin": 200},
    "/organisations/county/": {"stranger": 404, "unit_clerk": 404, "nominator": 200, "system_admin": 200},
    "/organisations/other_county/": {"stranger": 404, "unit_clerk": 404, "nominator": 404, "system_admin": 200},
    "/organisations/nowhere/": {"stranger": 404, "unit_clerk": 404, "nominator": 404, "system_admin": 404},
    "/organisations/street/add_organisation/": {"stranger": 404, "unit_clerk": 403, "system_admin": 200},
    "/organisations/street/edit_organisation/": {"stranger": 404, "nominator": 403, "section_clerk": 200},
    "/organisations/street/rename_organisation/": {"stranger": 404, "nominator": 403, "section_clerk": 200},
    "/organisations/street/add_user/": {"stranger": 404, "unit_clerk": 403, "nominator": 200, "system_admin": 200},
    "/organisations/other_county/add_user/": {"nominator": 404, "security_admin": 403, "system_admin": 200},
    "/organisations/street/grant_role/": {"stranger": 404, "unit_clerk": 403, "nominator": 200, "security_admin": 200},
    "/users/": {"stranger": 404, "unit_clerk": 404, "nominator": 200, "audit_admin": 200, "system_admin": 200},
    "/users/stranger/": {"stranger": 200, "unit_clerk": 404, "nominator": 404, "system_admin": 200},
    "/users/unit_clerk/": {"stranger": 404, "unit_clerk": 200, "nominator": 200, "system_admin": 200},
    "/users/unit_clerk/edit_account/": {"stranger": 404, "unit_clerk": 403, "nominator": 200, "section_clerk": 403},
    "/users/unit_clerk/hand_over/": {"stranger": 404, "unit_clerk": 403, "nominator": 200, "audit_admin": 403},
    "/users/unit_clerk/reset_password/": {"stranger": 405, "nominator": 405},
    "/users/unit_clerk/withdraw_role/": {"nominator": 405},
    "/import/organisations/": {"stranger": 404, "nominator": 404, "section_clerk": 404, "system_admin": 200},
    "/import/users/": {"stranger": 404, "nominator": 404, "security_admin": 404, "system_admin": 200},
    "/import/programmes/": {"system_admin": 404},
    "/import/users/template/": {"stranger": 404, "nominator": 404, "system_admin": 200},
    "/import/users/export/": {"stranger": 404, "nominator": 404, "system_admin": 200},
    "/import/programmes/export/": {"system_admin": 404},
    "/account/": {"stranger": 200, "system_admin": 200},
    "/account/password/": {"stranger": 200},
}  # fmt: skip


@pytest.mark.parametrize("address", PAGES)
def test_who_may_open_what(cast, signed_in, client, address):
    answers = {who: signed_in(who).get(address).status_code for who in PAGES[address]}

    assert answers == PAGES[address]
    if 405 not in PAGES[address].values():
        assert client.get(address).headers["Location"] == f"/account/login/?next={address}"


@pytest.mark.parametrize("verb", ["reset_password", "deactivate_user", "activate_user", "withdraw_role"])
@pytest.mark.parametrize(("who", "answer"), [("stranger", 404), ("unit_clerk", 403), ("section_clerk", 403)])
def test_others_post_nothing_to_an_account(cast, signed_in, verb, who, answer):
    held = {"held": cast["unit_clerk"].roles.get().pk}

    response = signed_in(who).post(f"/users/unit_clerk/{verb}/", held)

    assert response.status_code == answer
    assert User.objects.get(username="unit_clerk").holds(Role.UNIT_CLERK)


def test_the_tree_stands_in_official_order_and_only_as_far_as_one_may_see(directory, signed_in):
    whole = text(signed_in("system_admin").get("/organisations/"))
    part = text(signed_in("nominator").get("/organisations/"))

    assert in_order(whole, "示例city", "示例office", "示例section", "示例county", "示例street", "示例other_county")
    assert "导入组织" in whole
    assert in_order(part, "示例county", "示例street", "示例branch")
    assert "示例city" not in part
    assert "导入组织" not in part


def test_a_person_without_roles_is_told_whom_to_ask(cast, signed_in):
    assert "您的账号还没有角色" in text(signed_in("stranger").get("/organisations/"))


def test_an_organisation_shows_its_accounts_only_to_those_who_may_see_them(cast, signed_in):
    assert "示例填报员" in text(signed_in("nominator").get("/organisations/street/"))
    assert "示例申报单位经办" not in text(signed_in("unit_clerk").get("/organisations/street/"))


def test_a_phone_is_masked_for_those_who_need_not_call(cast, signed_in):
    actions.edit_account(cast["unit_clerk"], name="示例", phone="13812345678", email="", by=None, at=AT)

    seen = {who: text(signed_in(who).get("/users/unit_clerk/")) for who in ("nominator", "section_clerk")}

    assert "138****5678" in seen["nominator"]
    assert "13812345678" not in seen["nominator"]
    assert "13812345678" in seen["section_clerk"]
    assert "13812345678" not in text(signed_in("system_admin").get("/users/"))


@pytest.mark.parametrize("many", [1, 3, 30])
@pytest.mark.parametrize(
    ("address", "literal"),
    [
        ("/organisations/", 5),
        ("/organisations/street/", 13),
        ("/users/", 5),
        ("/users/unit_clerk/", 5),
        ("/users/unit_clerk/hand_over/", 6),
    ],
)
def test_a_page_asks_the_same_few_questions_however_long_it_is(
    cast, directory, signed_in, django_assert_num_queries, address, literal, many
):
    for number in range(many):
        actions.add_organisation(
            code=f"n{number}", name="示例", short_name="示例", kind="branch", level="village", order=number,
            parent=directory["street"], by=None, at=AT,
        )  # fmt: skip
        actions.grant_role(account(f"a{number}"), Role.UNIT_CLERK, directory["street"], by=None, at=AT)
        place = Organisation.objects.get(code=f"n{number}")
        actions.grant_role(cast["unit_clerk"], Role.UNIT_CLERK, place, by=None, at=AT)
    browser = signed_in("system_admin")

    with django_assert_num_queries(literal):
        assert browser.get(address).status_code == 200


def test_the_list_of_accounts_pages_by_key(cast, signed_in):
    for number in range(60):
        account(f"p{number:02}", f"示例{number:02}号")
    browser = signed_in("system_admin")

    first = text(browser.get("/users/"))
    assert in_order(first, "audit_admin", "p00", "p47")
    assert "p48" not in first
    assert "/users/?q=&amp;after=p47" in first
    second = text(browser.get("/users/?after=p47"))

    assert in_order(second, "p48", "p59", "stranger")
    assert "after=" not in second


def test_accounts_are_found_by_name_and_by_the_beginning_of_the_username(cast, signed_in):
    browser = signed_in("system_admin")

    assert "unit_clerk" in text(browser.get("/users/?q=填报"))
    assert "unit_clerk" in text(browser.get("/users/?q=UNIT"))
    nothing = text(browser.get("/users/?q=<b>没有</b>"))
    assert "没有找到" in nothing
    assert "<b>没有" not in nothing


def test_a_nominator_makes_an_account_and_sees_its_password_once(cast, directory, signed_in):
    browser, address = signed_in("nominator"), "/organisations/street/add_user/"
    assert 'value="judge"' not in text(browser.get(address))

    response = browser.post(address, {"name": "示例乙", "username": "clerk2", "role": "unit_clerk"})

    made = User.objects.get(username="clerk2")
    assert "no-store" in response.headers["Cache-Control"]
    shown = next(word for word in text(response).replace("<", ">").split(">") if made.check_password(word.strip()))
    assert shown.strip() not in text(browser.get("/users/clerk2/"))
    assert made.holds(Role.UNIT_CLERK, organisation=directory["street"])


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"role": "judge"}, "id_role_error"),
        ({"username": "unit_clerk"}, "账号"),
        ({"username": "张三"}, "小写字母"),
        ({"name": ""}, "必填"),
    ],
)
def test_a_refused_account_keeps_what_was_typed(cast, signed_in, changes, said):
    fields = {"name": "示例乙", "username": "clerk2", "role": "unit_clerk", "phone": "0554-1234567"} | changes

    response = signed_in("nominator").post("/organisations/street/add_user/", fields)

    assert response.status_code == 422
    assert "0554-1234567" in text(response)
    assert said in text(response)
    assert not User.objects.filter(username="clerk2").exists()


def test_roles_are_granted_and_withdrawn_from_the_pages(cast, directory, signed_in):
    browser = signed_in("security_admin")
    fields = {"user": "STRANGER", "role": "judge"}

    assert browser.post("/organisations/office/grant_role/", fields).headers["Location"] == "/organisations/office/"
    assert browser.post("/organisations/office/grant_role/", fields).status_code == 422
    held = cast["stranger"].roles.get()
    assert "收回" in text(browser.get("/users/stranger/"))
    browser.post("/users/stranger/withdraw_role/", {"held": held.pk, "reason": "届满"})

    assert not User.objects.get(username="stranger").holds(Role.JUDGE)
    assert browser.post("/users/stranger/withdraw_role/", {"held": held.pk}).status_code == 404
    assert browser.post("/users/stranger/withdraw_role/", {"held": "x"}).status_code == 404


def test_a_role_of_somebody_else_is_not_withdrawn_through_another_page(cast, signed_in):
    held = cast["nominator"].roles.get()

    assert signed_in("system_admin").post("/users/stranger/withdraw_role/", {"held": held.pk}).status_code == 404


def test_a_nominator_finds_no_account_outside_the_own_subtree(cast, signed_in):
    response = signed_in("nominator").post(
        "/organisations/street/grant_role/", {"user": "section_clerk", "role": "unit_clerk"}
    )

    assert response.status_code == 422
    assert "没有账号“section_clerk”" in text(response)


def test_work_is_handed_over_from_the_page(cast, directory, signed_in):
    browser, address = signed_in("system_admin"), "/users/unit_clerk/hand_over/"
    assert "无，须移交" in text(browser.get(address))
    fields = {"organisation": "street", "successor": "unit_clerk", "and_deactivate": "on"}

    assert "不能移交给本人" in text(browser.post(address, fields))
    browser.post(address, fields | {"successor": "stranger"})

    assert User.objects.get(username="stranger").holds(Role.UNIT_CLERK, organisation=directory["street"])
    assert not User.objects.get(username="unit_clerk").is_active


def test_accounts_are_switched_and_edited_from_the_page(cast, signed_in):
    browser = signed_in("nominator")

    told = browser.post("/users/unit_clerk/deactivate_user/", {"reason": "长期未用"}, follow=True)
    assert "账号已停用。" in text(told)
    assert "账号已停用。" in text(browser.post("/users/unit_clerk/deactivate_user/", follow=True))
    told = signed_in("system_admin").post("/users/unit_clerk/activate_user/", follow=True)
    assert "账号已启用。" in text(told)
    assert browser.post("/users/unit_clerk/edit_account/", {"name": "", "phone": "1"}).status_code == 422
    browser.post("/users/unit_clerk/edit_account/", {"name": "示例改名"})
    assert User.objects.get(username="unit_clerk").name == "示例改名"


def test_a_reset_shows_a_password_that_works(cast, signed_in):
    response = signed_in("nominator").post("/users/unit_clerk/reset_password/")

    user = User.objects.get(username="unit_clerk")
    assert any(user.check_password(word.strip()) for word in text(response).replace("<", ">").split(">"))
    assert "no-store" in response.headers["Cache-Control"]


def test_organisations_are_added_edited_and_renamed_from_the_pages(cast, directory, signed_in):
    browser = signed_in("section_clerk")
    new = {"code": "n1", "name": "示例一", "short_name": "一", "kind": "branch", "level": "village", "rank": "none"}
    assert browser.post("/organisations/street/add_organisation/", new | {"order": "x"}).status_code == 422

    browser.post("/organisations/street/add_organisation/", new | {"order": "3"})
    edit = {"kind": "branch", "level": "village", "rank": "none", "order": "1"}
    lost = browser.post("/organisations/n1/edit_organisation/", edit | {"parent_code": "nowhere"})
    moved = browser.post("/organisations/n1/edit_organisation/", edit | {"parent_code": "county"})
    renamed = browser.post("/organisations/n1/rename_organisation/", {"name": "示例新", "short_name": "新"})
    loop = browser.post(
        "/organisations/county/edit_organisation/",
        {"kind": "local_committee", "level": "county", "rank": "county", "order": "2", "parent_code": "street"},
    )

    organisation = Organisation.objects.get(code="n1")
    assert (lost.status_code, moved.status_code, renamed.status_code, loop.status_code) == (422, 302, 302, 422)
    assert (organisation.parent.code, organisation.order, organisation.name) == ("county", 1, "示例新")
    assert "曾用名：示例一" in text(browser.get("/organisations/n1/"))
    assert "下级之下" in text(loop)


def upload(browser, name: str, content: bytes, filename: str = "x.xlsx"):
    return browser.post(f"/import/{name}/", {"file": SimpleUploadedFile(filename, content)})


def test_a_workbook_is_looked_at_and_then_applied(cast, directory, signed_in):
    browser = signed_in("system_admin")

    shown = text(upload(browser, "users", workbook("users", {"username": "u1"}).getvalue()))
    assert "将新增1，更改0，不变0。尚未写入。" in shown
    assert not User.objects.filter(username="u1").exists()
    fingerprint = shown.partition('name="fingerprint" value="')[2].partition('"')[0]
    done = browser.post("/import/users/apply/", {"fingerprint": fingerprint})

    made = User.objects.get(username="u1")
    assert "已导入：新增1" in text(done)
    assert any(made.check_password(word) for word in text(done).replace("<", ">").split(">"))
    assert "no-store" in done.headers["Cache-Control"]
    again = browser.post("/import/users/apply/", {"fingerprint": fingerprint})
    assert (again.status_code, "完全一致" in text(again)) == (409, True)


def test_errors_of_rows_are_listed_and_offer_nothing_to_apply(cast, signed_in):
    shown = text(upload(signed_in("system_admin"), "users", workbook("users", {"role": "皇帝"}).getvalue()))

    assert "“皇帝”不在可选范围内" in shown
    assert "确认导入" not in shown


@pytest.mark.parametrize(
    ("content", "filename", "said"),
    [
        (b"%PDF-1.4 x", "x.xlsx", "内容与扩展名不符，或者不是允许的类型（.xlsx）"),
        (b"%PDF-1.4 x", "x.pdf", "不是允许的类型（.xlsx）"),
        (b"", "x.xlsx", "空"),
        (b"PK\x03\x04", "x.exe", "不是允许的类型"),
        (workbook("organisations", {}).getvalue(), "x.xlsx", "没有名为“用户”的工作表"),
    ],
)
def test_a_file_that_is_no_template_is_refused_beside_the_field(cast, signed_in, content, filename, said):
    response = upload(signed_in("system_admin"), "users", content, filename)

    assert response.status_code == 422
    assert said in text(response)


def test_nothing_is_applied_that_was_not_looked_at(cast, signed_in):
    looked, other = signed_in("system_admin"), signed_in("stranger")
    upload(looked, "users", workbook("users", {"username": "u1"}).getvalue())

    assert looked.post("/import/organisations/apply/", {"fingerprint": "x"}).status_code == 404
    assert other.post("/import/users/apply/", {"fingerprint": "x"}).status_code == 404
    assert looked.post("/import/users/apply/").status_code == 409
    assert not User.objects.filter(username="u1").exists()


@pytest.mark.parametrize("name", ["organisations", "users"])
@pytest.mark.parametrize("kind", ["template", "export"])
def test_workbooks_go_out(cast, signed_in, name, kind):
    response = signed_in("system_admin").get(f"/import/{name}/{kind}/")

    assert b"".join(response.streaming_content).startswith(b"PK\x03\x04")
    assert "attachment" in response.headers["Content-Disposition"]


def test_the_own_account_shows_roles_and_keeps_contact(cast, signed_in):
    browser = signed_in("nominator")
    assert "示例county委员会 申报单位经办" in text(browser.get("/account/"))

    browser.post("/account/", {"name": "示例甲", "phone": "0554-1234567", "email": "a@example.org"})

    assert User.objects.get(username="nominator").phone == "0554-1234567"
    assert browser.post("/account/", {"name": "示例甲", "email": "x"}).status_code == 422


def test_an_edited_organisation_keeps_the_days_it_was_not_asked_to_change(cast, signed_in):
    street = Organisation.objects.get(code="street")
    actions.edit_organisation(street, valid_from=date(2018, 1, 1), by=None, at=AT)
    browser = signed_in("system_admin")

    shown = text(browser.get("/organisations/street/edit_organisation/"))

    assert 'value="2018-01-01"' in shown  # a browser's date field shows no other form, and sends back nothing


@pytest.mark.parametrize(
    ("address", "fields", "said"),
    [
        ("add_user", {"name": "示例乙", "username": "nominator", "role": "unit_clerk"}, "这个账号已有人使用"),
        (
            "add_organisation",
            {"code": "branch", "name": "示例", "short_name": "示例", "kind": "branch", "level": "village",
             "rank": "none", "order": "1"},
            "这个编码已有组织使用",
        ),
    ],
)  # fmt: skip
def test_a_name_that_is_taken_is_told_in_plain_words(cast, signed_in, address, fields, said):
    response = signed_in("system_admin").post(f"/organisations/street/{address}/", fields)

    assert response.status_code == 422
    assert said in text(response)
