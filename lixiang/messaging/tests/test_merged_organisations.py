"""A county that is merged in mid-year keeps projects, seats and slate; the successor's people see, act and are told."""

import pytest

from lixiang.history.models import Event
from lixiang.messaging.queries import notices_of
from lixiang.messaging.tests.scene import COUNTY, OTHER_COUNTY, Scene
from lixiang.nominations.models import Slate
from lixiang.people import actions
from lixiang.people.models import User
from lixiang.people.roles import Role
from lixiang.projects.models import Project
from lixiang.rehearsal.invariants import check_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(cast, morning) -> Scene:
    scene = Scene(cast, morning)
    scene.project = scene.nominated(COUNTY, "A", "B")[0]
    former, into = (cast.organisations[code] for code in (COUNTY, OTHER_COUNTY))
    actions.merge_organisation(former, into, by=None, at=scene.at, reason="机构改革方案")
    return scene


def clerk_of_the_successor(scene: Scene) -> User:
    return User.objects.get(pk=scene.user(Role.NOMINATOR, OTHER_COUNTY).pk)


def test_the_successor_sees_and_holds_what_the_county_held(scene):
    clerk = clerk_of_the_successor(scene)

    assert scene.project in Project.visible_to(clerk)
    assert Slate.objects.get(organisation__code=COUNTY) in Slate.visible_to(clerk)
    project = Project.objects.get(pk=scene.project.pk)
    assert project.nominating_organisation.code == COUNTY
    assert check_all()[1] == []


def test_the_successor_s_people_are_told(scene):
    event = Event.objects.filter(subject_kind="project", subject_id=scene.project.pk, verb="nominate").latest("pk")
    event.verb, event.from_status, event.to_status = "send_back", "NOMINATED", "RETURNED_BY_DEPARTMENT"

    told = {person for notice in notices_of(event, scene.at) for person in notice.people}

    assert clerk_of_the_successor(scene).pk in told


def test_its_project_is_on_the_page_of_the_successor_s_clerk(scene):
    page = scene.client(Role.NOMINATOR, OTHER_COUNTY).get(f"/projects/{scene.project.ref}/")

    assert page.status_code == 200
