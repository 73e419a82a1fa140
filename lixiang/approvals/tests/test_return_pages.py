"""The panel of the reviewing page that gives a return more time."""

import pytest
from django.test import Client
from django.utils import timezone

from lixiang.people.roles import Role

pytestmark = pytest.mark.django_db


def browser(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_the_reviewing_page_gives_more_time_and_keeps_what_was_typed_where_it_is_refused(returned, cast):
    section, address = browser(cast.user(Role.SECTION_HEAD)), f"/reviews/{returned.ref}/extend-return/"
    asked = section.get(f"/reviews/{returned.ref}/").content.decode()
    without = section.post(address, {"due_at": "2090-04-02", "reason": ""})
    late = section.post(address, {"due_at": "2018-03-20", "reason": "盖章尚未办完"})
    done = section.post(address, {"due_at": "2090-04-02", "reason": "盖章尚未办完"})

    assert f'action="{address}' in asked
    assert without.status_code == 422 and "请写明延长理由。" in without.content.decode()
    assert late.status_code == 422 and "盖章尚未办完" in late.content.decode()
    assert done.status_code == 302
    returned.refresh_from_db()
    assert timezone.localtime(returned.due_at).isoformat() == "2090-04-02T23:59:59+08:00"


def test_who_only_decides_is_not_asked_for_more_time(returned, cast):
    leader, address = browser(cast.user(Role.DEPARTMENT_LEADER)), f"/reviews/{returned.ref}/extend-return/"

    assert address not in leader.get(f"/reviews/{returned.ref}/").content.decode()
    assert leader.post(address, {"due_at": "2090-04-02", "reason": "盖章"}).status_code == 403
    assert browser(cast.users["nominator.county-1"]).post(address, {}).status_code in (403, 404)
