"""Puts one organisation's signature on a PDF and makes sure that it is what the product asked for."""

from dataclasses import dataclass
from datetime import datetime

from lixiang.documents.signing.adapter import CannotSign, Party, Signature, Unreadable, the_signer


@dataclass(frozen=True)
class Seal:
    """Who signs what in which field, and the words on the page over which a visible seal belongs."""

    party: Party
    field: str
    reason: str
    beside: str = ""


@dataclass(frozen=True)
class Sealed:
    """The signed PDF and the signature that came to it."""

    pdf: bytes
    signature: Signature

    def as_row(self) -> dict[str, str]:
        """For the history: who by which certificate."""
        return {"signer": self.signature.signer, "fingerprint": self.signature.fingerprint}


def ready(seal: Seal, *, at: datetime) -> Seal:
    """The seal again when it could be put on at that moment. Raises CannotSign."""
    the_signer().identity(seal.party, at=at)
    return seal


def put_on(pdf: bytes, seal: Seal, *, at: datetime) -> Sealed:
    """Sign, and look at what came back: the bytes before it untouched, one more signature, good by the own roots.

    Raises CannotSign, so that nothing goes out that the pages would call invalid a moment later.
    """
    signer = the_signer()
    signed = signer.sign(pdf, party=seal.party, field=seal.field, reason=seal.reason, at=at, beside=seal.beside)
    try:
        found = signer.signatures_in(signed)
    except Unreadable as broken:
        raise CannotSign("not_signed", str(broken)) from broken
    if not signed.startswith(pdf) or not found or found[-1].field != seal.field:
        raise CannotSign("not_signed", "签名程序返回的文件不是在原文之后签名的。")
    wrong = next((each for each in found if not each.is_good), None)
    if wrong is not None:
        raise CannotSign("not_trusted", f"“{wrong.signer or wrong.field}”的签名无效：{wrong.problem}。")
    return Sealed(signed, found[-1])
