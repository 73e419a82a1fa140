"""Pure facts about organisations that the rules of every stage work on, and how a phone number is masked."""

from dataclasses import dataclass

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


def masked_phone(phone: str) -> str:
    """138****1234; of a short number only the last two characters stay."""
    if len(phone) >= 11:
        return f"{phone[:3]}{'*' * (len(phone) - 7)}{phone[-4:]}"
    return f"{'*' * (len(phone) - 2)}{phone[-2:]}" if len(phone) > 2 else "*" * len(phone)
