"""The verbs of an application: draft, save a section, attach, hand in, discard."""

from datetime import date, datetime
from typing import Any, BinaryIO
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F

from lixiang.files import store
from lixiang.files.intake import Unacceptable
from lixiang.files.models import Claim
from lixiang.history.record import record
from lixiang.people.models import Organisation
from lixiang.people.roles import Role
from lixiang.programmes import queries as programmes
from lixiang.programmes.models import Programme, Topic
from lixiang.programmes.rules.kinds import late
from lixiang.programmes.states import Status as ProgrammeStatus
from lixiang.projects import permissions, queries
from lixiang.projects.models import Answer, Project, Revision, SectionSave
from lixiang.projects.models.facts import COLUMNS, ROWS, facts_of
from lixiang.projects.rules.application import findings
from lixiang.projects.rules.content import content_hash
from lixiang.projects.rules.facts import ApplicationFacts
from lixiang.projects.rules.kinds import Field
from lixiang.workflow.findings import Finding, Refused, refuse_if
from lixiang.workflow.moves import locked, move


class EditedMeanwhile(Exception):  # noqa: N818 - a clash of two people is no error of the program
    """Somebody saved the section since this person opened it; both texts are shown, nothing is lost."""

    def __init__(self, save: SectionSave, current: dict[str, Any]) -> None:
        super().__init__(f"{save.saved_by_name}已保存此部分")
        self.save, self.current = save, current


@transaction.atomic
def draft(programme: Programme, *, organisation: Organisation, by: Any, at: datetime) -> Project:
    """Begin a project for a unit; its nominating organisation is the nearest one above that the notice names."""
    if not by.holds(Role.UNIT_CLERK, organisation=organisation):
        raise PermissionDenied
    if programme.status != ProgrammeStatus.PUBLISHED:
        raise Refused(Finding("not_published", f"“{programme.title}”{programme.get_status_display()}，现在不能申报。"))
    version = programmes.version_in_force(programme, at)
    nominating = programmes.nominating_organisation(version, organisation)
    if nominating is None:
        raise Refused(Finding("nobody_nominates", f"“{organisation.name}”不属于本批次通知所列申报单位的范围。"))
    Programme.objects.filter(pk=programme.pk).update(projects_made=F("projects_made") + 1)
    number = Programme.objects.values_list("projects_made", flat=True).get(pk=programme.pk)
    project = Project.objects.create(
        ref=f"{programme.ref}-{number:04d}",
        number=number,
        programme=programme,
        version=version,
        drafting_organisation=organisation,
        nominating_organisation=nominating,
        implementing_organisation=organisation,
        status_since=at,
        created_at=at,
    )
    record(project, "draft", by=by, at=at, to_status=project.status, programme_id=programme.pk)
    return project


@transaction.atomic
def save_section(
    project: Project, section: str, values: dict[str, Any], *, expected: int, by: Any, at: datetime
) -> SectionSave:
    """Write one section of the draft; `values` maps its fields to text or rows, `expected` is the save it rests on.

    Raises EditedMeanwhile when another save came between, Refused when the section is closed.
    """
    project = _writable(project, section, by)
    save = SectionSave.objects.filter(project=project, section=section).first()
    if save is None:
        save = SectionSave(project=project, section=section)
    if save.number != expected:
        raise EditedMeanwhile(save, queries.values_of(project))
    fields = {field.name: field for field in programmes.settings_by_kind(project.version, Field)}
    _write(project, {fields[n]: v for n, v in values.items() if n in fields and fields[n].section == section})
    save.number, save.saved_at, save.saved_by, save.saved_by_name = expected + 1, at, by, by.name
    save.save()
    return save


def _writable(project: Project, section: str, by: Any) -> Project:
    project = locked(project)
    if not permissions.may_write(by, project):
        raise PermissionDenied
    if section not in queries.open_sections(project):
        word = project.get_status_display()
        raise Refused(Finding("section_closed", f"当前状态为“{word}”，此部分不能修改。"))
    return project


def _write(project: Project, values: dict[Field, Any]) -> None:
    columns: list[str] = []
    for field, value in values.items():
        if field.widget in ROWS:
            _write_rows(project, field, value)
        elif field.name in COLUMNS:
            setattr(project, field.name, _column(field, value))
            columns.append(field.name)
        elif field.widget == "topic":
            project.topic = _topic(project, value)
            columns.append("topic")
        elif field.name == "implementing_organisation":
            project.implementing_organisation = _implementing(project, value)
            columns.append("implementing_organisation")
        elif field.widget != "attachments":
            Answer.objects.update_or_create(project=project, field=field.name, defaults={"text": value})
    if columns:
        project.save(update_fields=columns)


def _column(field: Field, value: str) -> Any:
    """A text cut to nothing is never stored: what is longer than the column is refused with the field's name."""
    if field.widget == "date":
        return _day(field, value)
    limit = Project._meta.get_field(field.name).max_length
    if limit and len(value) > limit:
        raise Refused(Finding("too_long", f"“{field.label}”不超过{limit}字。", field.clause, field=field.name))
    return value


def _day(field: Field, value: str | None) -> date | None:
    if not value:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        sentence = f"“{field.label}”中的“{value}”不是日期，请写成2018-12-31的样式。"
        raise Refused(Finding("not_a_date", sentence, field.clause, field=field.name)) from error


def _topic(project: Project, value: str) -> Topic | None:
    """The entry whose number begins the value ("12.抓党建促脱贫攻坚" or "12"); empty for a free topic."""
    number = value.split(".", 1)[0].strip()
    if not number:
        return None
    found = (
        Topic.objects.filter(programme=project.programme_id, number=int(number)).first() if number.isdecimal() else None
    )
    if found is None:
        raise Refused(Finding("no_such_topic", f"参考目录中没有“{value}”。", field="topic"))
    return found


def _implementing(project: Project, value: str) -> Organisation | None:
    """An organisation of the nominating organisation's own subtree, by id or full name."""
    if not value:
        return None
    own = Organisation.objects.subtree(project.nominating_organisation_id)
    found = own.filter(pk=int(value)).first() if value.isdecimal() else own.filter(name=value).first()
    if found is None:
        sentence = "责任单位应为申报单位本级或者所属的组织。"
        raise Refused(Finding("not_of_this_nominator", sentence, field="implementing_organisation"))
    return found


def _write_rows(project: Project, field: Field, rows: list[dict[str, str]]) -> None:
    model = ROWS[field.widget]
    filled = [row for row in rows if any(str(cell or "").strip() for cell in row.values())]
    model.objects.filter(project=project).delete()
    model.objects.bulk_create(
        model(project=project, order=order, **{name: _cell(field, model, name, row) for name in model.CELLS})
        for order, row in enumerate(filled)
    )


def _cell(field: Field, model: Any, name: str, row: dict[str, str]) -> Any:
    value = str(row.get(name) or "").strip()
    column = model._meta.get_field(name)
    if name.endswith("_on"):
        return _day(field, value)
    if column.max_length and len(value) > column.max_length:
        sentence = f"“{field.label}”中有一格超过{column.max_length}字。"
        raise Refused(Finding("too_long", sentence, field.clause, field=field.name))
    return value


def attach(project: Project, field: str, upload: BinaryIO, *, name: str, by: Any, at: datetime) -> Claim:
    """Take a file in beside a field of the draft. Raises Refused with the sentence of what is wrong with it."""
    fields = {each.name: each for each in programmes.settings_by_kind(project.version, Field)}
    if field not in fields:
        raise Refused(Finding("no_such_field", "申报书中没有这一项。"))
    try:
        file = store.accept(upload, name=name, at=at)
    except Unacceptable as unacceptable:
        raise Refused(Finding("unacceptable_file", str(unacceptable), field=field)) from unacceptable
    with transaction.atomic():
        project = _writable(project, fields[field].section, by)
        claim = store.claim(file, project, part=field, name=name, by=by, at=at)
        record(project, "attach", by=by, at=at, detail=claim.as_row(), programme_id=project.programme_id)
    return claim


@transaction.atomic
def detach(project: Project, claim: Claim, *, by: Any, at: datetime) -> None:
    """Release an attachment of the draft; the file stays for the revisions that name it."""
    fields = {each.name: each for each in programmes.settings_by_kind(project.version, Field)}
    project = _writable(project, fields[claim.part].section, by)
    claim.released_at = at
    claim.save(update_fields=["released_at"])
    record(project, "detach", by=by, at=at, detail=claim.as_row(), programme_id=project.programme_id)


@transaction.atomic
def hand_in(project: Project, *, key: UUID, by: Any, at: datetime, reason: str = "") -> Revision:
    """Hand the application in to the nominating organisation; the same key again gives the same receipt."""
    project = locked(project)
    earlier = project.revisions.filter(key=key).first()
    if earlier is not None and permissions.may_write(by, project):
        return earlier
    if permissions.may_write(by, project):
        project.version = programmes.version_in_force(project.programme, at)
        closing = programmes.closing_for(project.version, "application", project.nominating_organisation_id)
        refuse_if(late(closing, at))
    own = facts_of(project, at)
    revision = _revision(project, own, key=key, by=by, at=at, reason=reason)
    move(
        project,
        "hand_in",
        by=by,
        at=at,
        own=own,
        reason=reason,
        detail={"revision": revision.number, "hash": revision.hash, "receipt": revision.receipt_number},
        revision=revision,
        version=project.version,
        due_at=None,
        open_sections=[],
    )
    return revision


def take_revision(project: Project, *, key: UUID, by: Any, at: datetime) -> Revision:
    """Freeze the application as it stands, inside the caller's transaction (a renomination after a return)."""
    return _revision(project, facts_of(project, at), key=key, by=by, at=at, reason="")


def _revision(project: Project, own: ApplicationFacts, *, key: UUID, by: Any, at: datetime, reason: str) -> Revision:
    number = project.revisions.count() + 1
    warnings = [finding.as_row() for finding in findings(own) if not finding.is_blocking]
    return Revision.objects.create(
        project=project,
        number=number,
        form_version=project.version,
        content=own.values,
        hash=content_hash(own.values),
        receipt_number=f"{project.ref}-{number}".upper(),
        key=key,
        warnings=warnings,
        reason=reason,
        by=by,
        by_name=by.name,
        at=at,
    )


def discard(project: Project, *, by: Any, at: datetime) -> Project:
    return move(project, "discard", by=by, at=at)
