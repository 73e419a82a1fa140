"""What a rule says to a person, and the one refusal that users ever see; pure."""

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class Strictness(StrEnum):
    """How hard a rule is: a block refuses; a warning can be overridden with a written reason."""

    BLOCK = "block"
    WARN = "warn"


@dataclass(frozen=True)
class Finding:
    """A sentence for the person, the clause it rests on, and the field it stands beside (empty: the whole thing)."""

    code: str
    sentence: str
    clause: str = ""
    strictness: Strictness = Strictness.BLOCK
    field: str = ""

    @property
    def is_blocking(self) -> bool:
        return self.strictness == Strictness.BLOCK

    def as_row(self) -> dict[str, Any]:
        """For history details and --json."""
        return {name: str(value) for name, value in asdict(self).items()}


class Refused(Exception):  # noqa: N818 - a refusal is no error of the program
    """A verb that cannot happen now, with every reason at once."""

    def __init__(self, *findings: Finding) -> None:
        super().__init__("；".join(finding.sentence for finding in findings))
        self.findings = findings


def too_long(text: str, limit: int, *, what: str = "", clause: str = "", field: str = "") -> tuple[Finding, ...]:
    """A text cut to nothing is never stored: what is longer than its place is refused."""
    if len(text) <= limit:
        return ()
    return (Finding("too_long", f"{what}最多能保存{limit}字，现有{len(text)}字，未保存。", clause, field=field),)


def blocking(findings: tuple[Finding, ...], reason: str = "") -> tuple[Finding, ...]:
    """The findings that still stand in the way: all blocks, and the warnings when no reason overrides them."""
    return tuple(finding for finding in findings if finding.is_blocking or not reason.strip())


def refuse_if(findings: tuple[Finding, ...], *, reason: str = "") -> None:
    """Raise Refused with what stands in the way, if anything does."""
    standing = blocking(findings, reason)
    if standing:
        raise Refused(*standing)
