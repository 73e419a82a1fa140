"""Which judges have to do with which projects: a fixed number of queries for any number of both."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone

from lixiang.appraisal.models import Judge, Panel, Recusal
from lixiang.appraisal.rules.conflicts import JudgeFacts, Place, Ties, ground_between
from lixiang.appraisal.rules.kinds import Conflict
from lixiang.people.models import Organisation, Post, RoleHeld
from lixiang.people.roles import Role
from lixiang.programmes.queries import settings_by_kind
from lixiang.projects.models import FormerUnit, JointOrganisation, Project, TeamMember

Pair = tuple[int, int]


def grounds_of(panel: Panel) -> tuple[Conflict, ...]:
    return settings_by_kind(panel.version, Conflict)


def found_between(
    panel: Panel, judges: Iterable[Judge], projects: Iterable[Project], at: datetime
) -> dict[Pair, Conflict]:
    """(judge, project) -> the ground that the record shows, whatever anybody declared."""
    rows, judges, projects = grounds_of(panel), list(judges), list(projects)
    if not (rows and judges and projects):
        return {}
    sides, ties = facts_of_judges(judges, timezone.localtime(at).date()), ties_of(projects)
    pairs = ((judge, project) for judge in judges for project in projects)
    found = (
        (judge.pk, project.pk, ground_between(sides[judge.pk], ties[project.pk], rows)) for judge, project in pairs
    )
    return {(judge, project): row for judge, project, row in found if row}


def kept_away(panel: Panel) -> set[Pair]:
    """(judge, project) of every recusal on the panel; one query."""
    return set(Recusal.objects.filter(judge__panel=panel).values_list("judge_id", "project_id"))


def facts_of_judges(judges: list[Judge], on: date) -> dict[int, JudgeFacts]:
    """The organisations where they hold a post or a role other than the judge's, and the names they go by."""
    users = [judge.user_id for judge in judges]
    belongs: dict[int, set[int]] = defaultdict(set)
    roles = RoleHeld.objects.active().filter(user__in=users).exclude(role=Role.JUDGE)
    posts = Post.objects.held(on).filter(person__users__in=users)
    for user, organisation in (
        *roles.values_list("user_id", "organisation_id"),
        *posts.values_list("person__users", "organisation_id"),
    ):
        belongs[user].add(organisation)
    names = {}
    for judge in judges:
        person = judge.user.person
        names[judge.pk] = frozenset(filter(None, (judge.user.name, person.name if person else "")))
        if person and person.organisation_id:
            belongs[judge.user_id].add(person.organisation_id)
    places = _places({pk for own in belongs.values() for pk in own})
    return {
        judge.pk: JudgeFacts(names[judge.pk], tuple(place for pk in belongs[judge.user_id] for place in places[pk]))
        for judge in judges
    }


def _places(keys: set[int]) -> dict[int, list[Place]]:
    """Each organisation with those that were merged into it: who acts for the successor acts for them."""
    found: dict[int, list[Place]] = defaultdict(list)
    rows = Organisation.objects.filter(Q(pk__in=keys) | Q(successor__in=keys)).prefetch_related("former_names")
    for each in rows:
        former = [name for old in each.former_names.all() for name in (old.name, old.short_name)]
        place = Place(each.pk, each.path, frozenset((each.name, each.short_name, *former)))
        for pk in {each.pk, each.successor_id} & keys:
            found[pk].append(place)
    return found


def ties_of(projects: list[Project]) -> dict[int, Ties]:
    """Who stands behind each project, as its application says today."""
    keys = [project.pk for project in projects]
    joint, team, former = (_texts(rows) for rows in _rows_of(keys))
    paths = dict(
        Organisation.objects.filter(pk__in={each.nominating_organisation_id for each in projects}).values_list(
            "pk", "path"
        )
    )
    return {
        project.pk: Ties(
            organisations=frozenset(
                filter(
                    None,
                    (
                        project.drafting_organisation_id,
                        project.nominating_organisation_id,
                        project.implementing_organisation_id,
                        *former[project.pk],
                    ),
                )
            ),
            nominating_path=paths[project.nominating_organisation_id],
            joint=frozenset(joint[project.pk]),
            people=frozenset(filter(None, (project.leader_name, project.contact_name, *team[project.pk]))),
        )
        for project in projects
    }


def _rows_of(keys: list[int]) -> Iterator[Iterable[tuple]]:
    yield JointOrganisation.objects.filter(project__in=keys).exclude(name="").values_list("project_id", "name")
    yield TeamMember.objects.filter(project__in=keys).exclude(name="").values_list("project_id", "name")
    yield FormerUnit.objects.filter(project__in=keys).values_list("project_id", "organisation_id")


def _texts(rows: Iterable[tuple]) -> dict[int, set]:
    found: dict[int, set] = defaultdict(set)
    for project, value in rows:
        found[project].add(value)
    return found
