"""The frozen context of the 通报 that makes awards known, and the certificate of one award."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone

from lixiang.documents import blocks as b
from lixiang.documents.issue import render_pair
from lixiang.documents.models import OfficialDocument
from lixiang.outcomes.models import Award
from lixiang.programmes import documents as programmes
from lixiang.programmes.documents import Circular, letterhead_of, of_the_notice, worded, wording_for
from lixiang.programmes.models import Version
from lixiang.programmes.queries import settings_by_kind
from lixiang.programmes.rules.wording import filled
from lixiang.projects.rules.content import category_words
from lixiang.projects.rules.kinds import Category
from lixiang.ui.written import within_quotes

CIRCULAR, CERTIFICATE = "award_circular", "award_certificate"


def issue_circular(
    version: Version, awards: Sequence[Award], *, by: Any, at: datetime, mark: str = ""
) -> OfficialDocument:
    """To every 主送 organisation, the awards as its annex."""
    refs = [award.project.ref for award in awards]
    return programmes.issue_circular(circular(version, awards), subjects=refs, by=by, at=at, mark=mark)


def circular(version: Version, awards: Sequence[Award]) -> Circular:
    values = of_the_notice(version) | {"count": len(awards)}
    return Circular(version, CIRCULAR, values, "奖励项目", _table(version, awards))


def _table(version: Version, awards: Sequence[Award]) -> b.Table:
    categories = settings_by_kind(version, Category)
    columns = (
        b.Column("序号", 0.6),
        b.Column("奖励", 1.8),
        b.Column("项目名称", 3.2, "left"),
        b.Column("类别", 1.2),
        b.Column("申报单位", 2.2, "left"),
    )
    rows = (
        (
            str(place),
            award.title,
            str(award.project),
            category_words(award.project.category, categories),
            award.project.nominating_organisation.name,
        )
        for place, award in enumerate(awards, 1)
    )
    return b.Table(columns, tuple(rows))


def certificate_of(award: Award) -> bytes:
    """The 荣誉证书 as PDF: of an award that was made known, always the same bytes."""
    document = award.document
    assert document is not None  # the view asks
    version = award.project.version
    wording = wording_for(version, CERTIFICATE)
    unit = award.project.implementing_organisation or award.project.nominating_organisation
    values = of_the_notice(version) | {
        "organisation": unit.name,
        "title": within_quotes(str(award.project)),
        "tier": award.title,
        "number": document.number_text,
    }
    on = timezone.localtime(document.issued_at).date()
    blocks = (
        b.Title(filled(wording.title, values)),
        *worded(wording.paragraphs, values),
        b.SignOff(letterhead_of(version).organisation, on),  # type: ignore[arg-type] # a day becomes words
    )
    paper = b.Document("荣誉证书", filled(wording.title, values), blocks, layout="form", mark=document.mark)
    return render_pair(paper, at=document.issued_at)[0]
