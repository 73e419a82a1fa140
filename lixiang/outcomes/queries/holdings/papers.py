"""Official documents that were sent to the project's organisation and speak of it, with their receipts."""

from collections.abc import Iterator

from lixiang.documents.models import OfficialDocument
from lixiang.outcomes.queries.holdings.pieces import act, day_of, pair
from lixiang.outcomes.rules.items import Item, Relation
from lixiang.projects.models import Project

SECTION = "documents"


def items_of(project: Project) -> Iterator[Item]:
    """A document that names nothing speaks of the programme as a whole; one of a meeting lies with the meeting."""
    sent = OfficialDocument.objects.filter(
        programme_code=project.programme.ref, addressees__organisation=project.nominating_organisation_id
    )
    rows = sent.order_by("pk").values_list("pk", "subjects")
    own = [pk for pk, subjects in rows if not subjects or project.ref in subjects]
    for pk in own:
        yield item_of(OfficialDocument.objects.select_related("pdf", "docx", "corrects").get(pk=pk), project, SECTION)


def item_of(document: OfficialDocument, project: Project, section: str) -> Item:
    """PDF and Word, by whom and when it was issued, who signed for it, which other it puts right."""
    receipts = document.addressees.filter(acknowledged_at__isnull=False).order_by("place", "id")
    acts = (
        act("印发", document.issued_at, document.issued_by_name),
        *(act("签收", each.acknowledged_at, f"{each.name} {each.acknowledged_by_name}") for each in receipts),
    )
    corrects = (Relation("更正或补充", str(document.corrects)),) if document.corrects else ()
    return Item(
        section,
        document.title,
        document.kind,
        project.programme.managing_organisation.name,
        day_of(document.issued_at),
        document.number_text,
        pair(document.pdf, document.docx, document.file_name),
        acts,
        corrects,
        f"电子签名：{document.signed_by}" if document.signed_by else "",
    )
