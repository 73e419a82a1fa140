"""What every line of a worklist needs: the person, the programme, its version in force, and the deadlines."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from lixiang.people.roles import Role
from lixiang.programmes.models import Extension, Programme, Version
from lixiang.programmes.queries import clause_texts, deadline_of, version_in_force
from lixiang.programmes.rules.kinds import Closing

APPLICATION, NOMINATION = "application", "nomination"


@dataclass(frozen=True)
class Viewpoint:
    """One person in one programme at one moment."""

    user: Any
    programme: Programme
    version: Version
    at: datetime
    extensions: tuple[tuple[str, int | None, datetime], ...]

    @property
    def drafts_for(self) -> frozenset[int]:
        return self.user.organisations_as(Role.UNIT_CLERK)

    @property
    def nominates_for(self) -> frozenset[int]:
        return self.user.organisations_as(Role.NOMINATOR, Role.NOMINATOR_LEADER)

    @property
    def works_for(self) -> frozenset[int]:
        """Where this person does the work of the nominating organisation, which its leader only signs and decides."""
        return self.user.organisations_as(Role.NOMINATOR)

    def is_manager_as(self, *roles: str) -> bool:
        """Whether a role is held at the organisation that runs the programme."""
        return self.user.holds(*roles, organisation=self.programme.managing_organisation_id)

    def closing(self, step: str, organisation_id: int) -> Closing | None:
        """The deadline of a step for an organisation, extensions included; the latest of them counts."""
        deadline = deadline_of(self.version, step)
        if deadline is None:
            return None
        granted = (until for of, who, until in self.extensions if of == step and who in (None, organisation_id))
        until = max((deadline.until, *granted))
        return Closing(step, until, deadline.grace_seconds, deadline.clause, is_extended=until > deadline.until)


def viewpoint(user: Any, programme: Programme, at: datetime) -> Viewpoint:
    """Two queries: the versions, and the extensions granted."""
    granted = Extension.objects.filter(programme=programme).order_by()
    rows = granted.values_list("step", "organisation_id", "until")
    return Viewpoint(user, programme, version_in_force(programme, at), at, tuple(rows))


def sentences_of(version: Version) -> dict[str, str]:
    """Clause id -> its sentence; those of a frozen version are read once per process."""
    return _frozen_sentences(version, version.pack_hash) if version.is_frozen else clause_texts(version)


@lru_cache(maxsize=16)
def _frozen_sentences(version: Version, pack_hash: str) -> dict[str, str]:
    return clause_texts(version)
