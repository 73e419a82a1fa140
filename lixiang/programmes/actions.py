"""The verbs of a programme: load a pack, publish, change, clone, close."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from lixiang.history.record import record
from lixiang.people.models import Organisation
from lixiang.programmes import documents, permissions, queries
from lixiang.programmes.models import CalendarDay, Clause, Extension, Programme, Setting, Topic, Version
from lixiang.programmes.rules import checking
from lixiang.programmes.rules import pack as packs
from lixiang.programmes.rules.kinds import About, Pack
from lixiang.programmes.states import Status
from lixiang.workflow.findings import Finding, Refused
from lixiang.workflow.moves import locked, move


@transaction.atomic
def load(
    pack: Pack, *, by: Any, at: datetime, into: Programme | None = None, in_force_from: datetime | None = None
) -> Version:
    """Take a pack in: a new programme in draft, a draft replaced, or the next version of a published programme.

    `into` is the programme that the person meant; `in_force_from` replaces the date of the pack. Raises Refused where
    the managing organisation is unknown or changes, the pack is another programme's, the programme is closed, or the
    new version would take force before the last.
    """
    if into is not None and into.ref != pack.about.code:
        raise Refused(Finding("other_programme", f"方案包的编码是“{pack.about.code}”，不是本批次的“{into.ref}”。"))
    if in_force_from is not None:
        pack = replace(pack, about=replace(pack.about, in_force_from=in_force_from))
    programme = _programme_for(pack.about, by, at)
    version = _fill(_open_version(programme, pack.about), pack)
    if programme.is_draft:
        programme.topics.all().delete()
        _keep_topics(version)
    record(programme, "load", by=by, at=at, detail={"version": version.number}, programme_id=programme.pk)
    return version


def _programme_for(about: About, by: Any, at: datetime) -> Programme:
    """The programme of that code, locked, made where there is none yet; a draft takes the head of the pack."""
    manager = Organisation.objects.filter(name=about.managing_organisation, successor=None).first()
    if manager is None:
        raise Refused(Finding("no_such_organisation", f"没有名为“{about.managing_organisation}”的组织，请先导入组织。"))
    head = {"title": about.title, "year": about.year, "managing_organisation": manager}
    _may_edit(by, Programme(ref=about.code, **head))
    programme = Programme.objects.get_or_create(ref=about.code, defaults={**head, "status_since": at})[0]
    programme = locked(programme)
    _may_edit(by, programme)
    _refuse_foreign_head(programme, manager)
    if programme.is_draft:
        for name, value in head.items():
            setattr(programme, name, value)
        programme.save(update_fields=list(head))
    return programme


def _may_edit(by: Any, programme: Programme) -> None:
    if by is not None and not permissions.may_edit(by, programme):
        raise PermissionDenied


def _refuse_foreign_head(programme: Programme, manager: Organisation) -> None:
    if programme.status == Status.CLOSED:
        raise Refused(Finding("closed", f"“{programme.title}”已结束，不能再修改；可以克隆为新一年的方案。"))
    if programme.is_published and programme.managing_organisation_id != manager.pk:
        raise Refused(Finding("manager_changes", "已发布的批次不能更换主管单位。"))


def _open_version(programme: Programme, about: About) -> Version:
    """The version that may still be written: the unfrozen one, emptied, or the next number."""
    versions = list(programme.versions.order_by("number"))
    frozen = [version for version in versions if version.is_frozen]
    if frozen and about.in_force_from <= max(version.in_force_from for version in frozen):
        text = "新版本的生效时间应当晚于现行版本。"
        raise Refused(Finding("in_force_too_early", text, field="in_force_from"))
    if len(versions) > len(frozen):
        versions[-1].clauses.all().delete()
        versions[-1].settings.all().delete()
        return versions[-1]
    return Version(programme=programme, number=len(versions) + 1)


def _fill(version: Version, pack: Pack) -> Version:
    version.about = packs.about_values(pack.about)
    version.topics = [[topic.number, topic.title] for topic in pack.topics]
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
    return version


def _keep_topics(version: Version) -> None:
    """Give every entry of the version's catalogue its row; those of earlier versions stay for whoever chose them."""
    topics = (Topic(programme=version.programme, number=number, title=title) for number, title in version.topics)
    Topic.objects.bulk_create(topics, ignore_conflicts=True)


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
    """Freeze a change: in force from its date, saying why; whom it touches, the page of the version shows before."""
    programme = locked(version.programme)
    version = locked(version)
    if not permissions.may_publish(by, programme):
        raise PermissionDenied
    if not programme.is_published or version.is_frozen:
        raise Refused(Finding("nothing_to_publish", "没有待发布的修改。"))
    if not reason.strip():
        raise Refused(Finding("reason_required", "修改已发布的方案应当写明理由。", field="reason"))
    if timezone.localdate(version.in_force_from) < timezone.localdate(at):
        raise Refused(Finding("in_force_past", "新版本的生效日期已过，请重新上传并写明今天或以后的日期。"))
    _freeze(version, by=by, at=at)
    _keep_topics(version)
    detail = {"version": version.number, "in_force_from": version.in_force_from.isoformat()}
    record(programme, "publish_version", by=by, at=at, reason=reason, detail=detail, programme_id=programme.pk)
    return version


@transaction.atomic
def discard_version(version: Version, *, by: Any, at: datetime) -> None:
    """Drop a change that was not published."""
    programme = locked(version.programme)
    version = locked(version)
    if not permissions.may_edit(by, programme):
        raise PermissionDenied
    if not programme.is_published or version.is_frozen:
        raise Refused(Finding("nothing_to_discard", "没有待发布的修改。"))
    record(programme, "discard_version", by=by, at=at, detail={"version": version.number}, programme_id=programme.pk)
    version.delete()


def _freeze(version: Version, *, by: Any, at: datetime) -> None:
    version.published_at, version.published_by = at, by
    version.save(update_fields=["published_at", "published_by"])


@transaction.atomic
def extend(
    programme: Programme, *, step: str, until: datetime, reason: str, by: Any, at: datetime, organisation: Any = None
) -> Extension:
    """Grant a later deadline to one organisation, or to all (organisation None), on record."""
    programme = locked(programme)
    if not permissions.may_edit(by, programme):
        raise PermissionDenied
    _refuse_useless_extension(programme, step, until, at)
    if not reason.strip():
        raise Refused(Finding("reason_required", "延期应当写明理由。", field="reason"))
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


def _refuse_useless_extension(programme: Programme, step: str, until: datetime, at: datetime) -> None:
    if not programme.is_published:
        raise Refused(Finding("not_published", f"本批次{programme.get_status_display()}，不办理延期。"))
    deadline = queries.deadline_of(queries.version_in_force(programme, at), step)
    if deadline is None:
        raise Refused(Finding("no_deadline", "本批次没有规定这一步的截止时间，无须延期。", field="step"))
    if until <= at:
        raise Refused(
            Finding("extension_in_the_past", "延期后的截止时间应当晚于现在。", deadline.clause, field="until")
        )
    if until <= deadline.until:
        sentence = "延期后的截止时间应当晚于通知规定的截止时间。"
        raise Refused(Finding("extension_too_short", sentence, deadline.clause, field="until"))


def close(programme: Programme, *, by: Any, at: datetime, reason: str) -> Programme:
    return move(programme, "close", by=by, at=at, reason=reason)


@transaction.atomic
def clone(programme: Programme, *, code: str, title: str, year: int, by: Any, at: datetime) -> Programme:
    """Next year's draft from this year's rules; its dates move by whole years and wait for the new notice."""
    if not permissions.may_edit(by, programme):
        raise PermissionDenied
    if Programme.objects.filter(ref=code).exists():
        raise Refused(Finding("code_taken", f"编码“{code}”已被使用。", field="code"))
    pack = queries.pack_of(queries.version_in_force(programme, at))
    shift = _by_years(year - programme.year)
    about = replace(pack.about, **{**_moved(pack.about, shift), "code": code, "title": title, "year": year})
    settings = tuple((kind, replace(setting, **_moved(setting, shift))) for kind, setting in pack.settings)
    moved = replace(pack, about=replace(about, document_number=""), settings=settings)
    wrong = checking.faults(moved, queries.words())
    if wrong:
        raise Refused(*(Finding("wrong_pack", each.sentence, each.clause) for each in wrong))
    copy = load(moved, by=by, at=at).programme
    copy.cloned_from = programme
    copy.save(update_fields=["cloned_from"])
    record(copy, "clone", by=by, at=at, detail={"from": programme.ref}, programme_id=copy.pk)
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


@transaction.atomic
def set_day(day: date, *, kind: str, name: str = "", by: Any, at: datetime) -> CalendarDay:
    """Say that a day is free or worked, or leave it to the national table again; said twice it is said once."""
    if not permissions.may_load(by):
        raise PermissionDenied
    if kind not in CalendarDay.Kind.values:
        raise Refused(Finding("no_such_kind", "请选择放假、调休上班或者按国家安排。", field="kind"))
    CalendarDay.objects.bulk_create([CalendarDay(day=day, kind=CalendarDay.Kind.NATIONAL)], ignore_conflicts=True)
    row = CalendarDay.objects.select_for_update(no_key=True).get(day=day)
    name = "" if kind == CalendarDay.Kind.NATIONAL else name.strip()[:40]
    if (row.kind, row.name) != (kind, name):
        row.kind, row.name = kind, name
        row.save(update_fields=["kind", "name"])
        record(row, "set_day", by=by, at=at, detail={"day": day.isoformat(), "kind": kind, "name": name})
    return row
