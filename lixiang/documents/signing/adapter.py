"""What a signer must be able to do, and the one that this installation uses.

LIXIANG_SIGNER names a class by its dotted path; it is made without arguments. The default signs here by PKCS#12
files (signer.Pkcs12Signer). An office that has a seal server (电子签章系统, SM2) writes a class of its own with these
four methods and installs it beside the product; nothing else of the product changes.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.conf import settings
from django.utils.module_loading import import_string

TEST_WORDS = "测试证书，不具有法律效力"


class CannotSign(Exception):  # noqa: N818 - a refusal that a stage turns into its own, no error of the program
    """Why an organisation cannot sign now: a code and a sentence for the person, without anything secret."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code, self.sentence = code, sentence


@dataclass(frozen=True)
class Party:
    """The organisation that signs: its code, by which its certificate is found, and the name it must bear."""

    code: str
    name: str

    @classmethod
    def of(cls, organisation: Any) -> "Party":
        """The party of an organisation of the tree: who bears its work today, by its own certificate."""
        return cls(organisation.bearer.code, organisation.name)


@dataclass(frozen=True)
class Identity:
    """Whose certificate it is: the name in it, its SHA-256 fingerprint, until when it holds, whether it is a test's."""

    name: str
    fingerprint: str
    valid_until: datetime
    is_test: bool = False


@dataclass(frozen=True)
class Signature:
    """One signature: `is_intact` when what it covers still stands and only further signatures came after it."""

    field: str
    signer: str
    at: datetime | None
    reason: str
    is_intact: bool
    is_trusted: bool
    covers_all: bool
    fingerprint: str = ""
    is_test: bool = False
    problem: str = ""

    @property
    def is_good(self) -> bool:
        return self.is_intact and self.is_trusted

    @property
    def verdict(self) -> str:
        """What a person is told of it."""
        words = "：".join(word for word in ("有效" if self.is_good else "无效", self.problem) if word)
        return f"{words}（{TEST_WORDS}）" if self.is_test else words


def is_good(signatures: tuple[Signature, ...]) -> bool:
    """Signed, and every signature intact and trusted."""
    return bool(signatures) and all(each.is_good for each in signatures)


class Unreadable(Exception):  # noqa: N818 - what is wrong with the file, told to the person
    """The file is no PDF that can be read."""


class Signer(Protocol):
    def has(self, party: Party) -> bool:
        """Whether a certificate or seal is installed for the party; quick, asked while a page is made."""

    def identity(self, party: Party, *, at: datetime) -> Identity:
        """By what the party would sign at that moment. Raises CannotSign where it could not."""

    def sign(self, pdf: bytes, *, party: Party, field: str, reason: str, at: datetime, beside: str = "") -> bytes:
        """The PDF with one more signature, appended so that every byte before it stays and earlier ones stay valid.

        `field` is the name of the signature field, one per party and file; `reason` is kept in the signature;
        `beside` are words on a page over which a visible seal belongs; the default has no seals, and shows who signed
        when in words where an agreement leaves room under them (visible.py). Raises CannotSign.
        """

    def signatures_in(self, pdf: bytes) -> tuple[Signature, ...]:
        """The signatures in the order in which they were made; none for a PDF nobody signed. Raises Unreadable."""


def the_signer() -> Signer:
    """The signer that LIXIANG_SIGNER names."""
    return import_string(settings.SIGNER)()
