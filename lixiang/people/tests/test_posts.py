"""Who takes up a post and who leaves it: entered with dates, shown in order, kept when it is over."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from lixiang.history.models import Event
from lixiang.people import actions, permissions
from lixiang.people.models import Person, Post
from lixiang.people.tests.conftest import AT
from lixiang.people.tests.test_pages import in_order, text

pytestmark = pytest.mark.django_db
SECRETARY = {"name": "示例甲", "kind": "secretary", "title": "党工委书记"}


def taken_up(directory, **changed):
    return actions.add_post(directory["street"], **{**SECRETARY, **changed}, by=None, at=AT)


def test_a_post_is_taken_up_and_left_and_stays_on_record(directory, cast):
    post = taken_up(directory, valid_from=date(2018, 1, 5))

    actions.end_post(post, until=date(2018, 3, 20), by=cast["section_clerk"], at=AT, reason="示例任免通知")

    assert not directory["street"].posts.held(date(2018, 3, 21)).exists()
    assert directory["street"].posts.held(date(2018, 3, 20)).get() == post
    told = (
        Event.objects.filter(verb__in=("add_post", "end_post")).order_by("pk").values_list("verb", "reason", "detail")
    )
    assert list(told) == [
        ("add_post", "", {"name": "示例甲", "title": "党工委书记", "from": "2018-01-05"}),
        (
            "end_post",
            "示例任免通知",
            {"name": "示例甲", "title": "党工委书记", "from": "2018-01-05", "until": "2018-03-20"},
        ),
    ]


def test_a_person_holds_several_posts_and_each_once(directory, cast):
    taken_up(directory)
    taken_up(directory, kind="other", title="人大工委主任")

    with pytest.raises(ValidationError, match="示例甲已任党工委书记。"):
        taken_up(directory)
    assert (Person.objects.count(), Post.objects.count()) == (1, 2)


def test_a_post_ends_once_and_not_before_it_began(directory, cast):
    post = taken_up(directory, valid_from=date(2018, 1, 5))

    with pytest.raises(ValidationError, match="免职日期不能早于任职日期。"):
        actions.end_post(post, until=date(2017, 12, 31), by=None, at=AT)
    actions.end_post(post, by=None, at=AT)
    with pytest.raises(ValidationError, match="已经免职。"):
        actions.end_post(post, by=None, at=AT)
    assert Post.objects.get().valid_to == date(2018, 3, 23)


@pytest.mark.parametrize("who", ["security_admin", "nominator", "unit_clerk", "stranger"])
def test_others_enter_no_posts(directory, cast, who):
    post = taken_up(directory)

    assert not permissions.may_edit_post(cast[who], post)
    with pytest.raises(PermissionDenied):
        actions.add_post(directory["street"], **SECRETARY, by=cast[who], at=AT)
    with pytest.raises(PermissionDenied):
        actions.end_post(post, by=cast[who], at=AT)
    assert Post.objects.filter(valid_to=None).count() == 1


def test_the_page_shows_the_posts_in_order_and_leads_to_their_forms(directory, cast, signed_in):
    browser = signed_in("section_clerk")
    for name, order in (("示例乙", "2"), ("示例甲", "1")):
        sent = {**SECRETARY, "name": name, "title": f"职务{order}", "order": order, "valid_from": "2018-01-05"}
        assert browser.post("/organisations/street/add_post/", sent).status_code == 302
    browser.get("/organisations/street/")  # takes away the messages
    page = text(browser.get("/organisations/street/"))
    assert in_order(page, "领导班子", "示例甲", "2018年1月5日", "示例乙")
    post = Post.objects.get(person__name="示例乙")

    assert f'href="/posts/{post.pk}/end_post/"' in page
    assert browser.post(f"/posts/{post.pk}/end_post/", {"until": "2018-02-01"}).status_code == 302
    assert "示例乙 职务2（2018年1月5日至2018年2月1日）" in text(browser.get("/organisations/street/"))


def test_a_form_that_is_refused_keeps_what_was_typed(directory, cast, signed_in):
    browser = signed_in("section_clerk")
    post = taken_up(directory, valid_from=date(2018, 1, 5))

    again = browser.post("/organisations/street/add_post/", {**SECRETARY, "order": "1"})
    early = browser.post(f"/posts/{post.pk}/end_post/", {"until": "2017-01-01", "reason": "示例依据"})

    assert again.status_code == early.status_code == 422
    assert "示例甲已任党工委书记。" in text(again) and 'value="党工委书记"' in text(again)
    assert "免职日期不能早于任职日期。" in text(early) and "示例依据" in text(early)


@pytest.mark.parametrize(("who", "status"), [("stranger", 404), ("unit_clerk", 403), ("nominator", 403)])
def test_who_may_not_is_kept_out(directory, cast, signed_in, who, status):
    post = taken_up(directory)
    browser = signed_in(who)

    assert browser.get("/organisations/street/add_post/").status_code == status
    assert browser.get(f"/posts/{post.pk}/end_post/").status_code == status
