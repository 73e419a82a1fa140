"""Fills the database with as many projects as a bench wants: one of each category by the actions, the rest its likes.

What the actions wrote of the samples (revision, rows, answers) is copied by bulk, so that pages show of the ten
thousandth project what they show in life: opinions with points, warnings, slates, a history and messages as well.
"""

from collections.abc import Iterable, Iterator
from copy import copy
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from random import Random
from uuid import UUID

from django.db import connection, models, transaction

from lixiang.approvals.models import Opinion, OpinionScore
from lixiang.approvals.rules import Principle
from lixiang.history.models import Event, Head
from lixiang.messaging.models import Message
from lixiang.nominations.models import Slate, SlateEntry
from lixiang.people.models import Organisation, User
from lixiang.programmes.queries import read_pack, settings_by_kind
from lixiang.projects.models import Project, Revision
from lixiang.projects.models.facts import ROWS
from lixiang.projects.models.rows import Answer
from lixiang.projects.rules.content import content_hash
from lixiang.projects.states import Status
from lixiang.rehearsal.applications import Author, hand_in, write
from lixiang.rehearsal.cast import Cast, build_cast
from lixiang.rehearsal.directory import invented

AT = datetime.now(UTC) - timedelta(days=7)
YEAR = AT.year + 1  # the requests of a bench bear today's time, and nothing may be too late
COUNTIES, COMMITTEES = 7, 12
# Of five nominated projects three are under review, one is sent back, one waits.
STATUSES = (Status.NOMINATED, Status.NOMINATED, Status.NOMINATED, Status.RETURNED_BY_DEPARTMENT, Status.WAITLISTED)
DRAFTED, HANDED_IN, NOMINATED = "DRAFT", "WITH_NOMINATOR", "NOMINATED"
MOVES = (("draft", "", DRAFTED), ("hand_in", DRAFTED, HANDED_IN), ("nominate", HANDED_IN, NOMINATED))
LAST_MOVE = {
    Status.RETURNED_BY_DEPARTMENT: ("send_back", NOMINATED, "RETURNED_BY_DEPARTMENT"),
    Status.WAITLISTED: ("waitlist", NOMINATED, "WAITLISTED"),
}
SAID = "选题切合实际，目标具体，措施可行，同意进入下一步审核。"
BULK = 500


def the_cast() -> Cast:
    """Seven counties and twelve committees with their people and the published notice, as in the directory."""
    text = files("lixiang.programmes.packs").joinpath("huainan-2018.toml").read_text("utf-8")
    pack = read_pack(text.replace("2018", str(YEAR)))
    return build_cast(AT, pack=pack, rows=invented(COUNTIES, COMMITTEES, pack.about.managing_organisation))


@transaction.atomic
def grow(cast: Cast, count: int) -> None:
    """Add nominated projects until there are `count`."""
    samples = _samples(cast)
    projects = [_like(samples[n % len(samples)], cast, n) for n in range(_next_number(), count + 1)]
    for project in projects:
        project.status = STATUSES[project.number % len(STATUSES)]
        project.status_since = project.nominated_at = AT + timedelta(seconds=project.number)
    _bulk(Project, projects)
    _rows(projects, samples)
    _revisions(cast, projects, samples)
    _opinions(cast, projects)
    _entries(cast, projects)
    _history(cast, projects)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


@transaction.atomic
def drafts(cast: Cast, count: int) -> list[Project]:
    """So many applications, all filled in, that only wait to be handed in by the clerk of their organisation."""
    samples = _samples(cast)
    first = _next_number()
    projects = [_like(samples[n % len(samples)], cast, n) for n in range(first, first + count)]
    for project in projects:
        project.status, project.leader_name = Status.DRAFT, f"示例己{project.number}"
    _bulk(Project, projects)
    _rows(projects, samples)
    _bulk(Head, (Head(subject_kind="project", subject_id=p.pk, sequence=1, hash="0" * 64) for p in projects))
    return projects


def clerk_of(cast: Cast, project: Project) -> User:
    return next(
        user
        for name, user in cast.users.items()
        if name.startswith("unit_clerk.") and name.endswith(f".{project.drafting_organisation.code}")
    )


def _next_number() -> int:
    return (Project.objects.aggregate(most=models.Max("number"))["most"] or 0) + 1


def _samples(cast: Cast) -> list[Project]:
    """One application of each category, written and handed in by the public actions."""
    found = list(Project.objects.filter(number__lte=2).order_by("number"))
    if found:
        return found
    nominator = cast.nominators[0]
    clerk = cast.user("unit_clerk", nominator)
    made = []
    for category in "AB":
        author = Author(clerk, nominator, Random(1), nominator)
        project = write(author, cast.programme, category=category, at=AT)
        hand_in(author, project, at=AT)
        made.append(Project.objects.get(pk=project.pk))
    return made


def _like(sample: Project, cast: Cast, number: int) -> Project:
    """The sample once more under another number, of another organisation, led by somebody else."""
    nominator = cast.nominators[number % len(cast.nominators)]
    project = copy(sample)
    project._state = models.base.ModelState()
    project.pk, project.number, project.ref = None, number, f"{cast.programme.ref}-{number:05d}"
    project.draft_key, project.revision = None, None
    project.drafting_organisation = project.nominating_organisation = nominator
    project.implementing_organisation = nominator
    project.title = f"{sample.title[:60]}（示例第{number}号）"
    project.leader_name = f"示例丁{number}"
    return project


def _bulk(model: type[models.Model], rows: Iterable[models.Model]) -> list:
    return model.objects.bulk_create(rows, batch_size=BULK)


def _rows(projects: list[Project], samples: list[Project]) -> None:
    """Team, goals, milestones, results and answers of the sample, once for each."""
    for model in (*ROWS.values(), Answer):
        cells = [field.attname for field in model._meta.fields if field.name not in ("id", "project")]
        standing = [list(model.objects.filter(project=sample).values(*cells)) for sample in samples]
        _bulk(
            model, (model(project=project, **row) for project in projects for row in standing[_place(project, samples)])
        )


def _place(project: Project, samples: list[Project]) -> int:
    return project.number % len(samples)


def _revisions(cast: Cast, projects: list[Project], samples: list[Project]) -> None:
    """What was handed in; every fourth with a warning that was overridden with a reason."""
    models_of = [sample.revision for sample in samples]
    revisions = []
    for project in projects:
        like = models_of[_place(project, samples)]
        content = like.content | {"title": project.title, "leader_name": project.leader_name}
        clerk = clerk_of(cast, project)
        warned = [_warning()] if project.number % 4 == 0 else []
        revisions.append(
            Revision(
                project=project,
                number=1,
                form_version=cast.version,
                content=content,
                hash=content_hash(content),
                receipt_number=f"{project.ref}-1".upper(),
                key=UUID(int=project.number),
                warnings=warned,
                reason="经党组织会议研究，情况属实。" if warned else "",
                by=clerk,
                by_name=clerk.name,
                at=AT,
            )
        )
    for project, revision in zip(projects, _bulk(Revision, revisions), strict=True):
        project.revision = revision
    Project.objects.bulk_update(projects, ["revision"], batch_size=BULK)


def _warning() -> dict[str, str]:
    return {
        "code": "text_length",
        "sentence": "“主要措施”的字数比要求的少。",
        "clause": "三.2",
        "strictness": "warn",
        "field": "measures",
    }


def _opinions(cast: Cast, projects: list[Project]) -> None:
    """The clerk has spoken on every third, with points for each principle."""
    by, principles = cast.user("section_clerk"), settings_by_kind(cast.version, Principle)
    step = "first_check"
    said = _bulk(
        Opinion,
        (
            Opinion(project=p, revision=p.revision, step=step, result="agree", text=SAID, by=by, by_name=by.name, at=AT)
            for p in projects
            if p.number % 3 == 0
        ),
    )
    _bulk(
        OpinionScore,
        (OpinionScore(opinion=each, principle=p.code, points=p.maximum - 1) for each in said for p in principles),
    )


def _entries(cast: Cast, projects: list[Project]) -> None:
    slates = {each.pk: _slate(cast, each) for each in cast.nominators}
    _bulk(
        SlateEntry,
        (SlateEntry(slate=slates[p.nominating_organisation_id], project=p, order=p.number) for p in projects),
    )


def _slate(cast: Cast, organisation: Organisation) -> Slate:
    made, _ = Slate.objects.get_or_create(
        programme=cast.programme,
        organisation=organisation,
        defaults={"ref": f"{cast.programme.ref}-{organisation.code}", "status": "HANDED_IN", "status_since": AT},
    )
    return made


def _history(cast: Cast, projects: list[Project]) -> None:
    """The moves of each, and a message of its arrival to the section; the hashes are no chain: no bench verifies it."""
    events = _bulk(Event, (event for project in projects for event in _events(cast, project)))
    told = [cast.user("section_clerk"), cast.user("section_head")]  # one alone would make the index of users useless
    _bulk(
        Message,
        (
            Message(user=user, event=event, sentence="报送了项目", url=f"/projects/{event.subject_id}/", created_at=AT)
            for event in events
            if event.verb == "nominate"
            for user in told
        ),
    )


def _events(cast: Cast, project: Project) -> Iterator[Event]:
    moves = [*MOVES, LAST_MOVE[project.status]] if project.status in LAST_MOVE else MOVES
    by = clerk_of(cast, project)
    for sequence, (verb, source, target) in enumerate(moves, 1):
        yield Event(
            subject_kind="project",
            subject_id=project.pk,
            sequence=sequence,
            verb=verb,
            by=by,
            by_name=by.name,
            at=AT + timedelta(minutes=sequence),
            from_status=source,
            to_status=target,
            previous_hash="0" * 64,
            hash="0" * 64,
            programme_id=cast.programme.pk,
        )
