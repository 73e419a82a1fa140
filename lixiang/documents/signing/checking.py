"""Reads the signatures of a PDF: who signed when, whether what they signed still stands, whether they are trusted."""

import io
from typing import Any

from asn1crypto import parser
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from lixiang.documents.signing.adapter import Signature, Unreadable
from lixiang.documents.signing.apart import apart
from lixiang.documents.signing.certificates import identity_of, roots

USAGE = KeyUsageConstraints(key_usage={"digital_signature", "non_repudiation"}, match_all_key_usages=False)
ALTERED = "签名之后内容被改动"
ADDED_TO = "最后一个签名之后又添加了内容"
UNREADABLE = "签名已损坏，无法读取"
UNTRUSTED = "证书不是由已安装的根证书签发，或者签名时不在有效期内"


def signatures_in(pdf: bytes) -> tuple[Signature, ...]:
    """The signatures in the order in which they were made, judged by the roots in the folder of certificates."""
    try:
        found = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
    except Exception as broken:  # a file that was tampered with may break the reader anywhere
        raise Unreadable("文件不是可以读取的 PDF。") from broken
    trusted = [asn1.Certificate.load(root.public_bytes(Encoding.DER)) for root in roots()]
    return tuple(_signature(each, trusted, is_last=each is found[-1]) for each in found)


def _signature(embedded: Any, trusted: list[asn1.Certificate], *, is_last: bool) -> Signature:
    field = str(embedded.field_name)
    try:
        return _read(embedded, field, trusted, is_last)
    except Exception:  # what was tampered with may break the reader anywhere; that is the verdict
        return Signature(field, "", None, "", False, False, False, problem=UNREADABLE)


def _read(embedded: Any, field: str, trusted: list[asn1.Certificate], is_last: bool) -> Signature:
    at = embedded.self_reported_timestamp
    # No stamp of a third party says when; the moment that the signer wrote is the one its certificate must hold at.
    context = ValidationContext(trust_roots=trusted, allow_fetching=False, moment=at)
    status = apart(validate_pdf_signature, embedded, context, key_usage_settings=USAGE)
    covers_all = status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    problem = _problem_of(status, embedded, is_last)
    identity = identity_of(x509.load_der_x509_certificate(embedded.signer_cert.dump()))
    return Signature(
        field=field,
        signer=identity.name,
        at=at,
        reason=str(embedded.sig_object.get("/Reason", "")),
        is_intact=not problem,
        is_trusted=bool(status.trusted),
        covers_all=covers_all,
        fingerprint=identity.fingerprint,
        is_test=identity.is_test,
        problem=problem or ("" if status.trusted else UNTRUSTED),
    )


def _problem_of(status: Any, embedded: Any, is_last: bool) -> str:
    """Why the signed words no longer stand, or nothing."""
    if not (status.intact and status.valid) or _has_stowaway(embedded):
        return ALTERED
    if is_last:
        return "" if status.coverage == SignatureCoverageLevel.ENTIRE_FILE else ADDED_TO
    if status.coverage < SignatureCoverageLevel.ENTIRE_REVISION:
        return ALTERED
    return "" if status.modification_level <= ModificationLevel.FORM_FILLING else ALTERED


def _has_stowaway(embedded: Any) -> bool:
    """Whether something hides in the room behind the signature, the one place of a signed file that nothing covers."""
    contents = bytes(embedded.pkcs7_content)
    return any(contents[parser.peek(contents) :])
