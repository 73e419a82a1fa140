"""The worklist of one person: what waits, what is overdue, what was done, what was begun; and the year with today."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from lixiang.desk.queries.appraisal import items_of_appraisal
from lixiang.desk.queries.bounded import count_of
from lixiang.desk.queries.inspections import items_of_inspections
from lixiang.desk.queries.ranking import items_of_ranking
from lixiang.desk.queries.section import items_of_the_section
from lixiang.desk.queries.units import items_of_units
from lixiang.desk.queries.viewpoint import NOMINATION, Viewpoint
from lixiang.desk.rules.calendar import Day, with_today
from lixiang.desk.rules.items import Item, count_words, in_order, overdue
from lixiang.documents.models import Addressee
from lixiang.documents.permissions import RECEIVERS
from lixiang.history.models import Event
from lixiang.people.models import User
from lixiang.programmes.queries import settings_of
from lixiang.projects.models import Project
from lixiang.projects.states import TONES
from lixiang.ui.addresses import address

PER_PAGE = 50
TABS = (("waiting", "待办"), ("done", "已办"), ("begun", "我发起的"), ("overdue", "逾期"))


@dataclass(frozen=True)
class Worklist:
    """The lines that wait, in order, and how many things stand in each tab."""

    items: tuple[Item, ...]
    counts: dict[str, str]

    def shown(self, tab: str, at: datetime) -> tuple[Item, ...]:
        return overdue(self.items, at) if tab == "overdue" else self.items


def worklist_of(view: Viewpoint) -> Worklist:
    """A constant number of queries, whatever the roles and the size of the programme."""
    totals = _totals(view.user)
    delivery = (*items_of_inspections(view), *items_of_appraisal(view), *items_of_ranking(view))
    items = in_order((*items_of_units(view), *items_of_the_section(view), *delivery, *_documents(totals["unsigned"])))
    late = overdue(items, view.at)
    numbers = {"waiting": len(items), "overdue": len(late), "done": totals["done"], "begun": totals["begun"]}
    return Worklist(items, {tab: count_words(number) for tab, number in numbers.items()})


def _totals(user: Any) -> dict[str, int]:
    """What was done, what was begun, what is to be signed for: bounded counts in one query."""
    mine = user.organisations_as(*RECEIVERS)
    unsigned = Addressee.objects.filter(organisation__in=mine, acknowledged_at=None)
    columns = {
        "done": count_of(Event.objects.filter(by=user)),
        "begun": count_of(begun_by(user)),
        "unsigned": count_of(unsigned),
    }
    return User.objects.filter(pk=user.pk).values(**columns).get()


def _documents(count: int) -> Iterable[Item]:
    if count:
        words, why = f"签收{count_words(count)}份公文", "签收表示本单位已经收到"
        yield Item(words, address("documents:list"), why, label="去签收", count=count)


def begun_by(user: Any) -> QuerySet[Project]:
    """The projects that this person drafted, as far as they are still this person's to see."""
    drafted = Event.objects.filter(by=user, subject_kind="project", verb="draft").values("subject_id")
    return Project.visible_to(user).select_related(None).filter(pk__in=drafted)


@dataclass(frozen=True)
class Begun:
    """One project that the person began: where it stands, since when."""

    ref: str
    title: str
    status: str
    tone: str
    since: datetime


def begun_page(user: Any, after: int | None) -> tuple[list[Begun], int | None]:
    """The newest first, by key."""
    rows = begun_by(user).order_by("-pk")
    if after:
        rows = rows.filter(pk__lt=after)
    found = list(rows.only("ref", "title", "status", "status_since")[: PER_PAGE + 1])
    shown = [Begun(p.ref, str(p), p.get_status_display(), TONES[p.status], p.status_since) for p in found[:PER_PAGE]]
    return shown, found[PER_PAGE - 1].pk if len(found) > PER_PAGE else None


def calendar_of(view: Viewpoint) -> tuple[Day, ...]:
    """The dates that the programme sets, and today in its place."""
    return with_today(days_of(view), _day(view.at))


def days_of(view: Viewpoint) -> list[Day]:
    """The dates that the programme sets, a deadline as it stands for this person; no query."""
    own = next(iter(view.nominates_for), 0)
    days = [Day("通知印发", date.fromisoformat(str(view.version.about["issued_on"])))]
    for _, setting in settings_of(view.version):
        for moment in setting.moments():
            days.append(Day(moment.label, _day(moment.at)))
    closing = view.closing(NOMINATION, own)
    if closing is not None and closing.is_extended:
        days.append(Day("报送截止（已延期）", _day(closing.until)))
    return days


def _day(moment: date | datetime) -> date:
    return timezone.localtime(moment).date() if isinstance(moment, datetime) else moment
