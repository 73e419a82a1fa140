"""The responsibility agreement: as it was drawn up, as it was signed, with the scans of both sides."""

from collections.abc import Iterator

from lixiang.agreements.models import Agreement
from lixiang.outcomes.queries.holdings.pieces import act, claimed, day_of, kept, pair
from lixiang.outcomes.rules.items import Act, Item, Relation
from lixiang.projects.models import Project

SECTION = "agreement"


def items_of(project: Project) -> Iterator[Item]:
    related = ("pdf", "docx", "signed_pdf", "revision")
    agreement = Agreement.objects.filter(project=project).select_related(*related).first()
    if agreement is None:
        return
    pieces = list(pair(agreement.pdf, agreement.docx, "项目责任书"))
    if agreement.signed_pdf:
        pieces.append(kept(agreement.signed_pdf, "项目责任书（电子签名）.pdf"))
    parties = "、".join(party["name"] for party in agreement.parties)
    yield Item(
        SECTION,
        "项目责任书",
        "责任书",
        parties,
        agreement.in_force_on or day_of(agreement.drawn_up_at),
        agreement.ref.upper(),
        (*pieces, *claimed(agreement)),
        _acts(agreement),
        (Relation("依据", f"申报书第{agreement.revision.number}稿 {agreement.revision.hash}"),),
        str(agreement.get_status_display()),
    )


def _acts(agreement: Agreement) -> tuple[Act, ...]:
    drawn_up = act("拟制", agreement.drawn_up_at, "")
    return (drawn_up, act("生效", agreement.status_since, "")) if agreement.in_force_on else (drawn_up,)
