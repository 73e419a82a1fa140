"""A programme as its pages show it: in words beside its clauses, on its timeline, with what this person may do."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.timezone import localtime

from lixiang.people.models import Organisation
from lixiang.programmes import permissions
from lixiang.programmes.models import Extension, Programme, Setting, Version
from lixiang.programmes.queries.versions import deadline_of, organisations_of, pack_of, settings_by_kind, words
from lixiang.programmes.rules import pack as packs
from lixiang.programmes.rules import reading
from lixiang.programmes.rules.kind import Moment
from lixiang.programmes.rules.kinds import Deadline, Group
from lixiang.programmes.states import Status
from lixiang.ui.shapes import Stage
from lixiang.ui.written import SHANGHAI

PROPOSED = timedelta(days=3)


@dataclass(frozen=True)
class ProgrammeRow:
    """One line of the list; `until` is the nomination's deadline of its latest published version."""

    ref: str
    title: str
    year: int
    manager: str
    word: str
    tone: str
    until: datetime | None


@dataclass(frozen=True)
class Offers:
    """What this person may do with a programme as it stands; `waiting` is the version that waits to be published."""

    publish: bool
    close: bool
    extend: bool
    change: bool
    replace: bool
    clone: bool
    waiting: Version | None


def rows_for(user: Any, at: datetime) -> list[ProgrammeRow]:
    """All programmes that this person sees, newest first: two queries."""
    programmes = list(Programme.visible_to(user).select_related("managing_organisation"))
    known = Q(version__published_at__isnull=False) | Q(version__programme__status=Status.DRAFT)
    deadlines = Setting.objects.filter(known, version__programme__in=programmes, kind="programmes.deadline")
    until = {
        pk: datetime.fromisoformat(parameters["until"])
        for pk, parameters in deadlines.order_by("version__number").values_list("version__programme", "parameters")
        if parameters["step"] == "nomination"
    }
    return [
        ProgrammeRow(
            each.ref,
            each.title,
            each.year,
            each.managing_organisation.name,
            each.get_status_display(),
            each.tone,
            until.get(each.pk),
        )
        for each in programmes
    ]


def passages_of(version: Version) -> tuple[reading.Passage, ...]:
    """The clauses in the order of the notice with the settings that rest on each, in words."""
    return _frozen_passages(version) if version.is_frozen else reading.passages(pack_of(version), words())


@lru_cache(maxsize=16)
def _passages(version_id: int, pack_hash: str) -> tuple[reading.Passage, ...]:
    return reading.passages(pack_of(Version.objects.get(pk=version_id)), words())


def _frozen_passages(version: Version) -> tuple[reading.Passage, ...]:
    """Read once per process: a frozen version never changes."""
    return _passages(version.pk, version.pack_hash)


def timeline_of(version: Version, at: datetime) -> tuple[Stage, ...]:
    """The dates of the notice in order, extensions for all included, with today among them."""
    extended = _extended_for_all(version)
    moments = [_extended(moment, extended) for moment in reading.moments(pack_of(version))]
    stages = [Stage(m.label, "done" if _instant(m.at) < at else "to_come", m.at) for m in moments]
    passed = sum(stage.state == "done" for stage in stages)
    return (*stages[:passed], Stage("今天", "now", at), *stages[passed:])


def _extended_for_all(version: Version) -> dict[datetime, datetime]:
    """The deadline of the notice -> what it was extended to for everybody."""
    steps = {deadline.step: deadline.until for deadline in settings_by_kind(version, Deadline)}
    granted = Extension.objects.filter(programme=version.programme_id, organisation=None, step__in=steps)
    return {steps[step]: until for step, until in granted.order_by("until").values_list("step", "until")}


def _extended(moment: Moment, extended: dict[datetime, datetime]) -> Moment:
    until = extended.get(moment.at) if isinstance(moment.at, datetime) else None
    return replace(moment, at=until, label=f"{moment.label}（已延期）") if until else moment


def _instant(at: date | datetime) -> datetime:
    """A day is over when its last second is."""
    return at if isinstance(at, datetime) else datetime.combine(at, time.max, SHANGHAI)


def offers(programme: Programme, user: Any) -> Offers:
    """What the page of a programme offers this person."""
    verbs = {row.verb for row in programme.transitions.offered_to(user, programme)}
    edits = permissions.may_edit(user, programme)
    waiting = programme.versions.filter(published_at=None).exclude(number=1).first() if edits else None
    return Offers(
        publish="publish" in verbs,
        close="close" in verbs,
        extend=edits and programme.is_published,
        change=edits and programme.is_published,
        replace=edits and programme.is_draft,
        clone=edits,
        waiting=waiting,
    )


def versions_for(programme: Programme, user: Any) -> QuerySet[Version]:
    """The published versions; those that wait as well for the section."""
    versions = programme.versions.select_related("published_by").order_by("number")
    return versions if permissions.is_of_the_section(user, programme) else versions.exclude(published_at=None)


def version_for(programme: Programme, number: int, user: Any) -> Version | None:
    version = versions_for(programme, user).filter(number=number).first()
    if version is not None:
        version.programme = programme
    return version


def extensions_of(programme: Programme, user: Any) -> QuerySet[Extension]:
    """All extensions for the section; to others those for everybody and for their own organisations."""
    rows = programme.extensions.select_related("organisation", "granted_by")
    if permissions.is_of_the_section(user, programme):
        return rows
    return rows.filter(Q(organisation=None) | Q(organisation__in={held.organisation_id for held in user.held_roles}))


def deadlines_of(version: Version) -> tuple[Deadline, ...]:
    return settings_by_kind(version, Deadline)


def proposed_extension(version: Version, at: datetime) -> datetime | None:
    """What the form proposes: three days more, to the end of the day, counted from whichever is later."""
    deadline = deadline_of(version, "nomination")
    if deadline is None:
        return None
    later = localtime(max(deadline.until, at)) + PROPOSED
    return later.replace(hour=23, minute=59, second=59, microsecond=0)


def everyone_of(version: Version) -> list[Organisation]:
    """Every organisation that the notice speaks of, in the order of its groups."""
    return organisations_of(version, tuple(group.code for group in settings_by_kind(version, Group)))


def addressed_by(version: Version, codes: tuple[str, ...]) -> list[Organisation]:
    """Whom a document to these groups goes to today, each once."""
    return Organisation.bearers(organisations_of(version, codes))


def changes_to(version: Version) -> tuple[reading.Change, ...]:
    """What a version changes in the one before it; nothing for the first."""
    before = version.programme.versions.filter(number__lt=version.number).order_by("-number").first()
    if before is None:
        return ()
    return reading.changes(pack_of(before), pack_of(version), words())


def organisations_touched(version: Version, changes: Sequence[reading.Change]) -> list[Organisation]:
    """The organisations of the groups that changed settings name; everyone where a change names none."""
    if not changes:
        return []
    if all(change.groups for change in changes):
        return organisations_of(version, _codes(changes))
    return everyone_of(version)


def _codes(changes: Iterable[reading.Change]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for change in changes for code in change.groups))


def pack_text(version: Version) -> str:
    """The version as the canonical text of a pack."""
    return packs.write(pack_of(version))
