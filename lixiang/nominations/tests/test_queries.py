"""Reads of slates: pages and overview in a constant number of queries."""

from dataclasses import replace
from datetime import timedelta

import pytest

from lixiang.nominations import actions, queries
from lixiang.nominations.tests.test_actions import DEADLINE
from lixiang.people.models import Organisation
from lixiang.people.roles import Role
from lixiang.programmes import actions as programmes
from lixiang.programmes.tests.test_rules import changed
from lixiang.projects.models import Project
from lixiang.rehearsal.applications import Author, write

# --- the page of a slate ------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3, 30])
def test_the_page_of_a_slate_asks_five_queries_however_much_waits(stage, count, django_assert_num_queries):
    slate = stage.filled("A")
    first = Project.objects.get()
    revision = first.revision
    copies = Project.objects.bulk_create(
        Project(
            ref=f"copy-{n}",
            number=1000 + n,
            programme=first.programme,
            version=first.version,
            drafting_organisation=first.drafting_organisation,
            nominating_organisation=first.nominating_organisation,
            title=f"甲{n}",
            category="B",
            status="WITH_NOMINATOR",
            status_since=stage.at,
            created_at=stage.at,
            revision=revision,
        )
        for n in range(count - 1)
    )
    slate = type(slate).visible_to(stage.user(Role.NOMINATOR, "county-1")).get()
    queries.slate_page(slate, stage.at)

    with django_assert_num_queries(5):
        page = queries.slate_page(slate, stage.at)

    assert (len(page.chosen), len(page.waiting)) == (1, len(copies))


@pytest.mark.django_db
def test_the_page_says_what_is_next_by_when(stage):
    empty = queries.slate_page(stage.slate(), stage.at)
    filled = queries.slate_page(stage.filled("A", "B"), stage.at)
    slate = actions.endorse(stage.slate(), by=stage.user(Role.NOMINATOR_LEADER, "county-1"), at=stage.at)
    endorsed = queries.slate_page(slate, DEADLINE)
    late = queries.slate_page(slate, DEADLINE + timedelta(seconds=61))

    assert [page.next_clause for page in (empty, filled, endorsed, late)] == ["二.3a", "三.1", "二.3c", "二.3c"]
    assert empty.next_words == "编好推荐名单并报送，还差2个项目（其中A类1个）"
    assert (filled.next_words, filled.due_words) == ("请主要负责同志审签推荐名单，然后报送", "还剩9天")
    assert (endorsed.next_words, endorsed.due_words) == ("报送推荐名单", "今天截止")
    assert (late.is_late, late.due_words) == (True, "")
    assert late.next_words == "报送已截止；确需补报的，请向主管单位申请延期"


@pytest.mark.django_db
def test_every_project_of_the_organisation_stands_in_its_part_of_the_page(stage):
    slate = stage.handed_in("A", "B")
    returned = slate.entries.last().project
    from lixiang.approvals import actions as approvals

    approvals.send_back(
        returned, sections=["goals"], reason="甲", due_at=DEADLINE, by=stage.user(Role.SECTION_CLERK), at=stage.at
    )
    waiting = stage.project()
    author = Author(stage.user(Role.UNIT_CLERK, "county-1"), stage.cast.organisations["county-1"], stage.rng)
    draft = write(author, stage.cast.programme, category="B", at=stage.at)
    slate.refresh_from_db()

    page = queries.slate_page(slate, stage.at)

    assert [row.ref for row in page.waiting] == [waiting.ref]
    assert [row.ref for row in page.returned] == [returned.ref]
    assert [row.ref for row in page.with_units] == [draft.ref]
    assert len(page.chosen) == 2 and page.refs[1] == returned.ref
    assert [(gauge.value, gauge.least, gauge.most) for gauge in page.gauges] == [(1, 1, 1), (2, 2, 3)]
    assert (page.waiting[0].word, page.waiting[0].tone, page.waiting[0].is_movable) == ("待推荐", "waiting", True)


@pytest.mark.django_db
def test_a_project_is_found_on_the_slate_of_its_own_organisation_alone(stage):
    slate, other = stage.slate(), stage.slate("county-2")
    project = stage.project()

    assert queries.project_of(slate, project.ref) == project
    assert queries.project_of(other, project.ref) is None


@pytest.mark.django_db
def test_an_organisation_outside_the_groups_has_no_quota(stage):
    assert queries.quota_of(stage.cast.version, stage.cast.organisations["county-1-branch"]) is None


@pytest.mark.django_db
def test_a_conditional_quota_looks_at_what_stands_below(stage):
    pack = changed(stage.cast.pack, "nominations.quota", where_below="party_group")
    pack = replace(pack, about=replace(pack.about, code="conditional-2018"))
    version = programmes.load(pack, by=None, at=stage.at)
    county = Organisation.objects.select_related("parent").get(code="county-1")
    before = queries.quota_of(version, county)
    Organisation.objects.create(
        code="group", name="示例党小组", short_name="党小组", kind="party_group", level="village", parent=county
    )

    assert before is None
    assert queries.quota_of(version, county).where_below == "party_group"


@pytest.mark.django_db
def test_seats_on_the_page_are_those_under_the_lock(stage):
    slate = stage.handed_in("A", "B")

    page = queries.slate_page(slate, stage.at)

    assert page.view.held == queries.held_seats(slate)
    assert queries.view_of(slate, [], stage.at).held == page.view.held


# --- the overview -------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_overview_shows_who_has_reported_and_who_has_not(stage):
    stage.handed_in("A", "B")
    stage.filled("B", code="committee-2")

    found = queries.overview(stage.cast.programme, DEADLINE + timedelta(minutes=2))

    assert [(row.word, row.gauges, row.is_met, row.is_late) for row in found.rows] == [
        ("已报送", "A类 1/1 · 共 2/3", True, False),
        ("未编制", "A类 0/1 · 共 0/3", False, True),
        ("未编制", "共 0/2", False, True),
        ("编制中", "共 0/2", False, True),
    ]
    assert len(found.missing) == len(found.shown("missing")) == 3
    assert [row.ref for row in found.shown("reported")] == ["huainan-2018-county-1"]
    assert [(f.label, f.value, f.note) for f in found.figures("/x/")] == [
        ("应报单位", 4, ""),
        ("已报送", 1, ""),
        ("未报送", 3, "其中逾期3个"),
        ("申报项目", 2, "创新实践（A类）1个，理论研究（B类）1个"),
    ]


@pytest.mark.django_db
def test_an_extension_shows_in_the_overview(stage):
    words = {"step": "nomination", "reason": "甲", "by": stage.user(Role.SECTION_CLERK), "at": stage.at}
    one = stage.cast.organisations["county-2"]
    programmes.extend(stage.cast.programme, until=DEADLINE + timedelta(days=2), organisation=one, **words)

    rows = {row.pk: row for row in queries.overview(stage.cast.programme, DEADLINE + timedelta(days=1)).rows}

    assert (rows[one.pk].is_extended, rows[one.pk].is_late) == (True, False)
    assert sum(row.is_late for row in rows.values()) == 3
    programmes.extend(stage.cast.programme, until=DEADLINE + timedelta(days=3), **words)
    assert not any(row.is_late for row in queries.overview(stage.cast.programme, DEADLINE + timedelta(days=1)).rows)


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3, 30])
def test_the_overview_asks_five_queries_however_many_report(stage, count, django_assert_num_queries):
    city = stage.cast.organisations["city"]
    for n in range(count - 1):
        Organisation.objects.create(
            code=f"more-{n}", name=f"示例第{n}县委", short_name=f"{n}", kind="local_committee", level="county",
            order=100 + n, parent=city,
        )  # fmt: skip
    queries.overview(stage.cast.programme, stage.at)

    with django_assert_num_queries(5):
        assert len(queries.overview(stage.cast.programme, stage.at).rows) == 3 + count


@pytest.mark.django_db
def test_a_programme_without_deadline_has_nobody_late(stage):
    pack = changed(stage.cast.pack, "programmes.deadline")
    pack = replace(pack, about=replace(pack.about, code="endless-2018"))
    version = programmes.load(pack, by=None, at=stage.at)

    assert {row.until for row in queries.overview(version.programme, stage.at).rows} == {None}


@pytest.mark.django_db
def test_a_change_touches_the_projects_of_its_groups_that_were_not_yet_nominated(stage):
    stage.handed_in("A", "B")
    stage.project()
    stage.project("B", "committee-1")
    pack = changed(stage.cast.pack, "nominations.quota", maximum=4)
    pack = replace(pack, about=replace(pack.about, in_force_from=stage.later(days=1)))
    version = programmes.load(pack, by=None, at=stage.at)

    assert queries.touched_by(version) == [("中共演练第一县委员会", 1, 2), ("中共演练第二县委员会", 0, 0)]
