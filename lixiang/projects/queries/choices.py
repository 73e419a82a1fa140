"""What a clerk may choose from: the topics of the catalogue and the organisations of the nominator."""

from datetime import datetime
from functools import lru_cache

from django.utils import timezone

from lixiang.people.models import Organisation
from lixiang.programmes import queries as programmes
from lixiang.programmes.models import Version
from lixiang.projects.models import Project

# A longer list no longer helps the one who chooses; every name below the nominator can still be typed.
MOST_ORGANISATIONS = 400


def topics_of(version: Version) -> tuple[tuple[int, str], ...]:
    """(number, "12.抓党建促脱贫攻坚") in the order of the catalogue."""
    return tuple((number, f"{number}.{title}") for number, title in programmes.catalogue_of(version))


def clauses_of(version: Version) -> dict[str, str]:
    """Clause id -> its sentence; that of a frozen version is read once per process."""
    if version.is_frozen:
        return _frozen_clauses(version, version.pack_hash)
    return programmes.clause_texts(version)


@lru_cache(maxsize=64)
def _frozen_clauses(version: Version, pack_hash: str) -> dict[str, str]:
    return programmes.clause_texts(version)


def organisations_below(project: Project, at: datetime) -> tuple[str, ...]:
    """Names of whoever nominates today and those below it, in official order; a name borne twice with its code."""
    below = Organisation.objects.subtree(project.nominating_organisation.bearer_id).in_force(timezone.localdate(at))
    rows = list(below.values_list("name", "code")[:MOST_ORGANISATIONS])
    names = [name for name, _ in rows]
    twice = {name for name in names if names.count(name) > 1}
    return tuple(f"{name}（{code}）" if name in twice else name for name, code in rows)
