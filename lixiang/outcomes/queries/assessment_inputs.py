"""What an annual assessment is computed from: the table of the version, the places of the issued ranking, the rest."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count

from lixiang.outcomes.models.assessment_facts import VOID, extras_of
from lixiang.outcomes.rules.assessment import Entry, Extra, Table
from lixiang.outcomes.rules.assessment_facts import table_of
from lixiang.people.models import Organisation
from lixiang.people.models.organisations import bearer_of
from lixiang.programmes.models import Programme, Version
from lixiang.programmes.queries import settings_of
from lixiang.projects.models import Project
from lixiang.ranking.models import Ranking
from lixiang.workflow.findings import Refused

NOMINATOR = "project__nominating_organisation"


@dataclass(frozen=True)
class Inputs:
    """Entries and extras as values, project reference -> key, and how many approved projects each organisation has."""

    entries: tuple[Entry, ...]
    extras: tuple[Extra, ...]
    keys: dict[str, int]
    approved: dict[int, int]

    @property
    def organisations(self) -> set[int]:
        return {each.organisation for each in self.entries} | set(self.approved)


def table_in(version: Version) -> Table:
    """Raises Refused with every reason where the programme makes no assessment."""
    table, findings = table_of(row for _, row in settings_of(version))
    if table is None:
        raise Refused(*findings)
    return table


def inputs_of(programme: Programme, version: Version, ranking: Ranking) -> Inputs:
    """Two queries and those of the extras, plain values row by row; organisations are those that bear the work now."""
    columns = ("project__ref", "project_id", "track", "place", "grade", "project__status")
    rows = ranking.places.annotate(bearer=bearer_of(NOMINATOR)).order_by("position").values_list("bearer", *columns)
    entries, keys = [], {}
    for bearer, ref, key, track, place, grade, status in rows.iterator(chunk_size=2000):
        keys[ref] = key
        entries.append(Entry(ref, bearer, track, place, grade, is_void=status in VOID))
    extras = extras_of(programme, version)
    return Inputs(tuple(entries), extras, keys | _keys(extras, keys), _approved(programme))


def _keys(extras: tuple[Extra, ...], known: dict[str, int]) -> dict[str, int]:
    """Of projects that have something beside the ranking and are not in it; a query only where there are any."""
    refs = {extra.project for extra in extras} - known.keys()
    return dict(Project.objects.filter(ref__in=refs).values_list("ref", "pk")) if refs else {}


def _approved(programme: Programme) -> dict[int, int]:
    rows = Project.objects.filter(programme=programme, approved_revision__isnull=False).order_by()
    counted = rows.annotate(bearer=bearer_of("nominating_organisation")).values("bearer").annotate(count=Count("pk"))
    return {row["bearer"]: row["count"] for row in counted}


def in_official_order(keys: Iterable[int]) -> list[Organisation]:
    """One query."""
    return list(Organisation.objects.filter(pk__in=list(keys)).order_by("path"))
