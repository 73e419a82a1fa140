"""The bridge from rows to rules: the application's values as they stand, and the facts that rules may know."""

from datetime import datetime
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from lixiang.files.models import Claim
from lixiang.people.models import Bar
from lixiang.programmes.queries import settings_by_kind, the_setting
from lixiang.projects.models.project import Project
from lixiang.projects.models.rows import ExpectedResult, Goal, JointOrganisation, Milestone, Row, TeamMember
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
ROWS: dict[str, type[Row]] = {
    "team": TeamMember,
    "goals": Goal,
    "milestones": Milestone,
    "results": ExpectedResult,
    "organisations": JointOrganisation,
}


def rules_of(project: Project) -> Rules:
    """The settings of the project's version that speak of an application."""

    def every(kind: type) -> tuple:
        return settings_by_kind(project.version, kind)

    def the(kind: type) -> Any:
        return the_setting(project.version, kind)

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

    One query per table of rows that the form uses.
    """
    values: dict[str, Any] = {name: _text(getattr(project, name)) for name in COLUMNS}
    values["topic"] = str(project.topic) if project.topic else ""
    organisation = project.implementing_organisation
    values["implementing_organisation"] = organisation.name if organisation else ""
    values |= dict(project.answers.values_list("field", "text"))
    for field in settings_by_kind(project.version, kinds.Field):
        if field.widget in ROWS:
            rows = ROWS[field.widget].objects.filter(project=project)
            values[field.name] = [row.as_cells() for row in rows]
        elif field.widget == "attachments":
            values[field.name] = [claim.as_row() for claim in Claim.of(project, field.name)]
    return values


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def facts_of(project: Project, at: datetime) -> ApplicationFacts:
    rules, values = rules_of(project), values_of(project)
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
    )


def involvements(project: Project, people: set[str]) -> tuple[Involvement, ...]:
    """In how many other living projects of the programme these people lead or take part, known by name."""
    ended = (Status.DISCARDED, Status.PASSED_OVER, Status.DECLINED, Status.WITHDRAWN, Status.MERGED)
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
    found = Bar.objects.in_force(at.date()).filter(about).select_related("organisation", "person")
    return tuple(
        f"{bar.organisation or bar.person}限制申报至{bar.until_on:%Y年%m月%d日}：{bar.reason}" for bar in found
    )
