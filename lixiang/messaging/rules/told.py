"""Who is told, and what one sentence of the catalogue consists of; pure."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Audience:
    """Those who hold one of these roles at the organisations of one side; without roles the side names people."""

    side: str
    roles: tuple[str, ...]


DRAFTERS = Audience("drafting", ("unit_clerk",))
FORMER = Audience("former", ("unit_clerk",))  # carried the project out until now
NOMINATORS = Audience("nominating", ("nominator",))
LEADERS = Audience("nominating", ("nominator_leader",))
SECTION_CLERKS = Audience("managing", ("section_clerk",))
SECTION = Audience("managing", ("section_clerk", "section_head"))
ADDRESSEES = Audience("addressed", ("nominator", "nominator_leader", "unit_clerk"))
UNITS = Audience("below", ("unit_clerk",))
OUTSIDE = (DRAFTERS, NOMINATORS, LEADERS)
OF_THE_NOMINATOR = (NOMINATORS, LEADERS)


@dataclass(frozen=True)
class Told:
    """One sentence for some audiences; `coming_from` and `moved_to` keep it to some moves of a verb."""

    to: tuple[Audience, ...]
    words: str
    place: str = "desk:dossier"
    coming_from: tuple[str, ...] = ()
    moved_to: tuple[str, ...] = ()

    def fits(self, from_status: str, to_status: str) -> bool:
        return (not self.coming_from or from_status in self.coming_from) and (
            not self.moved_to or to_status in self.moved_to
        )


NOBODY: tuple[Told, ...] = ()
