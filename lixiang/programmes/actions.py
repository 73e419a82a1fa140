"""The verbs of a programme: load a pack, publish, change, clone, close."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from lixiang.history.record import record
from lixiang.people.models import Organisation
from lixiang.programmes import documents, permissions, queries
from lixiang.programmes.models import Clause, Extension, Programme, Setting, Topic, Version
from lixiang.programmes.rules import pack as packs
from lixiang.programmes.rules.kinds import About, Pack
from lixiang.programmes.states import Status
from lixiang.workflow.findings import Finding, Refused
from lixiang.workflow.moves import locked, move


@transaction.atomic
def load(pack: Pack, *, by: Any, at: datetime) -> Version:
    """Take a pack in: a new programme in draft, a draft replaced, or the next version of a published programme.

    Raises Refused where the managing organisation is unknown, or the new version would take force before the last.
    """
    manager = Organisation.objects.filter(name=pack.about.managing_organisation).first()
    if manager is None:
        raise Refused(
            Finding("no_such_organisation", f"没有名为“{pack.about.managing_organisation}”的组织，请先导入组织。")
        )
    programme = Programme.objects.select_for_update().filter(ref=pack.about.code).first()
    if programme is None:
        programme = Programme(ref=pack.about.code, managing_organisation=manager, status_since=at)
    if by is not None and not permissions.may_edit(by, programme):
        raise PermissionDenied
    if programme.status == Status.CLOSED:
        raise Refused(Finding("closed", f"“{programme.title}”已结束，不能再修改；可以克隆为新一年的方案。"))
    if programme.status == Status.DRAFT:
        programme.title, programme.year = pack.about.title, pack.about.year
        programme.managing_organisation = manager
        programme.save()
    version = _fill(_open_version(programme, pack.about), pack)
    record(programme, "load", by=by, at=at, detail={"version": version.number}, programme_id=programme.pk)
    return version


def _open_version(programme: Programme, about: About) -> Version:
    """The version that may still be written: the unfrozen one, emptied, or the next number."""
    last = programme.versions.order_by("-number").first()
    if last is not None and last.is_frozen:
        if about.in_force_from <= last.in_force_from:
            text = "新版本的生效时间应当晚于现行版本。"
            raise Refused(Finding("in_force_too_early", text, field="in_force_from"))
        return Version(programme=programme, number=last.number + 1)
    if last is not None:
        last.clauses.all().delete()
        last.settings.all().delete()
        return last
    return Version(programme=programme, number=1)


def _fill(version: Version, pack: Pack) -> Version:
    version.about = packs.about_values(pack.about)
    version.in_force_from = pack.about.in_force_from
    version.pack_hash = hashlib.sha256(packs.write(pack).encode()).hexdigest()
    version.save()
    Clause.objects.bulk_create(
        Clause(version=version, key=clause.id, text=clause.text, order=order)
        for order, clause in enumerate(pack.clauses)
    )
    Setting.objects.bulk_create(
        Setting(
            version=version,
            kind=kind,
            parameters=packs.parameters(setting),
            clause=setting.clause,
            strictness=str(setting.strictness),
            note=setting.note,
            order=order,
        )
        for order, (kind, setting) in enumerate(pack.settings)
    )
    for topic in pack.topics:
        Topic.objects.update_or_create(
            programme=version.programme, number=topic.number, defaults={"title": topic.title}
        )
    return version


@transaction.atomic
def publish(programme: Programme, *, by: Any, at: datetime, mark: str = "") -> Programme:
    """Freeze the first version and issue the opening 通知 to every 主送 organisation."""
    programme = move(programme, "publish", by=by, at=at)
    version = programme.versions.get(number=1)
    _freeze(version, by=by, at=at)
    documents.issue_opening_notice(version, by=by, at=at, mark=mark)
    return programme


@transaction.atomic
def publish_version(version: Version, *, by: Any, at: datetime, reason: str) -> Version:
    """Freeze a change: in force from its date, saying why; whom it touches is `queries.touched_by`."""
    programme = locked(version.programme)
    if not permissions.may_publish(by, programme):
        raise PermissionDenied
    if programme.status != Status.PUBLISHED or version.is_frozen:
        raise Refused(Finding("nothing_to_publish", "没有待发布的修改。"))
    if not reason.strip():
        raise Refused(Finding("reason_required", "修改已发布的方案应当写明理由。", field="reason"))
    _freeze(version, by=by, at=at)
    detail = {"version": version.number, "in_force_from": version.in_force_from.isoformat()}
    record(programme, "publish_version", by=by, at=at, reason=reason, detail=detail, programme_id=programme.pk)
    return version


def _freeze(version: Version, *, by: Any, at: datetime) -> None:
    version.published_at, version.published_by = at, by
    version.save(update_fields=["published_at", "published_by"])


@transaction.atomic
def extend(
    programme: Programme, *, step: str, until: datetime, reason: str, by: Any, at: datetime, organisation: Any = None
) -> Extension:
    """Grant a later deadline to one organisation, or to all (organisation None), on record."""
    if not permissions.may_edit(by, programme):
        raise PermissionDenied
    if not reason.strip():
        raise Refused(Finding("reason_required", "延期应当写明理由。", field="reason"))
    if until <= at:
        raise Refused(Finding("extension_in_the_past", "延期后的截止时间应当晚于现在。", field="until"))
    extension = Extension.objects.create(
        programme=programme,
        step=step,
        organisation=organisation,
        until=until,
        reason=reason,
        granted_by=by,
        granted_at=at,
    )
    detail = {"step": step, "until": until.isoformat(), "organisation": organisation.name if organisation else ""}
    record(programme, "extend", by=by, at=at, reason=reason, detail=detail, programme_id=programme.pk)
    return extension


def close(programme: Programme, *, by: Any, at: datetime, reason: str) -> Programme:
    return move(programme, "close", by=by, at=at, reason=reason)


@transaction.atomic
def clone(programme: Programme, *, code: str, title: str, year: int, by: Any, at: datetime) -> Programme:
    """Next year's draft from this year's rules; its dates move by whole years and wait for the new notice."""
    if not permissions.may_edit(by, programme):
        raise PermissionDenied
    if Programme.objects.filter(ref=code).exists():
        raise Refused(Finding("code_taken", f"编码“{code}”已被使用。", field="code"))
    pack = queries.pack_of(programme.versions.order_by("-number").first())
    shift = _by_years(year - programme.year)
    about = replace(pack.about, code=code, title=title, year=year, document_number="", **_moved(pack.about, shift))
    settings = tuple((kind, replace(setting, **_moved(setting, shift))) for kind, setting in pack.settings)
    version = load(replace(pack, about=about, settings=settings), by=by, at=at)
    copy = version.programme
    copy.cloned_from = programme
    copy.save(update_fields=["cloned_from"])
    return copy


def _by_years(years: int) -> Callable[[Any], Any]:
    """29 February clamps to the 28th."""

    def shift(moment: Any) -> Any:
        day = 28 if (moment.month, moment.day) == (2, 29) else moment.day
        return moment.replace(year=moment.year + years, day=day)

    return shift


def _moved(values: Any, shift: Callable[[Any], Any]) -> dict[str, Any]:
    """The dates among the fields of a setting, moved."""
    fields = {name: getattr(values, name) for name in values.__dataclass_fields__}
    return {name: shift(value) for name, value in fields.items() if hasattr(value, "year") and hasattr(value, "month")}
