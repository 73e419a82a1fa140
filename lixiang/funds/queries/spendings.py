"""Spendings: the list of a project or of what finance has to check, one of them with its receipts and trail."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from lixiang.access.keys import key_in
from lixiang.files.models import Claim
from lixiang.funds.models import Spending
from lixiang.funds.rules.kinds import Heading
from lixiang.funds.states.spendings import TONES, Status
from lixiang.history.models import Event
from lixiang.programmes.models import Programme
from lixiang.programmes.queries import settings_by_kind, version_in_force

ROWS = 50
RECEIPT = "receipt"


@dataclass(frozen=True)
class Line:
    """One spending as a row."""

    ref: str
    project: str
    organisation: str
    heading: str
    words: str
    amount: int
    spent_on: date
    word: str
    tone: str
    by: str


@dataclass(frozen=True)
class Page:
    """One page of rows and the key of the next ("" on the last)."""

    lines: tuple[Line, ...]
    next_key: str = ""


COLUMNS = (
    "pk",
    "ref",
    "project__title",
    "project__nominating_organisation__short_name",
    "heading",
    "words",
    "amount",
    "spent_on",
    "status",
    "recorded_by_name",
)


def page_of_spendings(
    user: Any,
    programme: Programme,
    at: datetime,
    *,
    project: str = "",
    status: str = "",
    heading: str = "",
    after: str = "",
) -> Page:
    """Newest first, by key; one query beside the version's."""
    rows = Spending.visible_to(user).select_related(None).filter(programme=programme)
    for column, value in (("project__ref", project), ("status", status), ("heading", heading)):
        if value:
            rows = rows.filter(**{column: value})
    start = key_in(after)
    if start is not None:
        rows = rows.filter(pk__lt=start)
    found = list(rows.order_by("-pk").values_list(*COLUMNS)[: ROWS + 1])
    titles = {row.code: row.title for row in settings_by_kind(version_in_force(programme, at), Heading)}
    return Page(tuple(_line(row, titles) for row in found[:ROWS]), str(found[ROWS - 1][0]) if len(found) > ROWS else "")


def _line(row: tuple, titles: dict[str, str]) -> Line:
    _, ref, project, organisation, heading, words, amount, spent_on, status, by = row
    state = Status(status)
    title = titles.get(heading, heading)
    return Line(ref, project, organisation, title, words, amount, spent_on, str(state.label), TONES[state], by)


@dataclass(frozen=True)
class Dossier:
    """One spending with its receipts and its trail; `is_open` while its own side has to correct it."""

    spending: Spending
    heading: str
    tone: str
    is_open: bool
    receipts: tuple[Claim, ...]
    trail: tuple[Event, ...]


def spending_dossier(spending: Spending, at: datetime) -> Dossier:
    titles = {row.code: row.title for row in settings_by_kind(spending.project.version, Heading)}
    trail = Event.objects.filter(subject_kind="spending", subject_id=spending.pk).order_by("-sequence")
    state = Status(spending.status)
    heading = titles.get(spending.heading, spending.heading)
    return Dossier(spending, heading, TONES[state], state == Status.RETURNED, receipts_of(spending), tuple(trail))


def receipts_of(spending: Spending) -> tuple[Claim, ...]:
    return tuple(Claim.of(spending, RECEIPT).order_by("pk"))


def receipt_of(spending: Spending, number: int) -> Claim | None:
    """The receipt of this spending that bears a key; None for any other."""
    return Claim.of(spending, RECEIPT).filter(pk=number).first()
