"""The bridge from a case study to its rules, and what its record fills in and says."""

from typing import Any

from lixiang.closing.models import Dossier
from lixiang.closing.states import Status as DossierStatus
from lixiang.outcomes.models.award_facts import CONCLUDED
from lixiang.outcomes.models.cases import CaseStudy
from lixiang.outcomes.rules.case_kinds import CasePart
from lixiang.outcomes.rules.cases import CaseFacts, prefilled
from lixiang.programmes.models import Version
from lixiang.programmes.queries import settings_by_kind
from lixiang.projects.models import Project
from lixiang.projects.rules.content import category_words
from lixiang.projects.rules.kinds import Category


def parts_of(version: Version) -> tuple[CasePart, ...]:
    return settings_by_kind(version, CasePart)


def facts_of(case: CaseStudy) -> CaseFacts:
    """No query beyond the settings."""
    project = case.project
    return CaseFacts(parts_of(project.version), project.status in CONCLUDED, case.title, case.answers)


def dossier_content(project: Project) -> dict[str, Any] | None:
    """What the last accepted dossier says; one query."""
    accepted = Dossier.objects.filter(project=project, status=DossierStatus.ACCEPTED)
    last = accepted.select_related("accepted_revision").order_by("-round").first()
    return last.accepted_revision.content if last and last.accepted_revision else None


def filled_from_the_record(project: Project) -> dict[str, str]:
    """The first text of every part."""
    approved = project.approved_revision
    return prefilled(parts_of(project.version), approved.content if approved else {}, dossier_content(project))


def content_of(case: CaseStudy) -> dict[str, Any]:
    """What a published revision says, frozen: nothing of it changes when an organisation is renamed later."""
    project = case.project
    unit = project.implementing_organisation
    results = (dossier_content(project) or {}).get("results", ())
    return {
        "title": case.title,
        "project": str(project),
        "ref": project.ref,
        "year": case.programme.year,
        "category": category_words(project.category, settings_by_kind(project.version, Category)),
        "topic": str(project.topic) if project.topic else "",
        "organisation": project.nominating_organisation.name,
        "unit": unit.name if unit else "",
        "parts": [
            {"name": part.name, "label": part.label, "text": case.answers.get(part.name, "")}
            for part in parts_of(project.version)
            if case.answers.get(part.name, "")
        ],
        "results": [{name: row[name] for name in ("kind", "title", "effect")} for row in results],
    }
