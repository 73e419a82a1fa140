"""Sets the stage for tests of the review and of agreements: nominated projects, opinions, decisions, 公示."""

from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from lixiang.approvals import actions
from lixiang.approvals.models import Decision, Publication
from lixiang.approvals.queries import steps_of
from lixiang.approvals.rules import Publicity
from lixiang.people.roles import Role
from lixiang.programmes.models import Programme
from lixiang.programmes.rules.kinds import Pack
from lixiang.projects.models import Answer, Project, Revision
from lixiang.projects.models.facts import ROWS
from lixiang.projects.states import Status
from lixiang.rehearsal.applications import Author, hand_in, write
from lixiang.rehearsal.cast import Cast, shipped_pack

DAY = timedelta(days=1)


def with_publicity(days: int = 5) -> Pack:
    """The shipped notice with a 公示 of so many working days."""
    pack = shipped_pack("huainan-2018")
    rule = Publicity(clause="二.3e", days=days)
    return replace(pack, settings=(*pack.settings, ("approvals.publicity", rule)))


def nominated(cast: Cast, at: datetime, count: int = 1, *, county: int = 0, category: str = "A") -> list[Project]:
    """Projects of one county under review: one handed in by the real verbs, the others its like."""
    organisation = cast.nominators[county]
    author = Author(cast.user(Role.UNIT_CLERK, organisation), organisation, Random(county))
    first = write(author, cast.programme, category=category, at=at)
    hand_in(author, first, at=at)
    Project.objects.filter(pk=first.pk).update(status=Status.NOMINATED, nominated_at=at, status_since=at)
    first = Project.objects.select_related("programme", "version", "revision", "nominating_organisation").get(
        pk=first.pk
    )
    return [first, *(_like(first, cast) for _ in range(count - 1))]


def _like(first: Project, cast: Cast) -> Project:
    """A copy with a number, a reference and a revision of its own."""
    number = cast.programme.projects.order_by("-number").first().number + 1
    Programme.objects.filter(pk=cast.programme.pk).update(projects_made=number)
    copy = Project.objects.get(pk=first.pk)
    copy.pk, copy.number, copy.ref = None, number, f"{cast.programme.ref}-{number:04d}"
    copy.title, copy.revision = f"{first.title}之{number}", None
    copy._state.adding = True
    copy.save()
    for model in (Answer, *ROWS.values()):
        model.objects.bulk_create(_row_like(row, copy) for row in model.objects.filter(project=first))
    copy.revision = revise(copy, first.revision)
    copy.save(update_fields=["revision"])
    return Project.objects.select_related("programme", "version", "revision", "nominating_organisation").get(pk=copy.pk)


def _row_like(row: Any, project: Project) -> Any:
    row.pk, row.project = None, project
    return row


def revise(project: Project, like: Revision, number: int = 1, **changed: str) -> Revision:
    """A revision of the project with the content of another, some fields changed."""
    content = {**like.content, "title": project.title, **changed}
    revision = Revision(
        project=project,
        number=number,
        form_version=like.form_version,
        content=content,
        hash=f"{project.pk:032d}{number:032d}",
        receipt_number=f"{project.ref}-{number}",
        key=UUID(int=project.pk * 99 + number),
        warnings=like.warnings,
        reason=like.reason,
        by=like.by,
        by_name=like.by_name,
        at=like.at,
    )
    revision.save()
    return revision


def speak(cast: Cast, project: Project, at: datetime, *steps: str, text: str = "同意。", **words) -> None:
    """The opinions of these steps (all before the deciding one where none is named), each by who may."""
    for step in steps_of(project):
        if not step.decides and (not steps or step.code in steps):
            by = cast.user(step.role)
            actions.give_opinion(project, step=step.code, result="agree", text=text, by=by, at=at, **words)


def decide(cast: Cast, project: Project, verdict: str, at: datetime, **words) -> Decision:
    return actions.decide(project, verdict=verdict, by=cast.user(Role.DEPARTMENT_LEADER), at=at, **words)


def approve(cast: Cast, projects: list[Project], at: datetime) -> Publication:
    """Reviewed, decided and published: the projects are approved."""
    for project in projects:
        speak(cast, project, at)
    return publish(cast, [decide(cast, project, "approve", at) for project in projects], at)


def publish(cast: Cast, decisions: list[Decision], at: datetime) -> Publication:
    return actions.publish(cast.programme, decisions, by=cast.user(Role.SECTION_HEAD), at=at)
