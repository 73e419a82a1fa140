"""A slate as its page shows it: rows, meter, findings, endorsement, receipts, and what this person may do."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.timezone import localdate

from lixiang.files.models import Claim
from lixiang.nominations import permissions
from lixiang.nominations.models import Receipt, Slate
from lixiang.nominations.queries.slates import quota_of
from lixiang.nominations.rules import Endorsement, Quota, Seat, SlateView, findings, gap_in_words, meter
from lixiang.people.models import Organisation
from lixiang.people.roles import Role
from lixiang.programmes import queries as programmes
from lixiang.programmes.models import Programme
from lixiang.programmes.rules.kinds import Closing
from lixiang.projects.models import Project
from lixiang.projects.rules.kinds import Category
from lixiang.projects.states import SEATED, TONES, Status
from lixiang.ui.shapes import Gauge
from lixiang.workflow.findings import Finding

FURTHEST = 1_000_000
SHOWN = (Status.DRAFT, Status.WITH_NOMINATOR, Status.RETURNED_BY_NOMINATOR, *SEATED)
COLUMNS = (
    "ref",
    "title",
    "category",
    "status",
    "status_since",
    "due_at",
    "leader_name",
    "implementing_organisation__short_name",
    "topic__title",
    "slate_entry__order",
    "revision__warnings",
    "revision__reason",
)


@dataclass(frozen=True)
class Row:
    """One project as the nominator's page shows it; `order` is its place on the slate, None while it is not on it."""

    ref: str
    title: str
    category: str
    status: str
    since: datetime
    due_at: datetime | None
    leader: str
    unit: str
    topic: str
    order: int | None
    warnings: tuple[str, ...]
    reason: str

    @property
    def word(self) -> str:
        return str(Status(self.status).label)

    @property
    def tone(self) -> str:
        return TONES[Status(self.status)]

    @property
    def is_movable(self) -> bool:
        """Still to be nominated, so that it can be set aside."""
        return self.status == Status.WITH_NOMINATOR

    @property
    def is_withdrawable(self) -> bool:
        """Nominated and not yet decided on: the nominator may still take it back."""
        return self.status in (Status.NOMINATED, Status.RETURNED_BY_DEPARTMENT)


@dataclass(frozen=True)
class SlatePage:
    """Everything that the page of a slate shows, from a constant number of queries."""

    slate: Slate
    rows: tuple[Row, ...]
    view: SlateView
    categories: dict[str, str]
    receipts: tuple[Receipt, ...]
    sheets: tuple[Claim, ...]

    @property
    def quota(self) -> Quota | None:
        return self.view.quota

    @property
    def closing(self) -> Closing | None:
        return self.view.closing

    @property
    def endorsement(self) -> Endorsement | None:
        return self.view.endorsement

    @property
    def chosen(self) -> tuple[Row, ...]:
        """The slate in its order."""
        return tuple(sorted((r for r in self.rows if r.order is not None), key=lambda row: row.order or 0))

    @property
    def waiting(self) -> tuple[Row, ...]:
        return tuple(r for r in self.rows if r.order is None and r.status == Status.WITH_NOMINATOR)

    @property
    def returned(self) -> tuple[Row, ...]:
        """Sent back by the department: to be nominated again within its due date."""
        return tuple(r for r in self.rows if r.status == Status.RETURNED_BY_DEPARTMENT)

    @property
    def with_units(self) -> tuple[Row, ...]:
        """What units are still writing or mending."""
        return tuple(r for r in self.rows if r.status in (Status.DRAFT, Status.RETURNED_BY_NOMINATOR))

    @property
    def findings(self) -> tuple[Finding, ...]:
        return findings(self.view)

    @property
    def gauges(self) -> tuple[Gauge, ...]:
        return tuple(Gauge(g.label, g.count, g.maximum, g.minimum) for g in meter(self.view))

    @property
    def gap(self) -> str:
        return gap_in_words(self.view)

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """What only warns, so that a written reason overrides it."""
        return tuple(finding for finding in self.findings if not finding.is_blocking)

    @property
    def is_late(self) -> bool:
        return self.closing is not None and self.closing.is_past(self.view.at)

    @property
    def is_reopenable(self) -> bool:
        """Opened again, something could still change: in time, with a seat left or a project not yet decided on."""
        has_room = self.quota is not None and len(self.view.seats) < self.quota.maximum
        return not self.is_late and (has_room or any(row.is_movable or row.is_withdrawable for row in self.chosen))

    @property
    def next_words(self) -> str:
        """What is to be done next, by whoever keeps the slate."""
        if self.is_late:
            return "报送已截止；确需补报的，请向主管单位申请延期"
        if self.gap:
            return f"编好推荐名单并报送，{self.gap}"
        if self.endorsement is not None and not self.slate.is_endorsed:
            return "请主要负责同志审签推荐名单，然后报送"
        return "报送推荐名单"

    @property
    def next_clause(self) -> str:
        """The ground of what is to be done next."""
        grounds = (self.closing if self.is_late else None, self.quota if self.gap else None)
        found = next((each for each in grounds if each), None)
        if found is None and self.endorsement is not None and not self.slate.is_endorsed:
            found = self.endorsement
        found = found or self.closing or self.quota
        return found.clause if found else ""

    @property
    def due_words(self) -> str:
        """How many days are left, by the calendar of Shanghai."""
        if self.closing is None or self.is_late:
            return ""
        days = (localdate(self.closing.until) - localdate(self.view.at)).days
        return f"还剩{days}天" if days else "今天截止"

    @property
    def refs(self) -> tuple[str, ...]:
        return tuple(row.ref for row in self.chosen)


def slate_page(slate: Slate, at: datetime, *, is_own: bool = True) -> SlatePage:
    """The page of one slate; others than its organisation see what was nominated, and nothing that is still written."""
    version = programmes.version_in_force(slate.programme, at)
    rows = _rows(slate, is_own)
    view = SlateView(
        quota=quota_of(version, slate.organisation),
        at=at,
        held=tuple(Seat(row.ref, row.category) for row in rows if row.status in SEATED),
        chosen=tuple(Seat(row.ref, row.category) for row in rows if row.order is not None and row.is_movable),
        closing=programmes.closing_for(version, "nomination", slate.organisation_id),
        endorsement=programmes.the_setting(version, Endorsement),  # type: ignore[arg-type]
        is_endorsed=slate.is_endorsed,
        was_endorsed=slate.endorsed_at is not None,
    )
    return SlatePage(
        slate,
        rows,
        view,
        {category.code: category.called() for category in programmes.settings_by_kind(version, Category)},
        tuple(slate.receipts.defer("content").order_by("-at", "-id")),
        tuple(Claim.of(slate)),
    )


def _rows(slate: Slate, is_own: bool) -> tuple[Row, ...]:
    """All projects of the organisation that its page shows; drafts without a title count as well."""
    found = Project.objects.filter(
        programme=slate.programme_id, nominating_organisation=slate.organisation_id, status__in=SHOWN
    )
    found = found if is_own else found.filter(nominated_at__isnull=False)
    return tuple(
        Row(
            *values[:4],
            *values[4:7],
            values[7] or "",
            values[8] or "自主选题",
            values[9],
            tuple(row["sentence"] for row in values[10] or ()),
            values[11] or "",
        )
        for values in found.order_by("number").values_list(*COLUMNS)
    )


def project_of(slate: Slate, ref: str) -> Project | None:
    """A project of the slate's organisation and programme, by its reference."""
    own = Project.objects.filter(programme=slate.programme_id, nominating_organisation=slate.organisation_id)
    return own.filter(ref=ref).first()


def slates_of(user: Any, programme: Programme) -> list[tuple[Organisation, Slate | None]]:
    """The organisations that this person nominates for in a programme, each with its slate once there is one."""
    ids = user.organisations_as(Role.NOMINATOR, Role.NOMINATOR_LEADER)
    slates = {slate.organisation_id: slate for slate in Slate.objects.filter(programme=programme, organisation__in=ids)}
    organisations = Organisation.objects.filter(pk__in=ids).order_by("order", "pk")
    return [(each, slates.get(each.pk)) for each in organisations]


def receipt_of(slate: Slate, number: int) -> Receipt | None:
    """The n-th receipt of a slate, counted from 1."""
    return _nth(slate.receipts.order_by("at", "id"), number)


def place_of(receipt: Receipt) -> int:
    """Which receipt of its slate this is, counted from 1."""
    return list(receipt.slate.receipts.order_by("at", "id").values_list("pk", flat=True)).index(receipt.pk) + 1


def sheet_of(slate: Slate, number: int) -> Claim | None:
    """The n-th living sheet of a slate, counted from 1."""
    return _nth(Claim.of(slate), number)


def _nth(rows: QuerySet, number: int) -> Any:
    """The n-th row, counted from 1; an address may ask for any number, no database skips that many rows."""
    return rows[number - 1 : number].first() if 0 < number < FURTHEST else None


def slate_of(user: Any, project: Project) -> Slate | None:
    """The slate that a project belongs to, if this person keeps one."""
    return (
        Slate.visible_to(user)
        .filter(programme=project.programme_id, organisation=project.nominating_organisation_id)
        .first()
    )


def endorses_by_account(user: Any, page: SlatePage) -> bool:
    by = page.endorsement.by if page.endorsement else "either"
    return by != "scan" and permissions.is_leader(user, page.slate)


def endorses_by_sheet(user: Any, page: SlatePage) -> bool:
    by = page.endorsement.by if page.endorsement else "either"
    return by != "account" and permissions.is_nominator(user, page.slate)


def may_change(user: Any, slate: Slate) -> bool:
    """Whether the page offers this person to change what is on the slate."""
    return slate.is_open and permissions.is_nominator(user, slate)
