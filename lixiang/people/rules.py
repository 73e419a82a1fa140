"""Pure facts about organisations that the rules of every stage work on, and how a phone number is masked."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

# High to low; a lower index is a higher rank.
RANKS = ("bureau", "county", "township", "none")


@dataclass(frozen=True)
class OrganisationFacts:
    """What a rule may know of an organisation; kind, level and rank are the codes of kinds.py."""

    kind: str
    level: str
    rank: str
    directly_managed: bool = False

    def ranks_at_least(self, rank: str) -> bool:
        """Whether the rank is `rank` or higher (县处级及以上 is a rank, not a place)."""
        return RANKS.index(self.rank) <= RANKS.index(rank)


def then_and_now(then: str, now: str) -> str:
    """A name as it was borne then, and what whoever bore it is called now where that is another."""
    return f"{then}（现{now}）" if now and now != then else then


def renamed_or_merged(verb: str, detail: Mapping[str, Any]) -> str:
    """What the history keeps of a change of name or a merger, as a sentence."""
    if verb == "rename_organisation":
        return f"“{detail['before']['name']}”更名为“{detail['after']['name']}”"
    if into := detail.get("into"):
        return f"并入“{detail.get('into_name', into)}”"
    return f"“{detail.get('name', detail['from'])}”并入本组织"


def masked_phone(phone: str) -> str:
    """138****1234; of a short number only the last two characters stay."""
    if len(phone) >= 11:
        return f"{phone[:3]}{'*' * (len(phone) - 7)}{phone[-4:]}"
    return f"{'*' * (len(phone) - 2)}{phone[-2:]}" if len(phone) > 2 else "*" * len(phone)
