"""Reads of a programme: the version in force, whom it names, what its pages show, in a constant number of queries."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from lixiang.people.models import Organisation
from lixiang.people.roles import Role
from lixiang.programmes import actions, queries
from lixiang.programmes.models import Programme
from lixiang.programmes.rules.kinds import Deadline, Group
from lixiang.programmes.tests.test_actions import UNTIL, extension, later_version
from lixiang.programmes.tests.test_rules import changed
from lixiang.ui.written import SHANGHAI

pytestmark = pytest.mark.django_db


def test_before_the_first_version_takes_force_it_counts_already(cast):
    assert queries.version_in_force(cast.programme, datetime(2017, 1, 1, tzinfo=SHANGHAI)) == cast.version


def test_settings_of_a_frozen_version_are_read_once(cast, django_assert_num_queries):
    queries.settings_of(cast.version)

    with django_assert_num_queries(0):
        assert len(queries.settings_by_kind(cast.version, Group)) == 2


def test_a_setting_that_the_programme_does_not_make_is_none(cast):
    from lixiang.approvals.rules import Publicity

    assert queries.the_setting(cast.version, Publicity) is None


def test_clauses_are_found_by_their_id(cast):
    assert queries.clause_texts(cast.version)["二.2f"] == "项目组成员一般3-7人。"


def test_a_step_without_deadline_never_closes(cast):
    assert queries.closing_for(cast.version, "application", 1) is None


def test_the_nearest_organisation_that_the_notice_names_nominates(cast):
    branch, county = cast.organisations["county-1-branch"], cast.organisations["county-1"]

    assert queries.nominating_organisation(cast.version, branch) == county
    assert queries.nominating_organisation(cast.version, county) == county
    assert queries.nominating_organisation(cast.version, cast.organisations["city"]) is None
    assert queries.group_for(cast.version, county).code == "counties"


def test_the_organisations_of_the_notice_stand_in_its_groups_and_their_official_order(cast):
    first = Organisation.objects.get(code="county-2")
    first.order = 0
    first.save()

    codes = [each.code for each in queries.everyone_of(cast.version)]

    assert codes == ["county-2", "county-1", "committee-1", "committee-2"]


def test_an_organisation_that_was_dissolved_is_not_addressed(cast):
    Organisation.objects.filter(code="county-2").update(valid_to=datetime(2018, 1, 1).date())

    assert "county-2" not in [each.code for each in queries.everyone_of(cast.version)]


def test_today_stands_among_the_dates(cast, morning):
    stages = queries.timeline_of(cast.version, morning)

    assert [(stage.label, stage.state) for stage in stages] == [
        ("通知印发", "done"),
        ("今天", "now"),
        ("申报单位报送推荐名单截止", "to_come"),
        ("项目完成期限", "to_come"),
        ("经费使用期限", "to_come"),
    ]


def test_an_extension_for_all_moves_the_timeline_and_one_for_a_single_unit_does_not(cast, morning):
    actions.extend(cast.programme, **extension(cast), at=morning, organisation=cast.nominators[0])
    single = queries.timeline_of(cast.version, morning)
    actions.extend(cast.programme, **extension(cast), at=morning)

    assert single[2].label == "申报单位报送推荐名单截止"
    assert (queries.timeline_of(cast.version, morning)[2].label, queries.timeline_of(cast.version, morning)[2].on) == (
        "申报单位报送推荐名单截止（已延期）",
        UNTIL,
    )


def test_a_draft_is_for_its_section_alone(draft_cast):
    see = {role: Programme.visible_to(draft_cast.user(role)).count() for role in (Role.SECTION_CLERK, Role.JUDGE)}

    assert see == {Role.SECTION_CLERK: 1, Role.JUDGE: 0}


@pytest.fixture
def draft_of(cast, morning):
    """A further programme in draft of a year."""

    def making(year: int) -> Programme:
        words = {"title": str(year), "by": cast.user(Role.SECTION_CLERK), "at": morning}
        return actions.clone(cast.programme, code=f"again-{year}", year=year, **words)

    return making


@pytest.mark.parametrize("count", [1, 3, 30])
def test_the_list_of_programmes_asks_two_queries_however_long_it_is(
    cast, draft_of, morning, count, django_assert_num_queries
):
    for year in range(2019, 2018 + count):
        draft_of(year)
    user = cast.user(Role.SECTION_CLERK)
    assert user.held_roles

    with django_assert_num_queries(2):
        rows = queries.rows_for(user, morning)

    assert len(rows) == count
    assert rows[-1].until == datetime(2018, 4, 4, 23, 59, 59, tzinfo=SHANGHAI)
    assert {row.word for row in rows} <= {"已发布", "拟制"}


def test_what_is_offered_depends_on_who_one_is_and_where_the_programme_stands(cast, draft_cast_row, morning):
    clerk, head = cast.user(Role.SECTION_CLERK), cast.user(Role.SECTION_HEAD)
    nominator = cast.user(Role.NOMINATOR, cast.nominators[0])

    published, draft = queries.offers(cast.programme, clerk), queries.offers(draft_cast_row, head)

    assert (published.extend, published.change, published.replace, published.publish, published.close) == (
        (True, True, False, False, False)
    )
    assert (draft.extend, draft.change, draft.replace, draft.publish, draft.close) == (False, False, True, True, False)
    assert queries.offers(cast.programme, head).close
    assert not any(vars(queries.offers(cast.programme, nominator)).values())


@pytest.fixture
def draft_cast_row(draft_of):
    return draft_of(2019)


def test_a_version_that_waits_is_shown_to_the_section_alone(cast, morning):
    clerk, nominator = cast.user(Role.SECTION_CLERK), cast.user(Role.NOMINATOR, cast.nominators[0])
    waiting = actions.load(later_version(cast.pack, morning), by=clerk, at=morning)

    assert queries.offers(cast.programme, clerk).waiting == waiting
    assert [v.number for v in queries.versions_for(cast.programme, clerk)] == [1, 2]
    assert [v.number for v in queries.versions_for(cast.programme, nominator)] == [1]
    assert queries.version_for(cast.programme, 2, clerk) == waiting
    assert queries.version_for(cast.programme, 2, nominator) is None


def test_extensions_of_others_are_nobodys_business(cast, morning):
    one, other = cast.nominators[:2]
    actions.extend(cast.programme, **extension(cast), at=morning, organisation=one)
    actions.extend(cast.programme, **extension(cast), at=morning + timedelta(minutes=1))

    def seen(user):
        return [row.organisation for row in queries.extensions_of(cast.programme, user)]

    assert seen(cast.user(Role.SECTION_CLERK)) == [None, one]
    assert seen(cast.user(Role.NOMINATOR, one)) == [None, one]
    assert seen(cast.user(Role.NOMINATOR, other)) == [None]


def test_a_change_touches_the_groups_it_names_or_everyone(cast, morning):
    clerk = cast.user(Role.SECTION_CLERK)
    version = actions.load(later_version(cast.pack, morning), by=clerk, at=morning)

    changes = queries.changes_to(version)
    more = (*changes, replace(changes[0], groups=()))

    assert [change.title for change in changes] == ["申报名额"]
    assert [each.code for each in queries.organisations_touched(version, changes)] == ["county-1", "county-2"]
    assert len(queries.organisations_touched(version, more)) == 4
    assert queries.organisations_touched(version, ()) == []
    assert queries.changes_to(cast.version) == ()


def test_the_passages_of_a_draft_are_read_anew(draft_cast, morning):
    clauses = (replace(draft_cast.pack.clauses[0], text="改过"), *draft_cast.pack.clauses[1:])
    before = queries.passages_of(draft_cast.version)[0].clause.text
    version = actions.load(replace(draft_cast.pack, clauses=clauses), by=None, at=morning)

    assert before != "改过"
    assert queries.passages_of(version)[0].clause.text == "改过"


def test_the_list_tells_nobody_the_deadline_of_a_change_that_waits(cast, morning, huainan):
    settings = tuple(
        (kind, replace(row, until=UNTIL) if isinstance(row, Deadline) else row) for kind, row in huainan.settings
    )
    actions.load(replace(huainan, settings=settings), by=None, at=morning, in_force_from=morning + timedelta(days=2))
    until = {queries.rows_for(cast.user(role), morning)[0].until for role in (Role.JUDGE, Role.SECTION_CLERK)}

    assert until == {huainan.of(Deadline)[0].until}


def test_an_extension_is_proposed_three_days_later_to_the_end_of_the_day(cast, morning):
    after = datetime(2018, 4, 10, 9, 30, tzinfo=SHANGHAI)

    assert queries.proposed_extension(cast.version, morning) == datetime(2018, 4, 7, 23, 59, 59, tzinfo=SHANGHAI)
    assert queries.proposed_extension(cast.version, after) == datetime(2018, 4, 13, 23, 59, 59, tzinfo=SHANGHAI)


def test_nothing_is_proposed_where_nothing_closes(cast, morning):
    pack = changed(replace(cast.pack, about=replace(cast.pack.about, code="endless-2018")), "programmes.deadline")

    assert queries.proposed_extension(actions.load(pack, by=None, at=morning), morning) is None
