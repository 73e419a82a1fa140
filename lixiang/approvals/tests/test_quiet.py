"""A quiet decision is visible to the section alone: nothing that anybody else can open changes by it."""

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import get_resolver

from lixiang.access.doors import Access
from lixiang.approvals.tests.arranging import DAY, decide, nominated, speak
from lixiang.history.models import Event, Pending
from lixiang.messaging import actions as messaging
from lixiang.messaging.models import Message
from lixiang.nominations.actions import open_slate
from lixiang.nominations.models import SlateEntry
from tests.architecture.test_access import routes

pytestmark = pytest.mark.django_db
OUTSIDERS = (
    "unit_clerk.county-1", "nominator.county-1", "nominator_leader.county-1", "nominator.county-2", "judge",
    "inspector", "finance", "discipline", "system_admin", "security_admin", "audit_admin",
)  # fmt: skip
SECTION = ("section_clerk", "section_head", "department_leader")
SECRET = "只有本部门知道的理由"
# What differs from one request to the next in any page: tokens, nonces, keys against double clicks, the time of day.
TOKENS = re.compile(
    r'name="(csrfmiddlewaretoken|key)" value="[\w-]+"|x-csrftoken": "\w+"|nonce="[\w+/=-]+"|\d\d:\d\d(:\d\d)?'
)
ONE_THING = re.compile(r"<(?:\w+:)?(\w+)>")


@pytest.fixture
def studied(cast, morning):
    """A project on its slate with every opinion before the deciding step."""
    project = nominated(cast, morning, 2)[0]
    slate = open_slate(cast.programme, project.nominating_organisation, at=morning)
    SlateEntry.objects.create(slate=slate, project=project, order=1)
    speak(cast, project, morning)
    return project


def addresses(project, slate) -> Iterator[str]:
    """Every page and export of the house that one reference opens: the project's, its slate's, its programme's."""
    names = {
        "projects": project.ref, "reviews": project.ref, "agreements": project.ref, "slates": slate.ref,
        "programmes": project.programme.ref,
    }  # fmt: skip
    for address, route in routes(get_resolver().url_patterns):
        if isinstance(getattr(route.callback, "access", None), Access):
            filled = _filled(address, names.get(address.lstrip("^").split("/")[0], "none"))
            if filled:
                yield f"/{filled}"


def _filled(address: str, ref: str) -> str:
    """The address with its reference and its numbers in place; "" for one that asks for something else."""
    plain = re.sub(r"^\^|\$$", "", address).replace("\\.", ".")
    plain = plain.replace("(?P<ref>[-\\w]+)", ref).replace("(?P<ending>pdf|docx)", "pdf")
    plain = re.sub(r"\(\?P<number>[^)]*\)", "1", plain)
    if "(" in plain or not set(ONE_THING.findall(plain)) <= {"ref", "number"}:
        return ""
    return ONE_THING.sub(lambda found: ref if found[1] == "ref" else "1", plain)


def seen_by(cast, who: str, places: list[str]) -> dict[str, tuple[int, str]]:
    client = Client()
    client.force_login(cast.users[who])
    return {place: told(client, place) for place in places}


def told(client: Client, place: str) -> tuple[int, str]:
    """Status and text; of what is no text its length, since a compressed file carries the moment it was made."""
    answer = client.get(place)
    content = b"".join(answer) if answer.streaming else answer.content
    if "text" in answer.get("Content-Type", ""):
        return answer.status_code, TOKENS.sub("", content.decode())
    return answer.status_code, str(len(content) // 64)


@pytest.mark.parametrize("who", OUTSIDERS)
def test_no_page_list_count_history_or_export_of_anybody_else_changes(cast, studied, morning, who):
    places = sorted(set(addresses(studied, studied.slate_entry.slate)))
    assert len(places) > 25  # the walk reaches the house
    before = seen_by(cast, who, places)

    decide(cast, studied, "decline", morning + DAY, reason=SECRET)

    after = seen_by(cast, who, places)
    assert [place for place in places if before[place] != after[place]] == []
    assert not any(SECRET in text for _, text in after.values())


def test_the_walk_would_see_a_leak(cast, studied, morning):
    """The section's own pages do change: the same comparison finds them."""
    places = sorted(set(addresses(studied, studied.slate_entry.slate)))
    before = seen_by(cast, "section_clerk", places)

    decide(cast, studied, "decline", morning + DAY, reason=SECRET)

    after = seen_by(cast, "section_clerk", places)
    changed = {place for place in places if before[place] != after[place]}
    assert {"/decisions/", f"/reviews/{studied.ref}/"} <= changed


@pytest.mark.parametrize("verb", ["decide", "undo"])
def test_messages_of_a_quiet_decision_reach_the_section_alone(cast, studied, morning, leader, verb):
    from lixiang.approvals import actions

    Pending.objects.all().delete()
    decision = decide(cast, studied, "decline", morning, reason=SECRET)
    if verb == "undo":
        Pending.objects.all().delete()
        actions.undo(decision, by=leader, at=morning, reason=SECRET)
    messaging.deliver(by=None, at=morning)

    readers = set(Message.objects.values_list("user__username", flat=True))
    assert readers and readers <= set(SECTION)


def test_opinions_reach_nobody_but_the_section(cast, morning, project):
    Pending.objects.all().delete()
    speak(cast, project, morning, text=SECRET)
    messaging.deliver(by=None, at=morning)

    assert set(Message.objects.values_list("user__username", flat=True)) <= set(SECTION)
    for who in OUTSIDERS:
        assert SECRET not in str(seen_by(cast, who, [f"/projects/{project.ref}/"]))


def test_the_projects_own_chain_keeps_still_until_publication(cast, studied, morning):
    before = list(Event.objects.filter(subject_kind="project").values_list("pk", flat=True))

    decide(cast, studied, "decline", morning, reason=SECRET)

    assert list(Event.objects.filter(subject_kind="project").values_list("pk", flat=True)) == before
    assert not Event.objects.filter(programme_id=cast.programme.pk, reason=SECRET).exists()
