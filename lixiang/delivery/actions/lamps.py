"""The verbs of a lamp: light it anew by the rules, overrule it for a while, withdraw that."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import wraps
from typing import Any, TypeVar, cast

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from lixiang.delivery import permissions
from lixiang.delivery.models import Lamp
from lixiang.delivery.queries.lamps import lamp_rules, ruled_now
from lixiang.delivery.queries.plans import progress_rule
from lixiang.delivery.rules.lamps import Lighting
from lixiang.delivery.rules.overrides import OverrideFacts, override_findings
from lixiang.history.record import record
from lixiang.projects.models import Project
from lixiang.projects.states import Status as ProjectStatus
from lixiang.workflow.findings import Finding, Refused, refuse_if
from lixiang.workflow.moves import locked

Verb = TypeVar("Verb", bound=Callable[..., Any])
SHOWN = ("colour", "reason", "clause", "since", "changes_at", "looked_at")
RULED = ("ruled_colour", "ruled_reason", "ruled_clause")
OVERRULED = ("overruled_until", "overruled_colour", "overruled_reason", "overruled_at", "overruled_by_name")


@transaction.atomic
def relight(project: Project, *, by: Any = None, at: datetime) -> Lamp | None:
    """Light the lamp by the rules as the project stands; None where the programme states no rules.

    What it shows and the history change only when the colour or the reason does. `by` is whoever caused it, None for
    the clock. Whoever changes what a lamp looks at calls this in the same transaction.
    """
    if by is not None and not permissions.may_see(by, project):
        raise PermissionDenied
    project = locked(project)
    if not lamp_rules(project.version):
        return None
    ruled = ruled_now(project, at)
    lamp = Lamp.objects.filter(project=project).first()
    if lamp is None:
        return _first_lit(project, ruled, by, at)
    before = _says(lamp)
    lamp.show(ruled, at)
    lamp.save(update_fields=[*SHOWN, *RULED, *OVERRULED])
    if _says(lamp) != before:
        _record(lamp, project, "relight", before[0], by, at)
    return lamp


def lights(verb: Verb) -> Verb:
    """A verb of something that the lamp of its project looks at: the lamp is right in the same transaction.

    The project is locked before what hangs on it, as everywhere; a thing of no project has no lamp.
    """

    @wraps(verb)
    @transaction.atomic
    def lit(thing: Any, **words: Any) -> Any:
        if thing.project_id is not None:
            locked(thing.project)
        done = verb(thing, **words)
        follow(thing.project_id, by=words["by"], at=words["at"])
        return done

    return cast("Verb", lit)


def follow(project_id: int | None, *, by: Any, at: datetime) -> None:
    """Something that the lamp of a project looks at has moved: it is right in the same transaction.

    Where there is no lamp yet, or the project stands still, the job or the resumption lights it.
    """
    lit = Project.objects.filter(pk=project_id, status=ProjectStatus.ACTIVE, lamp__isnull=False)
    project = lit.select_related("programme").first()
    if project is not None:
        relight(project, by=by if permissions.may_see(by, project) else None, at=at)


def _first_lit(project: Project, ruled: Lighting, by: Any, at: datetime) -> Lamp:
    lamp = Lamp(ref=project.ref, programme_id=project.programme_id, project=project, since=at)
    lamp.show(ruled, at)
    lamp.save()
    _record(lamp, project, "relight", "", by, at)
    return lamp


def _says(lamp: Lamp) -> tuple[str, ...]:
    return lamp.colour, lamp.reason, lamp.ruled_colour, lamp.ruled_reason


def _record(lamp: Lamp, project: Project, verb: str, before: str, by: Any, at: datetime, **more: Any) -> None:
    detail = {"project": project.ref, "clause": lamp.clause, "ruled": lamp.ruled_colour} | more
    words = {"by": by, "at": at, "from_status": before, "to_status": lamp.colour, "reason": lamp.reason}
    record(lamp, verb, detail=detail, programme_id=project.programme_id, **words)


@transaction.atomic
def override_lamp(lamp: Lamp, *, colour: str, reason: str, until: date, by: Any, at: datetime) -> Lamp:
    """Show another colour than the rules give, with a reason, until a day (that day included)."""
    project = locked(lamp.project)
    lamp = locked(lamp)
    if not permissions.overrules(by, lamp):
        raise PermissionDenied
    ruled = ruled_now(project, at)
    rule = progress_rule(project)
    days, clause = (rule.override_days, rule.clause) if rule else (0, "")
    facts = OverrideFacts(_today(at), ruled.colour, days, ruled.clause or clause)
    refuse_if(override_findings(facts, colour, until, reason))
    before = lamp.colour
    lamp.overruled_colour, lamp.overruled_reason, lamp.overruled_until = colour, reason.strip(), until
    lamp.overruled_at, lamp.overruled_by_name = at, by.name
    lamp.show(ruled, at)
    lamp.save(update_fields=[*SHOWN, *RULED, *OVERRULED])
    _record(lamp, project, "override_lamp", before, by, at, until=until.isoformat())
    return lamp


@transaction.atomic
def withdraw_override(lamp: Lamp, *, by: Any, at: datetime) -> Lamp:
    """Let the rules speak again before the day is over."""
    project = locked(lamp.project)
    lamp = locked(lamp)
    if not permissions.overrules(by, lamp):
        raise PermissionDenied
    if not lamp.is_overruled:
        raise Refused(Finding("not_overruled", "红黄绿灯没有人工调整，无须撤销。", lamp.clause))
    before = lamp.colour
    lamp.forget_override()
    lamp.show(ruled_now(project, at), at)
    lamp.save(update_fields=[*SHOWN, *RULED, *OVERRULED])
    _record(lamp, project, "withdraw_override", before, by, at)
    return lamp


def mark_news(projects: Iterable[Project | int], *, by: Any, at: datetime) -> int:
    """Have the next run of the job look at these lamps again: for batches too large to relight one by one."""
    return Lamp.objects.filter(project__in=projects).update(changes_at=at)


def _today(at: datetime) -> date:
    return timezone.localtime(at).date()
