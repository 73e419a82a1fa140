"""What is said of a project and its programme as a whole: the head of the metadata and of the index."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from lixiang.history.models import Event, Head
from lixiang.outcomes.rules.items import About
from lixiang.outcomes.rules.kinds import RETENTIONS, ArchiveTerms
from lixiang.outcomes.rules.names import safe
from lixiang.programmes.models import Programme
from lixiang.programmes.queries import settings_by_kind, the_setting, version_in_force
from lixiang.projects.models import Project
from lixiang.projects.rules.content import category_words
from lixiang.projects.rules.kinds import Category

PROGRAM = "立项（lixiang）"


def terms_of(programme: Programme, at: datetime) -> ArchiveTerms | None:
    """The terms of the version in force, if it has any."""
    return the_setting(version_in_force(programme, at), ArchiveTerms)  # type: ignore[return-value]


def folder_of(project: Project) -> str:
    """The name of a project's folder: its reference keeps it apart from every other."""
    return safe(f"{project.ref.upper()} {project.title[:40]}", 80)


def about_of(project: Project, terms: dict[str, Any], made_at: datetime) -> About:
    """Two queries: the head of the chain and the first event."""
    head = Head.objects.filter(subject_kind="project", subject_id=project.pk).first()
    unit = project.implementing_organisation
    notice = project.version.about
    return About(
        title=project.title,
        code=project.ref.upper(),
        year=project.programme.year,
        programme=project.programme.title,
        notice_number=notice.get("document_number", ""),
        category=category_words(project.category, settings_by_kind(project.version, Category)),
        status=project.get_status_display(),
        nominating=project.nominating_organisation.name,
        implementing=unit.name if unit else "",
        leader=project.leader_name,
        managing=project.programme.managing_organisation.name,
        begun_on=timezone.localtime(_first(project)).date(),
        ended_on=timezone.localtime(project.status_since).date(),
        retention=RETENTIONS[terms["retention"]],
        security=terms["security"],
        fonds_code=terms["fonds_code"],
        fonds=terms["fonds"],
        affair=terms["affair"],
        clause=terms["clause"],
        head=f"{head.sequence} {head.hash}" if head else "",
        made_at=timezone.localtime(made_at),
        program=PROGRAM,
    )


def _first(project: Project) -> datetime:
    """When it was handed in first; a project that was, was nominated."""
    moves = Event.objects.filter(subject_kind="project", subject_id=project.pk).exclude(from_status="")
    return moves.order_by("sequence").values_list("at", flat=True).first() or project.created_at
