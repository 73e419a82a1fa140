"""The frozen context of a recommendation upward, and the package of its dossier as a ZIP."""

import zipfile
from collections.abc import Iterator
from datetime import datetime
from typing import IO, Any

from django.utils import timezone

from lixiang.documents import blocks as b
from lixiang.documents.models import OfficialDocument
from lixiang.files.sums import LIST, written
from lixiang.files.zips import Growing
from lixiang.outcomes.documents.archives import TEXT, Damaged, Folder
from lixiang.outcomes.models import Recommendation
from lixiang.outcomes.queries.packages import items_to_send
from lixiang.outcomes.rules.items import SECTIONS
from lixiang.outcomes.rules.names import Names
from lixiang.outcomes.rules.recommendation_kinds import FORMS
from lixiang.outcomes.rules.recommendations import RecommendationFacts
from lixiang.programmes.documents import issue_official, letterhead_of, notice_of, official, worded, wording_for
from lixiang.programmes.queries import settings_by_kind
from lixiang.programmes.rules.wording import filled
from lixiang.projects.rules.content import category_words
from lixiang.projects.rules.kinds import Category
from lixiang.ui.written import within_quotes
from lixiang.workflow.findings import Finding, Refused

PAPER = "recommendation"


def issue_recommendation(
    recommendation: Recommendation, facts: RecommendationFacts, *, by: Any, at: datetime, mark: str = ""
) -> OfficialDocument:
    """To an office that has no account here, so that nobody signs for it in the system."""
    version = recommendation.project.version
    form = FORMS[facts.terms.form if facts.terms else "letter"]
    return issue_official(
        version,
        PAPER,
        form,
        build=lambda number: letter(recommendation, facts, form, number=number, at=at, mark=mark),
        by=by,
        at=at,
        programme_code=recommendation.programme.ref,
        subjects=[recommendation.project.ref],
        mark=mark,
    )


def letter(
    recommendation: Recommendation,
    facts: RecommendationFacts,
    form: str,
    *,
    number: str,
    at: datetime,
    mark: str = "",
) -> b.Document:
    """The 函 or 请示 as blocks."""
    project = recommendation.project
    wording = wording_for(project.version, PAPER)
    notice_title, notice_number = notice_of(project.version)
    values: dict[str, object] = {
        "year": recommendation.programme.year,
        "notice_title": notice_title,
        "notice_number": notice_number,
        "title": within_quotes(str(project)),
        "organisation": project.nominating_organisation.name,
        "category": category_words(project.category, settings_by_kind(project.version, Category)),
        "grade": facts.grade,
        "reason": recommendation.reason.rstrip("。"),
        "form": form,
    }
    return official(
        letterhead_of(project.version),
        kind=form,
        title=filled(wording.title, values),
        addressee=recommendation.receiver,
        body=worded(wording.paragraphs, values),
        number=number,
        on=timezone.localtime(at).date(),
        mark=mark,
    )


def write_package(recommendation: Recommendation, target: IO[bytes], *, at: datetime) -> None:
    """Application, agreement, dossier, place, award and the paper itself, file by file, with a list of hashes.

    Raises Refused where a file of the store is lost or is not what it was: a package with a hole is none.
    """
    with zipfile.ZipFile(target, "w") as file:
        folder, names = Folder(Growing(file, target), "", at), Names()  # type: ignore[arg-type] # a file of bytes
        try:
            _fill(recommendation, folder, names)
        except Damaged as damaged:
            raise Refused(Finding("damaged", f"{damaged}。", recommendation.clause)) from damaged
        folder.add(LIST, written(folder.sums).encode(), TEXT)


def _fill(recommendation: Recommendation, folder: Folder, names: Names) -> None:
    for section, piece in _pieces(recommendation):
        path = names.give(section, piece.name)
        if piece.stored is not None:
            folder.bring(path, piece.stored, piece.media_type)
        else:
            assert piece.make is not None
            folder.add(path, piece.make(), piece.media_type)


def _pieces(recommendation: Recommendation) -> Iterator[tuple[str, Any]]:
    for item in items_to_send(recommendation):
        yield from ((SECTIONS[item.section], piece) for piece in item.pieces)
