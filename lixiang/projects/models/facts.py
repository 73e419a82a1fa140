"""The bridge from rows to rules: the application's values as they stand, and the facts that rules may know."""

from datetime import datetime
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from lixiang.access.prepared import Prepared
from lixiang.documents.dates import official_date
from lixiang.files.models import Claim
from lixiang.people.models import Bar
from lixiang.programmes.models import Version
from lixiang.programmes.queries import catalogue_of, settings_by_kind, the_setting
from lixiang.projects.models.project import Project
from lixiang.projects.models.rows import Answer, ExpectedResult, Goal, JointOrganisation, Milestone, Row, TeamMember
from lixiang.projects.rules import kinds
from lixiang.projects.rules.facts import ApplicationFacts, Involvement, Rules
from lixiang.projects.states import Status

COLUMNS = (
    "title",
    "category",
    "leader_name",
    "leader_post",
    "leader_title",
    "contact_name",
    "contact_phone",
    "completion_on",
)
# Fields whose text names a row elsewhere; a text that names nothing stays as an answer until it does.
NAMING = ("topic", "implementing_organisation")
NOTHING: tuple[str, list] = ("", [])
ROWS: dict[str, type[Row]] = {
    "team": TeamMember,
    "goals": Goal,
    "milestones": Milestone,
    "results": ExpectedResult,
    "organisations": JointOrganisation,
}


# Read at every hand-in and on every page of a form, so their SQL is written once.
ANSWERS = Prepared(lambda project: Answer.objects.filter(project=project).values_list("field", "text", "rows"))
LIVING_FILES = Prepared(
    lambda project: Claim.objects.filter(subject_kind="project", subject_id=project, released_at=None).values_list(
        "part", "name", "file__sha256", "file__size"
    )
)


def rules_of(version: Version) -> Rules:
    """The settings of a version that speak of an application."""

    def every(kind: type) -> tuple:
        return settings_by_kind(version, kind)

    def the(kind: type) -> Any:
        return the_setting(version, kind)

    return Rules(
        fields=every(kinds.Field),
        categories=every(kinds.Category),
        applicants=every(kinds.Applicant),
        leader_posts=every(kinds.LeaderPost),
        team_size=the(kinds.TeamSize),
        person_limit=the(kinds.PersonLimit),
        topic_source=the(kinds.TopicSource),
        completion=the(kinds.Completion),
    )


def values_of(project: Project) -> dict[str, Any]:
    """The whole application by field name: text, or rows as dicts of text; the shape of a revision's content.

    What an earlier version of the form asked for and this one does not is left out. One query for the answers, one
    for the files where the form asks for some.
    """
    fields = settings_by_kind(project.version, kinds.Field)
    answers = {name: (text, rows) for name, text, rows in ANSWERS(project=project.pk)}
    values: dict[str, Any] = {name: _text(getattr(project, name)) for name in COLUMNS}
    values |= {name: _named(project, name) or answers.get(name, NOTHING)[0] for name in NAMING}
    for field in fields:
        if field.widget in ROWS:
            values[field.name] = answers.get(field.name, NOTHING)[1] or []
        elif field.widget != "attachments" and field.name not in values:
            values[field.name] = answers.get(field.name, NOTHING)[0]
    return values | _files(project, [field.name for field in fields if field.widget == "attachments"])


def _files(project: Project, names: list[str]) -> dict[str, list[dict[str, Any]]]:
    """Field -> what a revision says of its files."""
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in names}
    for part, name, sha256, size in LIVING_FILES(project=project.pk) if names else ():
        if part in found:  # scans are no part of what is handed in
            found[part].append({"name": name, "part": part, "sha256": sha256, "size": size})
    return found


def _named(project: Project, name: str) -> str:
    """What the form shows of the topic or the organisation that is chosen."""
    chosen = getattr(project, name)
    return str(chosen) if chosen else ""


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def facts_of(project: Project, at: datetime) -> ApplicationFacts:
    """The application as it stands, and what else the rules may know."""
    return facts_about(project, values_of(project), at)


def facts_about(project: Project, values: dict[str, Any], at: datetime) -> ApplicationFacts:
    """These values and what else the rules may know: the organisation, bars in force, other projects of its people."""
    rules = rules_of(project.version)
    organisation = project.implementing_organisation
    people = {values["leader_name"], *(row["name"] for row in values.get("team", []))} - {""}
    return ApplicationFacts(
        rules=rules,
        values=values,
        organisation=organisation.facts() if organisation else None,
        at=at,
        due_at=project.due_at,
        involvements=involvements(project, people) if rules.person_limit else (),
        bars=bars_against(project, people, at),
        unknown=frozenset(name for name in NAMING if values[name] and not _is_known(project, name)),
    )


def _is_known(project: Project, name: str) -> bool:
    """Whether the text stands for a row that may be chosen; a topic for one of the catalogue that is in force."""
    chosen = getattr(project, name)
    if name == "topic" and chosen:
        return (chosen.number, chosen.title) in catalogue_of(project.version)
    return chosen is not None


def involvements(project: Project, people: set[str]) -> tuple[Involvement, ...]:
    """In how many other living projects of the programme these people lead or take part, known by name.

    Drafts do not count: what a unit only writes neither binds another one nor is told to it.
    """
    ended = (Status.DRAFT, Status.DISCARDED, Status.PASSED_OVER, Status.DECLINED, Status.WITHDRAWN, Status.MERGED)
    others = Project.objects.filter(programme=project.programme_id).exclude(pk=project.pk).exclude(status__in=ended)
    leads = _counts(others.filter(leader_name__in=people), "leader_name")
    members = TeamMember.objects.filter(project__in=others, name__in=people).exclude(project__leader_name=F("name"))
    parts = _counts(members, "name")
    return tuple(Involvement(name, leads.get(name, 0), parts.get(name, 0)) for name in sorted(people))


def _counts(rows: QuerySet, name: str) -> dict[str, int]:
    return dict(rows.order_by().values_list(name).annotate(count=Count("pk")))


def bars_against(project: Project, people: set[str], at: datetime) -> tuple[str, ...]:
    """Sentences of the bars in force against the implementing organisation or the people named."""
    about = Q(person__name__in=people)
    if project.implementing_organisation_id:
        about |= Q(organisation=project.implementing_organisation_id)
    found = Bar.objects.in_force(timezone.localdate(at)).filter(about)
    rows = found.values_list("organisation__name", "person__name", "until_on", "reason")
    return tuple(
        f"{organisation or person}限制申报至{official_date(until_on)}：{reason}"
        for organisation, person, until_on, reason in rows
    )
