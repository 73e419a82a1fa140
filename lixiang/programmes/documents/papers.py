"""The frozen context of the opening 通知, and how a wording of the programme becomes blocks."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from lixiang.documents import blocks as b
from lixiang.documents.issue import issue, render_pair
from lixiang.documents.models import OfficialDocument
from lixiang.documents.queries import SEAL
from lixiang.documents.signing.adapter import CannotSign, Party
from lixiang.documents.signing.seals import Seal
from lixiang.programmes.models import Version
from lixiang.programmes.queries import organisations_of, settings_by_kind, the_setting
from lixiang.programmes.rules.kinds import Letterhead, Receivers, Wording
from lixiang.programmes.rules.signing import Signing
from lixiang.programmes.rules.wording import filled
from lixiang.workflow.findings import Finding, Refused

PREVIEW_MARK = "预览，尚未印发"
HEADINGS = (
    (re.compile(r"^[一二三四五六七八九十]+、[^。]{1,30}$"), 1),
    (re.compile(r"^（[一二三四五六七八九十]+）[^。]{1,30}$"), 2),
)
LEAD = re.compile(r"^(\d+\.[^。]{2,20}。)(.+)$", re.DOTALL)


def wording_for(version: Version, document: str) -> Wording:
    """The programme's words for one document. Raises Refused where it has none."""
    found = next((w for w in settings_by_kind(version, Wording) if w.document == document), None)
    if found is None:
        raise Refused(Finding("no_wording", "本批次没有设置这份公文的文字，请先在方案中补充。"))
    return found


def letterhead_of(version: Version) -> Letterhead:
    """The organ and series that the programme's documents go out under. Raises Refused where it has none."""
    found = the_setting(version, Letterhead)
    if found is None:
        raise Refused(Finding("no_letterhead", "本批次没有设置发文机关，请先在方案中补充。"))
    return found  # type: ignore[return-value]


@contextmanager
def refusing_to_sign(clause: str = "") -> Iterator[None]:
    """What keeps a certificate from signing, told as every refusal is."""
    try:
        yield
    except CannotSign as cannot:
        raise Refused(Finding(cannot.code, cannot.sentence, clause)) from cannot


def issue_official(version: Version, paper: str, kind: str, **words: Any) -> OfficialDocument:
    """documents.issue.issue() under the letterhead of the programme, signed where its settings wish this paper signed.

    Raises Refused where the letterhead, or a certificate that is wished, is missing; then no number is taken.
    """
    letterhead, wish = letterhead_of(version), the_setting(version, Signing)
    with refusing_to_sign(wish.clause if wish else ""):
        return issue(
            kind,
            series=letterhead.series,
            first_number=letterhead.first_number,
            programme_id=version.programme_id,
            seal=_seal(version, paper, wish, letterhead),
            **words,
        )


def _seal(version: Version, paper: str, wish: Any, letterhead: Letterhead) -> Seal | None:
    if wish is None or paper not in wish.papers:
        return None
    party = Party.of(version.programme.managing_organisation)
    return Seal(party, SEAL, "印发公文", wish.beside or letterhead.organisation)


def notice_of(version: Version) -> tuple[str, str]:
    """Title and number of the notice that opened the programme: as it was issued, else as its pack says."""
    opening = OfficialDocument.objects.filter(programme_code=version.programme.ref).order_by("id").first()
    if opening is not None:
        return opening.title, opening.number_text
    words = next((w.title for w in settings_by_kind(version, Wording) if w.document == "opening_notice"), "")
    return words or version.about["title"], version.about["document_number"]


def worded(paragraphs: tuple[str, ...], values: Mapping[str, object]) -> tuple[b.Block, ...]:
    """Paragraphs as blocks: 一、 and （一） alone on a line are headings, “1.要点。” leads its paragraph."""
    return tuple(_block(filled(text, values)) for text in paragraphs)


def _block(text: str) -> b.Block:
    for pattern, level in HEADINGS:
        if pattern.match(text):
            return b.Heading(level, text)
    lead = LEAD.match(text)
    return b.Paragraph(lead[2], lead=lead[1]) if lead else b.Paragraph(text)


def official(
    letterhead: Letterhead,
    *,
    kind: str,
    title: str,
    addressee: str,
    body: tuple[b.Block, ...],
    number: str,
    on: date,
    attachments: tuple[b.Attachment, ...] = (),
    mark: str = "",
) -> b.Document:
    """One official document of the programme, in the order of GB/T 9704-2012."""
    names = tuple(attachment.title for attachment in attachments)
    return b.Document(
        kind=kind,
        title=title,
        blocks=(
            b.Head(letterhead.mark),
            b.Number(number),
            b.Title(title),
            b.Addressee(addressee),
            *body,
            *((b.AttachmentNote(names),) if names else ()),
            b.SignOff(letterhead.organisation, on),
            *attachments,
            b.Imprint(letterhead.copies_to, letterhead.printer, on),
        ),
        mark=mark,
    )


def opening_notice(version: Version, *, number: str, at: datetime, mark: str = "") -> b.Document:
    """The notice that opens the programme, in the words of its pack, the catalogue attached."""
    wording, letterhead = wording_for(version, "opening_notice"), letterhead_of(version)
    values = {"year": version.programme.year, "title": version.programme.title}
    catalogue = tuple(b.Paragraph(f"{number}.{title}") for number, title in version.topics)
    title = filled(wording.attachment, values) or "参考目录"
    return official(
        letterhead,
        kind="通知",
        title=filled(wording.title, values),
        addressee=receivers_of(version).text,
        body=worded(wording.paragraphs, values),
        number=number,
        on=timezone.localtime(at).date(),
        attachments=(b.Attachment(0, title, catalogue),) if catalogue else (),
        mark=mark,
    )


def receivers_of(version: Version) -> Receivers:
    """主送机关 of the opening notice. Raises Refused where the programme has none."""
    found = the_setting(version, Receivers)
    if found is None:
        raise Refused(Finding("no_receivers", "本批次没有设置主送机关，请先在方案中补充。"))
    return found  # type: ignore[return-value]


def preview_opening_notice(version: Version, *, at: datetime) -> bytes:
    """The notice as PDF before it is issued: without a number, marked as a draft on every page."""
    letterhead = letterhead_of(version)
    number = f"{letterhead.series}〔{timezone.localtime(at).year}〕××号"
    return render_pair(opening_notice(version, number=number, at=at, mark=PREVIEW_MARK), at=at)[0]


def issue_opening_notice(version: Version, *, by: Any, at: datetime, mark: str = "") -> OfficialDocument:
    """Issue the notice that opens the programme to every 主送 organisation."""
    return issue_official(
        version,
        "opening_notice",
        "通知",
        build=lambda number: opening_notice(version, number=number, at=at, mark=mark),
        addressees=organisations_of(version, receivers_of(version).groups),
        by=by,
        at=at,
        programme_code=version.programme.ref,
        mark=mark,
    )
