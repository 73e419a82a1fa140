"""The signer that the product brings: PAdES-B signatures by pyHanko with the PKCS#12 files of the office."""

import io
from datetime import datetime
from typing import Any

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign import signers
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.general import SigningError

from lixiang.documents.signing import visible
from lixiang.documents.signing.adapter import CannotSign, Identity, Party, Signature
from lixiang.documents.signing.apart import apart
from lixiang.documents.signing.certificates import Certificate, certificate_of, is_installed
from lixiang.documents.signing.checking import signatures_in


class Pkcs12Signer:
    """Signs here, without a time-stamp server: the moment is the one that the product records."""

    def has(self, party: Party) -> bool:
        return is_installed(party)

    def identity(self, party: Party, *, at: datetime) -> Identity:
        return certificate_of(party, at=at).identity

    def sign(self, pdf: bytes, *, party: Party, field: str, reason: str, at: datetime, beside: str = "") -> bytes:
        return sign(pdf, by=certificate_of(party, at=at), field=field, reason=reason, at=at, beside=beside)

    def signatures_in(self, pdf: bytes) -> tuple[Signature, ...]:
        return signatures_in(pdf)


def sign(pdf: bytes, *, by: Certificate, field: str, reason: str, at: datetime, beside: str = "") -> bytes:
    """The PDF with a signature appended: the bytes before stay, so that earlier signatures stay valid.

    Shown in words where the paper has room for it under `beside`, and nowhere else.
    """
    written = signers.PdfSignatureMetadata(
        field_name=field, name=by.identity.name, reason=reason, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES
    )
    key = signers.SimpleSigner.load_pkcs12_data(by.pkcs12, other_certs=(), passphrase=by.pin)
    signed = io.BytesIO()
    try:
        place = visible.place_of(pdf, beside)
        shown = SigFieldSpec(field, on_page=place.page, box=place.box) if place else SigFieldSpec(field)
        style = visible.appearance(by.identity, place, at) if place else None
        signer = _AtThatMoment(written, key, new_field_spec=shown, stamp_style=style, at=at)
        apart(signer.sign_pdf, _Writer(io.BytesIO(pdf)), output=signed)
    except (PdfError, SigningError) as broken:
        raise CannotSign("not_signed", f"这份文件不能签名：{broken}。") from broken
    return signed.getvalue()


class _Writer(IncrementalPdfFileWriter):
    """Appends the signature and nothing else: PDF/A asks that both places of the metadata say the same."""

    def _update_meta(self) -> None:
        """Typst wrote them; a signature changes neither title nor author, and has a date of its own."""


class _AtThatMoment(signers.PdfSigner):
    """The moment is handed in, as everywhere in the product; pyHanko would read the clock."""

    def __init__(self, *args: Any, at: datetime, **words: Any) -> None:
        super().__init__(*args, **words)
        self.at = at

    def init_signing_session(self, *args: Any, **words: Any) -> Any:
        session = super().init_signing_session(*args, **words)
        session.system_time = self.at
        return session
