"""Every door: strangers are led to the log-in, who may not see learns nothing, who may see but not act is denied."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.test import RequestFactory

from lixiang.access.doors import Access, open_to_all, page_for, signed_in
from lixiang.people.models import Organisation
from lixiang.people.roles import Role
from lixiang.ui.stops import no_page


def is_nominator(user):
    return user.holds(Role.NOMINATOR)


def may_edit(user, organisation):
    return user.holds(Role.NOMINATOR, organisation=organisation)


@page_for(Organisation, key="code", may=may_edit)
def show(request, organisation, part="all"):
    return HttpResponse(f"{organisation.short_name} {part}")


@page_for(Organisation, key="code", methods=("POST",))
def change(request, organisation):
    return HttpResponse(organisation.code)


@signed_in(may=is_nominator, methods=("GET",))
def for_nominators(request):
    return HttpResponse("in")


@signed_in(methods=("POST",))
def for_posts(request):
    return HttpResponse("in")


@signed_in()
def for_everybody(request):
    return HttpResponse("in")


@open_to_all
def for_strangers(request):
    return HttpResponse("in")


def visit(view, user, *, method="get", **names):
    request = getattr(RequestFactory(), method)("/page/?q=1")
    request.user = user
    return view(request, **names)


def test_a_stranger_is_led_to_the_log_in_and_back_again():
    for view, names in ((show, {"code": "county-1"}), (for_nominators, {}), (for_everybody, {})):
        answer = visit(view, AnonymousUser(), **names)
        assert (answer.status_code, answer.url) == (302, "/account/login/?next=/page/%3Fq%3D1")
    assert visit(for_strangers, AnonymousUser()).content == b"in"


def test_after_the_log_in_nobody_lands_on_an_address_that_only_takes_posts():
    answer = visit(for_posts, AnonymousUser(), method="post")

    assert answer.url == "/account/login/?next=/"


def test_whoever_sees_the_thing_and_may_gets_it_in_place_of_its_reference(cast):
    user = cast.user(Role.NOMINATOR, "county-1")

    assert visit(show, user, code="county-1").content.decode() == "演练第一县委 all"
    assert visit(show, user, code="county-1", part="one").content.decode() == "演练第一县委 one"
    assert visit(for_nominators, user).content == b"in"


def test_what_one_cannot_see_does_not_exist(cast):
    user = cast.user(Role.NOMINATOR, "county-1")

    for code in ("county-2", "no-such-code"):
        with pytest.raises(Http404):
            visit(show, user, code=code)


def test_whoever_sees_the_thing_but_may_not_is_denied(cast):
    with pytest.raises(PermissionDenied):
        visit(show, cast.user(Role.NOMINATOR_LEADER, "county-1"), code="county-1")


def test_a_page_that_is_not_for_this_role_does_not_exist(cast):
    with pytest.raises(Http404):
        visit(for_nominators, cast.user(Role.UNIT_CLERK, "county-1"))


def test_a_door_without_a_further_question_lets_in_whoever_sees_the_thing(cast):
    user = cast.user(Role.UNIT_CLERK, "county-1")

    assert visit(change, user, method="post", code="county-1").content == b"county-1"


@pytest.mark.parametrize(
    ("view", "method", "names", "status"),
    [
        (change, "get", {"code": "county-1"}, 405),
        (for_nominators, "post", {}, 405),
        (for_nominators, "head", {}, 200),
        (for_everybody, "post", {}, 200),
        (for_strangers, "delete", {}, 405),
    ],
)
def test_a_door_takes_only_the_methods_it_declared(cast, view, method, names, status):
    user = cast.user(Role.NOMINATOR, "county-1")

    assert visit(view, user, method=method, **names).status_code == status


def test_every_door_says_what_it_declared():
    assert show.access == Access("object", "Organisation", "may_edit")
    assert change.access == Access("object", "Organisation")
    assert for_nominators.access == Access("signed_in", may="is_nominator")
    assert for_everybody.access == Access("signed_in")
    assert for_strangers.access == Access("open")


def test_an_address_that_takes_posts_alone_says_so_on_a_page_with_a_way_back():
    answer = no_page(("POST",))

    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    html = answer.content.decode()
    assert "这个网址只在页面上点按钮时使用" in html and 'href="/">返回首页' in html
