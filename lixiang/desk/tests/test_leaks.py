"""A person without rights learns nothing: every page of the house × role, lists, counts, search, messages, trail."""

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import get_resolver

from lixiang.messaging import actions as messaging
from lixiang.messaging.models import Message
from lixiang.messaging.tests.scene import COMMITTEE, COUNTY, OTHER_COUNTY, Scene
from lixiang.people.roles import Role
from lixiang.projects.models import Project
from tests.architecture.test_access import routes

DRAFT, WAITING, FOREIGN = "密题草稿", "密题待荐", "密题外县"
REASON, OPINION = "密之理由", "密之意见"
QUIET = ("尚未公布", "未公布", "作出决定", REASON, OPINION)
# What leaves the house as a file or ends the session is no page; a refusal of the method is an answer too.
NOT_A_PAGE = ("logout", "static")


class Secrets(Scene):
    """Another county's draft, hand-in and nomination, and a quiet decision on the committee's own project."""

    def keep(self) -> None:
        self.hidden = [
            self.draft(OTHER_COUNTY, title=DRAFT),
            self.handed_in(OTHER_COUNTY, title=WAITING),
            *self.nominated("committee-2"),
        ]
        Project.objects.filter(pk=self.hidden[-1].pk).update(title=FOREIGN)
        (self.own,) = self.nominated(COMMITTEE)
        for role, step in ((Role.SECTION_CLERK, "first_check"), (Role.SECTION_HEAD, "collective_study")):
            from lixiang.approvals.actions import give_opinion

            words = {"step": step, "result": "agree", "text": OPINION}
            give_opinion(self.own, **words, by=self.user(role), at=self.at)
        from lixiang.approvals.actions import decide

        leader = self.user(Role.DEPARTMENT_LEADER)
        self.decision = decide(self.own, verdict="decline", reason=REASON, by=leader, at=self.at)
        while messaging.deliver(by=None, at=self.at)[0]:
            pass


@pytest.fixture
def secrets(cast, morning) -> Secrets:
    scene = Secrets(cast, morning)
    scene.keep()
    return scene


def addresses(**names: str) -> Iterator[str]:
    """Every address of the product that these names fill."""
    for pattern, _ in routes(get_resolver().url_patterns):
        path = re.sub(r"<(?:\w+:)?(\w+)>", lambda match: str(names.get(match[1], "<")), pattern)
        if not re.search(r"[<^$(\\]", path) and not any(word in path for word in NOT_A_PAGE):
            yield f"/{path}"


def read(client: Client, url: str) -> tuple[int, str]:
    answer = client.get(url)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return answer.status_code, body.decode(errors="replace")


GENERAL = [
    "/?tab=done",
    "/?tab=begun",
    "/?tab=overdue",
    "/projects/?q=密题",
    "/projects/?status=DRAFT",
    "/projects/?status=NOMINATED",
    f"/projects/?organisation={OTHER_COUNTY}",
    "/documents/?q=密",
    "/dashboard/?tab=delivery",
    "/dashboard/wall/?tab=delivery",
    "/calendar/?month=2018-04",
    "/waiting/?kind=application",
    "/waiting/?kind=returned",
]
OUTSIDERS = [
    (Role.UNIT_CLERK, COUNTY),
    (Role.NOMINATOR, COUNTY),
    (Role.NOMINATOR_LEADER, COUNTY),
    (Role.UNIT_CLERK, f"{COUNTY}-town"),
    (Role.JUDGE, None),
    (Role.DISCIPLINE, None),
    (Role.SYSTEM_ADMIN, None),
    (Role.AUDIT_ADMIN, None),
]


@pytest.mark.parametrize(("role", "code"), OUTSIDERS)
def test_no_page_tells_an_outsider_of_another_countys_projects_or_of_a_quiet_decision(secrets, role, code):
    client = secrets.client(role, code)
    programme = {"ref": secrets.cast.programme.ref}

    for url in [*addresses(), *addresses(**programme), *GENERAL]:
        _, text = read(client, url)
        found = [word for word in (DRAFT, WAITING, FOREIGN, str(secrets.own), *QUIET) if word in text]
        assert found == [], url


@pytest.mark.parametrize(("role", "code"), [OUTSIDERS[1], OUTSIDERS[4], OUTSIDERS[6]])
def test_no_address_of_a_hidden_thing_opens_for_an_outsider(secrets, role, code):
    client = secrets.client(role, code)

    for project in (*secrets.hidden, secrets.own):
        slate = f"{secrets.cast.programme.ref}-{project.nominating_organisation.code}"
        for ref in (project.ref, slate):
            for url in addresses(ref=ref, number="1", pk=str(secrets.decision.pk), section="basic", code=OTHER_COUNTY):
                if ref in url:
                    status, text = read(client, url)
                    assert status in (302, 403, 404, 405), url
                    assert not any(word in text for word in (DRAFT, WAITING, FOREIGN, *QUIET)), url


@pytest.mark.parametrize("role", [Role.UNIT_CLERK, Role.NOMINATOR, Role.NOMINATOR_LEADER])
def test_the_own_county_learns_of_a_quiet_decision_only_when_it_is_published(secrets, role):
    client = secrets.client(role, COMMITTEE)
    names = {"ref": secrets.own.ref, "number": "1"}
    own = [f"/projects/{secrets.own.ref}/?tab={tab}" for tab in ("opinions", "documents", "agreement", "history")]
    pages = [*addresses(), *addresses(**names), *own, *GENERAL]

    for url in pages:
        status, text = read(client, url)
        assert [word for word in QUIET if word in text] == [], url
        assert not (status == 200 and "不予立项" in text and "<option" not in text), url
    secrets.publish(secrets.decision)
    assert REASON in read(client, own[0])[1]


@pytest.mark.parametrize("role", [Role.SECTION_CLERK, Role.SECTION_HEAD, Role.DEPARTMENT_LEADER])
def test_the_section_learns_nothing_of_what_was_not_nominated(secrets, role):
    client = secrets.client(role)
    programme = {"ref": secrets.cast.programme.ref}

    for url in [*addresses(), *addresses(**programme), *GENERAL]:
        _, text = read(client, url)
        assert [word for word in (DRAFT, WAITING) if word in text.replace('value="密题"', "")] == [], url
    for project in secrets.hidden[:2]:
        for url in addresses(ref=project.ref, number="1"):
            if project.ref in url:
                assert read(client, url)[0] in (403, 404, 405), url


def test_no_message_tells_of_a_quiet_decision_outside_the_section(secrets):
    told = Message.objects.filter(sentence__contains="尚未公布").values_list("user__username", flat=True)

    assert set(told) == {"section_clerk", "section_head"}
    outside = Message.objects.exclude(user__username__in={"section_clerk", "section_head"})
    assert not outside.filter(sentence__contains=REASON).exists()
    assert not outside.filter(sentence__contains="不予立项").exists()


def test_the_walk_reaches_the_pages_that_matter(secrets):
    walked = {*addresses(), *addresses(ref=secrets.own.ref, number="1")}

    for page in (
        "/",
        "/projects/",
        "/dashboard/",
        "/messages/",
        "/reviews/",
        "/decisions/",
        "/agreements/",
        "/slates/",
    ):
        assert page in walked
    for page in ("", "application/", "revisions/1/", "receipts/1/"):
        assert f"/projects/{secrets.own.ref}/{page}" in walked
