"""Reads of the list: what each person sees, in how many queries, at one, three and thirty rows; pages by key."""

from datetime import timedelta

import pytest

from lixiang.programmes.models import Programme
from lixiang.programmes.tests.arranging import unread
from lixiang.projects import queries
from lixiang.projects.forms import chosen_from
from lixiang.projects.models import Project
from lixiang.projects.queries.listing import Chosen
from lixiang.projects.tests.arranging import again, clerk_of, drafted

ROLES = ("unit_clerk.county-1", "nominator.county-1", "section_clerk")


def grow(cast, morning, count: int) -> list[Project]:
    """So many nominated projects of one county, numbered from one, each changed a minute after the one before."""
    county = cast.organisations["county-1"]
    return Project.objects.bulk_create(
        Project(
            ref=f"huainan-2018-{number:04d}",
            number=number,
            programme=cast.programme,
            version=cast.version,
            drafting_organisation=county,
            nominating_organisation=county,
            implementing_organisation=county,
            title=f"示例项目{number}",
            category="A" if number % 2 else "B",
            status_since=morning + timedelta(minutes=number),
            created_at=morning,
            nominated_at=morning,
        )
        for number in range(1, count + 1)
    )


def numbers(listing) -> list[int]:
    return [int(line.ref[-4:]) for line in listing.lines]


# --- who sees what --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("username", "sees"),
    [
        ("unit_clerk.county-1", ["draft", "nominated"]),
        ("nominator.county-1", ["draft", "nominated"]),
        ("nominator_leader.county-1", ["draft", "nominated"]),
        ("unit_clerk.county-2", []),
        ("nominator.county-2", []),
        ("section_clerk", ["nominated"]),
        ("section_head", ["nominated"]),
        ("department_leader", ["nominated"]),
        ("judge", []),
        ("finance", []),
        ("system_admin", []),
        ("audit_admin", []),
    ],
)
def test_each_sees_their_own_and_the_section_what_was_nominated(cast, morning, username, sees):
    draft, nominated = grow(cast, morning, 2)
    Project.objects.filter(pk=draft.pk).update(nominated_at=None)
    named = {draft.pk: "draft", nominated.pk: "nominated"}

    assert [named[pk] for pk in Project.visible_to(cast.users[username]).values_list("pk", flat=True)] == sees


# --- the list -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("username", ROLES)
@pytest.mark.parametrize("count", [1, 3, 30])
def test_the_list_costs_two_queries_whatever_its_length(cast, morning, username, count, django_assert_num_queries):
    grow(cast, morning, count)
    user = again(cast.users[username])
    queries.listing_for(user, cast.programme, Chosen(), morning)  # the settings of a frozen version are read once

    with django_assert_num_queries(2):
        listing = queries.listing_for(user, cast.programme, Chosen(), morning)

    assert len(listing.lines) == count


@pytest.mark.parametrize("order", ["number", "newest"])
def test_pages_by_key_meet_without_gap_or_overlap_forwards_and_backwards(cast, morning, order):
    grow(cast, morning, 25)
    user = cast.user("section_clerk")
    expected = list(range(1, 26)) if order == "number" else list(range(25, 0, -1))

    def page(**keys):
        return queries.listing_for(user, cast.programme, Chosen(order=order, size=10, **keys), morning)

    first = page()
    second = page(after=first.next)
    third = page(after=second.next)
    assert numbers(first) + numbers(second) + numbers(third) == expected
    assert (first.previous, third.next) == ("", "")
    assert numbers(page(before=third.previous)) == numbers(second)
    back = page(before=second.previous)
    assert (numbers(back), back.previous) == (numbers(first), "")
    assert back.next


def test_rows_that_changed_at_the_same_moment_are_told_apart(cast, morning):
    grow(cast, morning, 12)
    Project.objects.update(status_since=morning)

    def page(**keys):
        return queries.listing_for(
            cast.user("section_clerk"), cast.programme, Chosen(order="newest", size=5, **keys), morning
        )

    first = page()
    second = page(after=first.next)
    assert numbers(first) + numbers(second) == list(range(12, 2, -1))
    assert numbers(page(before=second.previous)) == numbers(first)


@pytest.mark.parametrize("key", ["x", "-1", "1.x", "9" * 41, "\x00", "12.", "١", "9" * 30 + ".1"])
@pytest.mark.parametrize("order", ["number", "newest"])
def test_a_key_that_nobody_gave_out_shows_a_page_all_the_same(cast, morning, order, key):
    grow(cast, morning, 3)

    listing = queries.listing_for(cast.user("section_clerk"), cast.programme, Chosen(order=order, after=key), morning)

    assert numbers(listing) in ([1, 2, 3], [3, 2, 1], [])


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        (Chosen(category="B"), [2, 4]),
        (Chosen(q="项目3"), [3]),
        (Chosen(q="HUAINAN-2018-0004"), [4]),
        (Chosen(q="没有"), []),
        (Chosen(status="NOMINATED"), []),
        (Chosen(status="DRAFT"), [1, 2, 3, 4]),
        (Chosen(organisation="county-1"), [1, 2, 3, 4]),
        (Chosen(organisation="演练第一县"), [1, 2, 3, 4]),
        (Chosen(organisation="演练第二县"), []),
        (Chosen(topic="12"), [1]),
        (Chosen(topic="free"), [2, 3, 4]),
        (Chosen(topic="12", category="B"), []),
    ],
)
def test_the_list_is_narrowed_by_what_is_chosen(cast, morning, chosen, expected):
    first, *_ = grow(cast, morning, 4)
    Project.objects.filter(pk=first.pk).update(topic=cast.programme.topics.get(number=12))

    assert numbers(queries.listing_for(cast.user("section_clerk"), cast.programme, chosen, morning)) == expected


def test_another_programme_has_a_list_of_its_own(cast, morning):
    grow(cast, morning, 1)
    other = Programme.objects.create(
        ref="other", title="示例", year=2017, managing_organisation=cast.programme.managing_organisation,
        status_since=morning,
    )  # fmt: skip
    # A hash of its own: settings are kept by version and hash, and this version has none.
    cast.version.pk, cast.version.programme, cast.version.pack_hash = None, other, unread()
    cast.version.save()

    assert queries.listing_for(cast.user("section_clerk"), other, Chosen(), morning).lines == ()


def test_a_line_leads_a_clerk_to_the_form_and_others_to_the_dossier(cast, morning):
    drafted(cast, morning)

    def line(username):
        return queries.listing_for(cast.users[username], cast.programme, Chosen(), morning).lines[0]

    assert line("unit_clerk.county-1").url == "/projects/huainan-2018-0001/application/"
    assert line("nominator.county-1").url == "/projects/huainan-2018-0001/"
    assert (line("nominator.county-1").title, line("nominator.county-1").tone) == ("（未命名项目）", "neutral")


@pytest.mark.parametrize(
    ("sent", "chosen"),
    [
        ({}, Chosen()),
        ({"status": "DRAFT", "category": "A", "topic": "12", "order": "newest"},
         Chosen(status="DRAFT", category="A", topic="12", order="newest")),
        ({"status": "nonsense", "topic": "abc", "order": "nonsense", "size": "abc"}, Chosen()),
        ({"q": "零\x00字节", "topic": "free", "size": "250"}, Chosen(q="零字节", topic="free", size=250)),
        ({"size": "100000"}, Chosen(size=250)),
        ({"size": "1"}, Chosen(size=10)),
        ({"after": "7"}, Chosen(after="7")),
    ],
)  # fmt: skip
def test_filters_that_make_no_sense_are_left_out(sent, chosen):
    assert chosen_from(sent) == chosen


def test_the_address_of_a_neighbour_keeps_what_is_chosen():
    chosen = Chosen(category="A", size=250, after="7")

    assert chosen.query(after="50") == "category=A&size=250&after=50"
    assert chosen.query(before="51") == "category=A&size=250&before=51"
    assert chosen.is_narrowed and not Chosen(size=250).is_narrowed


def test_a_clerk_of_one_unit_drafts_for_it_and_of_two_says_for_which(cast, morning):
    clerk = clerk_of(cast)
    assert queries.organisation_to_draft_for(clerk, "") == cast.organisations["county-1"]
    assert queries.organisation_to_draft_for(clerk, "county-2") is None

    clerk.roles.create(
        role="unit_clerk", organisation=cast.organisations["county-2"], valid_from=morning, granted_at=morning
    )
    clerk.forget_roles()
    assert queries.organisation_to_draft_for(clerk, "") is None
    assert queries.organisation_to_draft_for(clerk, "county-2") == cast.organisations["county-2"]
