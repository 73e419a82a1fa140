"""Reads of agreements: what they mean to the project, who has each now, what is still to be drawn up."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from django.db.models import Q, QuerySet

from lixiang.agreements.models import Agreement, holder_among, parties_now
from lixiang.agreements.rules import SIGNATORIES, Due, SigningFacts, Terms, due
from lixiang.agreements.states import Status
from lixiang.documents.queries import Standing, standing_of
from lixiang.files.models import Claim
from lixiang.history.models import Event
from lixiang.people.models import Organisation
from lixiang.programmes.models import Programme
from lixiang.programmes.queries import the_setting
from lixiang.projects.models import Project
from lixiang.projects.models.project import sides_of
from lixiang.projects.rules.facts import AgreementFacts
from lixiang.projects.states import Status as ProjectStatus

ROWS = 50
MOST_TO_COUNT = 1000
WAITS_ON = {Status.PENDING: ("乙方签订",), Status.SIGNED_BY_NOMINATOR: ("甲方确认",)}
OPEN = (Status.PENDING, Status.SIGNED_BY_NOMINATOR)
TONES = {
    Status.PENDING: "waiting",
    Status.SIGNED_BY_NOMINATOR: "active",
    Status.IN_FORCE: "good",
    Status.LAPSED: "bad",
}
SHOWN = {
    "": "全部",
    "open": "尚未生效",
    "pending": "待乙方签订",
    "signed": "待甲方确认",
    "overdue": "逾期待签",
    "in_force": "已生效",
    "lapsed": "逾期未签",
}


def agreement_facts(project: Project) -> AgreementFacts:
    """What the project's own table asks of its agreement."""
    terms = the_setting(project.version, Terms)
    agreement = Agreement.objects.select_related("revision").filter(project=project).first()
    approved = project.approved_revision.hash if project.approved_revision else ""
    clause = terms.clause if terms else ""
    if agreement is None:
        return AgreementFacts(clause, approved_hash=approved, waits_on=("拟制责任书",))
    return AgreementFacts(
        clause,
        in_force_on=agreement.in_force_on,
        revision_hash=agreement.revision.hash,
        approved_hash=approved,
        sign_by=agreement.sign_by,
        waits_on=WAITS_ON.get(Status(agreement.status), ()),
    )


def to_draw_up(programme: Programme) -> QuerySet[Project]:
    """Approved projects that have no agreement yet."""
    return Project.objects.filter(programme=programme, status=ProjectStatus.APPROVED, agreement=None).select_related(
        "programme__managing_organisation",
        "version__programme",
        "nominating_organisation",
        "implementing_organisation",
        "approved_revision",
    )


def how_many_to_draw_up(programme: Programme) -> int:
    """How many, counted no further than MOST_TO_COUNT."""
    return to_draw_up(programme).select_related(None)[:MOST_TO_COUNT].count()


def drawn_up_in(programme: Programme) -> int:
    """How many agreements the programme has: the other end of the bar that shows a batch."""
    return Agreement.objects.filter(programme=programme).count()


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the list: who has it now, since when, until when."""

    ref: str
    title: str
    category: str
    organisation: str
    word: str
    tone: str
    holder: str
    since: datetime
    due: Due | None
    sign_by: datetime
    in_force_on: Any
    reminders: int


@dataclass(frozen=True)
class Page:
    """One page of the list, and the key of the next ("" on the last)."""

    lines: tuple[Line, ...]
    next_key: str


def page_of(
    user: Any, programme: Programme, at: datetime, *, shown: str = "", words: str = "", after: str = ""
) -> Page:
    """Agreements by the day they are due, paged by that day and id; one query."""
    rows = _shown(Agreement.visible_to(user).filter(programme=programme), shown, at)
    if words:
        called = Organisation.objects.called(words).values("pk")
        rows = rows.filter(Q(project__title__icontains=words) | Q(project__nominating_organisation__in=called))
    found = list(_after(rows, after).order_by("sign_by", "id").values_list(*COLUMNS)[: ROWS + 1])
    lines = found[:ROWS]
    next_key = _key(lines[-1]) if len(found) > ROWS else ""
    return Page(tuple(_line(row, at) for row in lines), next_key)


COLUMNS = (
    "id",
    "ref",
    "project__title",
    "project__category",
    "project__nominating_organisation__short_name",
    "programme__managing_organisation__short_name",
    "status",
    "status_since",
    "sign_by",
    "in_force_on",
    "reminders",
)


def _shown(rows: QuerySet[Agreement], shown: str, at: datetime) -> QuerySet[Agreement]:
    by_status = {
        "open": OPEN,
        "pending": (Status.PENDING,),
        "signed": (Status.SIGNED_BY_NOMINATOR,),
        "overdue": OPEN,
        "in_force": (Status.IN_FORCE,),
        "lapsed": (Status.LAPSED,),
    }
    if shown in by_status:
        rows = rows.filter(status__in=by_status[shown])
    return rows.filter(sign_by__lt=at) if shown == "overdue" else rows


def _key(row: tuple) -> str:
    return f"{int(row[8].timestamp())}-{row[0]}"


def _after(rows: QuerySet[Agreement], key: str) -> QuerySet[Agreement]:
    """What follows a key; a key that is none begins at the top."""
    seconds, _, number = key.partition("-")
    if not (seconds.isdecimal() and number.isdecimal() and len(seconds) < 12 and len(number) < 19):
        return rows
    moment = datetime.fromtimestamp(int(seconds), UTC)
    return rows.filter(Q(sign_by__gt=moment) | Q(sign_by=moment, id__gt=int(number)))


def _line(row: tuple, at: datetime) -> Line:
    _, ref, title, category, nominating, managing, status, since, sign_by, in_force_on, reminders = row
    state = Status(status)
    holder = {Status.PENDING: f"乙方 {nominating}", Status.SIGNED_BY_NOMINATOR: f"甲方 {managing}"}.get(state, "")
    standing = due(sign_by, at) if state in OPEN else None
    word, tone = str(state.label), TONES[state]
    return Line(ref, title, category, nominating, word, tone, holder, since, standing, sign_by, in_force_on, reminders)


@dataclass(frozen=True)
class Sheaf:
    """Everything that the page of one project's agreement shows; `agreement` is None until it is drawn up."""

    project: Project
    agreement: Agreement | None
    terms: Terms | None
    scans: tuple[Claim, ...] = ()
    trail: tuple[Event, ...] = ()
    due: Due | None = None
    holder: str = ""
    signing: SigningFacts = SigningFacts()
    standing: Standing | None = None
    parties: tuple[tuple[str, str], ...] = ()

    @property
    def is_electronic(self) -> bool:
        """Signed electronically, or about to be."""
        return self.signing.is_begun or (self.waits_for_nominator and self.signing.is_possible)

    @property
    def waits_for_nominator(self) -> bool:
        return self.agreement is not None and self.agreement.status == Status.PENDING

    @property
    def to_do(self) -> str:
        """What whoever has it is to do now."""
        assert self.agreement is not None
        if self.is_electronic:
            return "请主要负责同志核对后电子签名" if self.waits_for_nominator else "请科长核对后电子签名，或者退回"
        if self.agreement.status == Status.SIGNED_BY_NOMINATOR:
            return "请核对扫描件，确认生效或者退回"
        if any(claim.released_at is None for claim in self.scans):
            return "请核对上传的扫描件，确认签订"
        return "请打印责任书，签字盖章后上传扫描件"

    @property
    def tone(self) -> str:
        return TONES[Status(self.agreement.status)] if self.agreement else "neutral"


class Agreed:
    """The door of the page: a project with its agreement, if there is one yet."""

    @classmethod
    def visible_to(cls, user: Any) -> QuerySet[Project]:
        more = ("agreement__revision", "agreement__pdf", "agreement__docx", "agreement__signed_pdf")
        sides = sides_of(user)
        seen = Project.visible_at(**sides, formerly=sides["drafts"])
        return seen.select_related(*more, "programme__managing_organisation")


class ToDrawUp:
    """The door of drawing up: a project with all that its agreement prints."""

    @classmethod
    def visible_to(cls, user: Any) -> QuerySet[Project]:
        return Project.visible_to(user).select_related("programme__managing_organisation", "approved_revision")


def project_of(user: Any, agreement: Agreement) -> Project:
    """The project of an agreement as its page reads it."""
    return Agreed.visible_to(user).get(pk=agreement.project_id)


def agreement_of(project: Project) -> Agreement | None:
    agreement = getattr(project, "agreement", None)
    if agreement is not None:
        agreement.project = project
    return agreement


def sheaf_of(project: Project, at: datetime) -> Sheaf:
    """Three queries beside the project's own: scans, trail, what the parties are called now."""
    terms: Any = the_setting(project.version, Terms)
    agreement = agreement_of(project)
    if agreement is None:
        return Sheaf(project, None, terms)
    is_open = agreement.status in OPEN
    return Sheaf(
        project,
        agreement,
        terms,
        tuple(_scans(agreement)),
        tuple(Event.objects.filter(subject_kind="agreement", subject_id=agreement.pk).order_by("-sequence")),
        due(agreement.sign_by, at) if is_open else None,
        holder_among(agreement.parties, TURNS.get(Status(agreement.status), ""), project),
        agreement.facts(at),
        standing_of_signatures(agreement),
        parties_now(agreement.parties, project),
    )


# Which party has an agreement now.
TURNS = {Status.PENDING: "nominating", Status.SIGNED_BY_NOMINATOR: "department"}


def standing_of_signatures(agreement: Agreement) -> Standing | None:
    """How the electronic signatures stand; None where there are none. In force it takes both, before that 乙方's."""
    if agreement.signed_pdf is None:
        return None
    expected = SIGNATORIES if agreement.status == Status.IN_FORCE else SIGNATORIES[:1]
    found = standing_of(agreement.signed_pdf, expected)
    with agreement.pdf.open() as clean, agreement.signed_pdf.open() as signed:
        text = clean.read()
        is_own = signed.read(len(text)) == text
    return found if is_own or found.problem else replace(found, problem="签名的不是这份责任书的原文。")


def _scans(agreement: Agreement) -> Iterable[Claim]:
    """Every scan that came in, those sent back included, newest first."""
    claims = Claim.objects.filter(subject_kind="agreement", subject_id=agreement.pk, part="signed_scan")
    return claims.select_related("file").order_by("-id")


def scan_of(agreement: Agreement, number: int) -> Claim | None:
    return (
        Claim.objects.filter(subject_kind="agreement", subject_id=agreement.pk, part="signed_scan", pk=number)
        .select_related("file")
        .first()
    )
