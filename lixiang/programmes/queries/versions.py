"""The version in force, its settings as values, its deadlines and organisations: what every stage asks a programme."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache, lru_cache

from django.conf import settings
from django.db.models import Max, Q
from django.utils.module_loading import import_string

from lixiang.access.prepared import Prepared
from lixiang.people.models import Organisation
from lixiang.programmes.models import Clause, Extension, Programme, Setting, Version
from lixiang.programmes.rules import pack as packs
from lixiang.programmes.rules.checking import Words
from lixiang.programmes.rules.kind import Kind
from lixiang.programmes.rules.kinds import ClauseText, Closing, Deadline, Group, Pack, TopicEntry, group_of


@cache
def kinds() -> Mapping[str, type[Kind]]:
    """Every kind of setting that the stages declare, from the one list in config."""
    return import_string(settings.KINDS)


@cache
def words() -> Words:
    """The lists of words that settings may use, and the placeholders of each paper, from the same place."""
    return import_string(settings.WORDS)


def read_pack(text: str) -> Pack:
    """A pack from TOML text, checked as a whole. Raises WrongPack with every fault."""
    return packs.read(text, kinds(), words())


VERSIONS = Prepared(lambda programme: Version.objects.filter(programme=programme).order_by("in_force_from", "number"))


def version_in_force(programme: Programme, at: datetime) -> Version:
    """The published version in force at a moment: the latest by date, then by number.

    Before the first one takes force, the first; a programme in draft has its only version.
    """
    versions = VERSIONS(programme=programme.pk)
    for version in versions:
        version.programme = programme
    return in_force_among(versions, at)


def in_force_among(versions: list[Version], at: datetime) -> Version:
    """The one in force of a programme's versions, ordered by date and number; for readers who ask for fewer columns."""
    published = [version for version in versions if version.is_frozen] or versions
    in_force = [version for version in published if version.in_force_from <= at]
    return in_force[-1] if in_force else published[0]


def settings_of(version: Version) -> tuple[tuple[str, Kind], ...]:
    """All settings of a version as values, in order; those of a frozen version are read once per process."""
    return _frozen_settings(version.pk, version.pack_hash) if version.is_frozen else _read_settings(version.pk)


@lru_cache(maxsize=64)
def _frozen_settings(version_id: int, pack_hash: str) -> tuple[tuple[str, Kind], ...]:
    """The hash is part of the key, so that a restored database can never serve another version's rules."""
    return _read_settings(version_id)


def _read_settings(version_id: int) -> tuple[tuple[str, Kind], ...]:
    rows = Setting.objects.filter(version_id=version_id).order_by("order")
    return tuple((row.kind, as_kind(row)) for row in rows)


def as_kind(row: Setting) -> Kind:
    """One row as the value its stage declared."""
    values = {**row.parameters, "clause": row.clause, "strictness": row.strictness, "note": row.note}
    return packs.setting(kinds()[row.kind], values)


def settings_by_kind(version: Version, kind: type) -> tuple:
    """The settings of one kind, in order."""
    if version.is_frozen:
        return _frozen_of_a_kind(version.pk, version.pack_hash, kind)
    return _of_a_kind(_read_settings(version.pk), kind)


@lru_cache(maxsize=1024)
def _frozen_of_a_kind(version_id: int, pack_hash: str, kind: type) -> tuple:
    return _of_a_kind(_frozen_settings(version_id, pack_hash), kind)


def _of_a_kind(rows: Iterable[tuple[str, Kind]], kind: type) -> tuple:
    return tuple(setting for _, setting in rows if isinstance(setting, kind))


def catalogue_of(version: Version) -> tuple[tuple[int, str], ...]:
    """(number, title) of every topic on offer, in order; where it was not read along, once per process if frozen."""
    if "topics" not in version.get_deferred_fields():
        return _pairs(version.topics)
    return _frozen_catalogue(version.pk, version.pack_hash) if version.is_frozen else _catalogue(version.pk)


@lru_cache(maxsize=64)
def _frozen_catalogue(version_id: int, pack_hash: str) -> tuple[tuple[int, str], ...]:
    return _catalogue(version_id)


def _catalogue(version_id: int) -> tuple[tuple[int, str], ...]:
    return _pairs(Version.objects.values_list("topics", flat=True).get(pk=version_id))


def _pairs(topics: list[list]) -> tuple[tuple[int, str], ...]:
    return tuple((number, title) for number, title in topics)


def the_setting(version: Version, kind: type) -> Kind | None:
    """The first setting of a kind of which one is meant."""
    return next(iter(settings_by_kind(version, kind)), None)


def pack_of(version: Version) -> Pack:
    """The version as a pack; what `lixiang pack dump` writes."""
    clauses = Clause.objects.filter(version=version).order_by("order").values_list("key", "text")
    return Pack(
        packs.about_of(version.about),
        tuple(ClauseText(*row) for row in clauses),
        tuple(TopicEntry(*row) for row in version.topics),
        settings_of(version),
    )


def clause_texts(version: Version) -> dict[str, str]:
    """Clause id -> its sentence, for pages that cite."""
    return dict(Clause.objects.filter(version=version).values_list("key", "text"))


def deadline_of(version: Version, step: str) -> Deadline | None:
    """The deadline of a step as the notice says it."""
    return next((d for d in settings_by_kind(version, Deadline) if d.step == step), None)


def closing_for(version: Version, step: str, organisation_id: int) -> Closing | None:
    """The deadline of a step for one organisation; the latest extension counts, its own or everybody's."""
    deadline = deadline_of(version, step)
    if deadline is None:
        return None
    extensions = Extension.objects.filter(programme=version.programme_id, step=step)
    granted = extensions.filter(Q(organisation=organisation_id) | Q(organisation=None)).aggregate(last=Max("until"))
    until = max(deadline.until, granted["last"] or deadline.until)
    return Closing(step, until, deadline.grace_seconds, deadline.clause, is_extended=until > deadline.until)


def group_for(version: Version, organisation: Organisation) -> Group | None:
    """The group of the notice that an organisation belongs to."""
    return group_of(organisation.facts(), settings_by_kind(version, Group))


def nominating_organisation(version: Version, organisation: Organisation) -> Organisation | None:
    """The nearest organisation, itself or above, that the notice lets nominate."""
    groups = settings_by_kind(version, Group)
    above = Organisation.objects.ancestors(organisation, include_self=True).select_related("parent")
    return next((each for each in reversed(list(above)) if group_of(each.facts(), groups)), None)


def organisations_of(version: Version, codes: tuple[str, ...]) -> list[Organisation]:
    """The organisations in force that belong to these groups: groups in the notice's order, then official order."""
    groups = [group for group in settings_by_kind(version, Group) if group.code in codes]
    kinds_meant = {kind for group in groups for kind in group.kinds}
    candidates = Organisation.objects.filter(kind__in=kinds_meant).select_related("parent").order_by("order", "id")
    candidates = candidates.in_force(version.in_force_from.date())
    placed = [(group_of(each.facts(), tuple(groups)), each) for each in candidates]
    return [each for group in groups for found, each in placed if found is group]
