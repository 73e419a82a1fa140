"""Reads of the review: whose turn, which rows, in how many queries; the same at one, three and thirty projects."""

import pytest
from django.http import QueryDict

from lixiang.approvals import actions, queries
from lixiang.approvals.forms import choice_from
from lixiang.approvals.queries import Choice
from lixiang.approvals.tests.arranging import DAY, approve, decide, nominated, publish, revise, speak
from lixiang.nominations.actions import open_slate
from lixiang.programmes.models import Programme
from lixiang.projects.models import Project
from lixiang.projects.states import Status

pytestmark = pytest.mark.django_db


@pytest.fixture
def four(cast, morning):
    """One project at each turn: first check, study, the leader; and one decided quietly."""
    fresh, checked, studied, decided = nominated(cast, morning, 4)
    speak(cast, checked, morning, "first_check", points={"principle_1": 20, "principle_2": 5})
    speak(cast, studied, morning)
    speak(cast, decided, morning)
    decide(cast, decided, "approve", morning)
    return {"fresh": fresh, "checked": checked, "studied": studied, "decided": decided}


def refs(cast, four, **choice) -> list[str]:
    steps = queries.steps_of(four["fresh"])
    pane = queries.page_of(cast.programme, Choice(**choice), steps)
    names = {project.ref: name for name, project in four.items()}
    return [names[line.ref] for line in pane.lines]


@pytest.mark.parametrize(
    ("choice", "found"),
    [
        ({"step": "first_check"}, ["fresh"]),
        ({"step": "collective_study"}, ["checked"]),
        ({"step": "leader_approval"}, ["studied"]),
        ({"step": "quiet"}, ["decided"]),
        ({"step": "all"}, ["fresh", "checked", "studied", "decided"]),
        ({"step": "returned"}, []),
        ({"step": "approved"}, []),
        ({"category": "A"}, ["fresh", "checked", "studied", "decided"]),
        ({"category": "B"}, []),
        ({"organisation": "county-1"}, ["fresh", "checked", "studied", "decided"]),
        ({"organisation": "county-2"}, []),
        ({"words": "之3"}, ["studied"]),
        ({"words": "演练第一县"}, ["fresh", "checked", "studied", "decided"]),
        ({"words": "%"}, []),
        ({"warned": True}, []),
    ],
)
def test_the_list_holds_exactly_what_was_chosen(cast, four, choice, found):
    assert refs(cast, four, **choice) == found


def test_projects_with_warnings_can_be_chosen(cast, four):
    warned = four["checked"].revision
    type(warned).objects.filter(pk=warned.pk).update(warnings=[{"code": "unusual_team_size"}])

    assert refs(cast, four, warned=True) == ["checked"]


def test_what_has_left_the_review_is_found_by_its_status(cast, four, morning):
    publish(cast, queries.living(cast.programme), morning)
    Project.objects.filter(pk=four["fresh"].pk).update(status=Status.RETURNED_BY_DEPARTMENT)

    assert refs(cast, four, step="approved") == ["decided"]
    assert refs(cast, four, step="returned") == ["fresh"]
    assert refs(cast, four, step="first_check") == []


def test_a_row_says_whose_turn_it_is_and_what_was_scored(cast, four):
    pane = queries.page_of(cast.programme, Choice(), queries.steps_of(four["fresh"]))

    assert [(line.word, line.tone, line.points) for line in pane.lines] == [
        ("待初审", "waiting", None),
        ("待集体研究", "waiting", 25),
        ("待部领导批准", "waiting", None),
        ("拟批准立项", "attention", None),
    ]


def test_the_row_of_the_open_project_is_the_row_of_the_list(cast, four, clerk, morning):
    """It is put together from what the page has read anyway, and must say the same."""
    steps = queries.steps_of(four["fresh"])
    listed = {line.ref: line for line in queries.page_of(cast.programme, Choice(), steps).lines}

    for project in four.values():
        opened = queries.UnderReview.visible_to(clerk).get(pk=project.pk)
        desk = queries.desk_around(clerk, opened, lambda steps, own: Choice(), morning)
        assert [line for line in desk.pane.lines if line.ref == project.ref] == [listed[project.ref]]


def test_pages_follow_each_other_by_key(cast, morning, monkeypatch):
    projects = nominated(cast, morning, 5)
    monkeypatch.setattr(queries.lists, "ROWS", 2)
    steps, seen, after = queries.steps_of(projects[0]), [], 0

    while after is not None:
        pane = queries.page_of(cast.programme, Choice(), steps, after=after, rows=2)
        seen += [line.ref for line in pane.lines]
        after = pane.more_after

    assert seen == [project.ref for project in projects]


def test_two_hundred_and_fifty_rows_are_a_page_too(cast, morning):
    projects = nominated(cast, morning, 52)
    steps = queries.steps_of(projects[0])

    assert len(queries.page_of(cast.programme, Choice(), steps).lines) == 50
    assert len(queries.page_of(cast.programme, Choice(), steps, rows=250).lines) == 52


def test_a_project_stays_between_its_neighbours_when_it_has_left_the_list(cast, four, clerk, morning):
    opened = queries.UnderReview.visible_to(clerk).get(pk=four["checked"].pk)

    pane = queries.desk_around(clerk, opened, lambda steps, own: Choice(step="first_check"), morning).pane

    assert ([line.ref for line in pane.lines], pane.next) == ([four["fresh"].ref, four["checked"].ref], "")
    assert pane.previous == four["fresh"].ref


def test_save_and_next_goes_on_from_the_top_and_ends(cast, morning, clerk):
    first, second, third = nominated(cast, morning, 3)

    def own(steps, step):
        return Choice(step=step)

    speak(cast, second, morning, "first_check")
    assert queries.following(clerk, second, own) == third.ref
    speak(cast, third, morning, "first_check")
    assert queries.following(clerk, third, own) == first.ref
    speak(cast, first, morning, "first_check")
    assert queries.following(clerk, first, own) == ""


@pytest.mark.parametrize(
    ("said", "choice"),
    [
        ("", Choice(step="first_check")),
        ("step=nonsense", Choice(step="all")),
        ("step=quiet&category=A&organisation=x&warned=1&q=+党+", Choice("quiet", "A", "x", True, "党")),
        ("q=%00&category=%00", Choice(step="first_check")),
    ],
)
def test_an_address_narrows_the_list(project, said, choice):
    assert choice_from(QueryDict(said), queries.steps_of(project), "first_check") == choice


def test_a_choice_says_itself_as_an_address(project):
    choice = Choice("quiet", "A", "county-1", True, "党 建")

    assert choice_from(QueryDict(choice.query[1:]), queries.steps_of(project)) == choice
    assert choice.without("warned").warned is False


COUNTS = [1, 3, 30]


@pytest.mark.parametrize("count", COUNTS)
def test_a_page_of_the_list_takes_one_query(cast, morning, count, django_assert_num_queries):
    steps = queries.steps_of(nominated(cast, morning, count)[0])

    with django_assert_num_queries(1):
        assert len(queries.page_of(cast.programme, Choice(step="first_check"), steps).lines) == count


@pytest.mark.parametrize("count", COUNTS)
def test_an_open_project_takes_five_queries_whatever_stands_beside_it(
    cast, clerk, morning, count, django_assert_num_queries
):
    project = nominated(cast, morning, count)[count // 2]
    speak(cast, project, morning, points={"principle_1": 20, "principle_2": 20})
    assert clerk.held_roles

    with django_assert_num_queries(5):
        opened = queries.UnderReview.visible_to(clerk).get(pk=project.pk)
        desk = queries.desk_around(clerk, opened, lambda steps, own: Choice(), morning)
    assert len(desk.dossier.statements) == 2


def test_a_returned_project_takes_two_more(cast, clerk, morning, project, django_assert_num_queries):
    speak(cast, project, morning)
    words = {"sections": ["goals"], "reason": "请补充。", "due_at": morning + DAY, "by": clerk, "at": morning}
    actions.send_back(project, **words)
    later = revise(project, project.revision, 2, measures="一是建立制度。")
    Project.objects.filter(pk=project.pk).update(status=Status.NOMINATED, revision=later)

    with django_assert_num_queries(7):
        opened = queries.UnderReview.visible_to(clerk).get(pk=project.pk)
        dossier = queries.desk_around(clerk, opened, lambda steps, own: Choice(), morning).dossier

    assert [label for label, _, _ in dossier.changes] == ["主要措施"]
    assert [event.reason for event in dossier.returns] == ["请补充。"]
    assert [said.is_void for said in dossier.statements] == [True, True]


@pytest.mark.parametrize("count", [1, 3, 12])
def test_the_quiet_list_takes_two_queries(cast, morning, count, django_assert_num_queries):
    for project in nominated(cast, morning, count):
        speak(cast, project, morning)
        decide(cast, project, "approve", morning)

    with django_assert_num_queries(2):
        quiet = queries.quiet_page(cast.programme)
    assert (len(quiet.rows), quiet.total, quiet.counts) == (count, count, (("approve", "批准立项", count),))


def test_the_quiet_list_is_paged_by_number(cast, morning, monkeypatch):
    projects = nominated(cast, morning, 3)
    for project in projects:
        speak(cast, project, morning)
        decide(cast, project, "approve", morning)
    monkeypatch.setattr(queries.decisions, "PER_PAGE", 2)

    first = queries.quiet_page(cast.programme)
    rest = queries.quiet_page(cast.programme, after=first.more_after)

    assert [row.project for row in (*first.rows, *rest.rows)] == projects
    assert rest.more_after is None


@pytest.mark.parametrize("count", [1, 3, 12])
def test_a_batch_takes_three_queries(cast, morning, count, django_assert_num_queries):
    publication = approve(cast, nominated(cast, morning, count), morning)

    with django_assert_num_queries(3):
        batch = queries.batch_of(publication, morning)
    assert (len(batch.decisions), len(batch.papers)) == (count, 2)


def test_batches_are_listed_with_what_went_out(cast, morning, head, django_assert_num_queries):
    publication = approve(cast, nominated(cast, morning, 2), morning)
    actions.issue_papers(publication, by=head, at=morning)

    with django_assert_num_queries(1):
        (found,) = queries.publications_of(cast.programme)
    assert (found, found.decided, found.issued) == (publication, 2, 2)


def test_decisions_and_projects_are_named_by_those_who_see_them_alone(cast, four, clerk):
    decision = queries.decision_of(four["decided"])
    outsider = cast.user("nominator", cast.nominators[1])

    assert queries.decisions_named(clerk, [str(decision.pk), "x", "²"]) == [decision]
    assert queries.decisions_named(outsider, [str(decision.pk)]) == []
    assert queries.named(clerk, [four["fresh"].ref, "nowhere"]) == [four["fresh"]]
    assert queries.named(outsider, [four["fresh"].ref]) == []


def test_the_target_of_a_merger_is_named_by_number_or_reference(cast, four, clerk):
    fresh, other = four["fresh"], four["checked"]

    assert queries.target_named(clerk, fresh, f" {other.number} ") == other
    assert queries.target_named(clerk, fresh, other.ref.upper()) == other
    assert queries.target_named(clerk, fresh, " ") is None
    assert queries.target_named(clerk, fresh, "nowhere") == fresh  # which is then refused as a target


def test_the_trail_of_the_section_is_nobody_elses(cast, four, clerk):
    events = queries.trail_for(clerk, four["decided"])

    assert [event.verb for event in events] == ["give_opinion", "give_opinion", "decide"]
    assert not queries.trail_for(cast.user("nominator", cast.nominators[0]), four["decided"]).exists()


def test_opinions_of_several_projects_come_with_their_points(four):
    said = queries.opinions_of([four["checked"], four["studied"]])

    assert [len(each.scores.all()) for each in said] == [2, 0, 0]


def test_the_programme_is_the_chosen_one_where_one_reviews_it(cast, clerk):
    foreign = Programme.objects.get(pk=cast.programme.pk)
    foreign.managing_organisation = cast.nominators[0]

    assert queries.programme_of(clerk, cast.programme) == cast.programme
    assert queries.programme_of(clerk, foreign) == cast.programme
    assert queries.programme_of(cast.user("nominator", cast.nominators[0]), cast.programme) is None


def test_organisations_to_choose_are_those_with_a_slate_in_official_order(cast, morning):
    for organisation in reversed(cast.nominators[:2]):
        open_slate(cast.programme, organisation, at=morning)

    assert [code for code, _ in queries.organisations_to_choose(cast.programme)] == ["county-1", "county-2"]


def test_a_project_without_a_revision_has_an_empty_dossier(cast, project, clerk, morning):
    Project.objects.filter(pk=project.pk).update(revision=None)

    dossier = queries.dossier_of(queries.UnderReview.visible_to(clerk).get(pk=project.pk), clerk, morning)

    assert (dossier.sheets, dossier.warnings, dossier.changes) == ((), (), ())
    assert queries.view_of(dossier.project, morning).revision_hash == ""


def test_what_can_be_decided_is_offered_to_the_leader_alone(cast, four, clerk, leader, morning):
    def verdicts(user, project):
        opened = queries.UnderReview.visible_to(user).get(pk=project.pk)
        return [verdict for verdict, _, _ in queries.dossier_of(opened, user, morning).verdicts]

    assert verdicts(leader, four["studied"]) == ["approve", "waitlist", "merge", "decline"]
    assert verdicts(clerk, four["studied"]) == []
    assert verdicts(leader, four["decided"]) == []


def test_a_clerk_may_still_change_an_opinion_that_nobody_built_on(cast, four, clerk, head, morning):
    def asked(user, project):
        opened = queries.UnderReview.visible_to(user).get(pk=project.pk)
        dossier = queries.dossier_of(opened, user, morning)
        return dossier.asked.code if dossier.asked else None, dossier.own.text if dossier.own else None

    assert asked(clerk, four["fresh"]) == ("first_check", None)
    assert asked(clerk, four["checked"]) == ("first_check", "同意。")
    assert asked(clerk, four["studied"]) == (None, None)
    assert asked(head, four["studied"]) == ("collective_study", "同意。")
    assert asked(head, four["decided"]) == (None, None)
