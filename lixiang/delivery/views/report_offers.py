"""The verbs of a report as buttons and forms, its history as sentences, its files as a list."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from lixiang.delivery import permissions
from lixiang.delivery.forms.reports import AcceptForm, ReturnForm
from lixiang.delivery.models import Report
from lixiang.delivery.queries.rectifications import day_to_rectify
from lixiang.delivery.queries.report_pages import ReportPage
from lixiang.history.models import Event
from lixiang.ui.shapes import Action, Entry, StoredFile

WORDS = {row.verb: row.label for row in Report.transitions} | {
    "ask": "要求汇报",
    "draft": "开始填写",
    "attach": "附上佐证材料",
    "detach": "移除佐证材料",
    "remind": "催办",
    "remind_overdue": "逾期提醒填报员",
    "press_nominator": "逾期提醒申报单位经办",
    "press_leader": "逾期提醒申报单位主要负责同志",
    "put_up": "提请通报",
    "circulate": "已通报",
}
TONES = {"accept": "good", "send_back": "attention", "hand_in": "active", "excuse": "closed", "circulate": "bad"}
TONES |= {"press_nominator": "attention", "press_leader": "attention", "put_up": "bad", "remind_overdue": "attention"}


@dataclass(frozen=True)
class Offers:
    """What this person may do with the report now: plain buttons, and the forms of accepting and sending back."""

    buttons: tuple[Action, ...] = ()
    accept: AcceptForm | None = None
    send_back: ReturnForm | None = None


def offers_for(user: Any, report: Report, at: datetime, query: str = "") -> Offers:
    """Read from the table; `query` is the list that one comes from and goes back to."""
    verbs = {row.verb for row in report.transitions.offered_to(user, report)}
    buttons = []
    if report.is_open and permissions.reviews_report(user, report):
        words = f"向{report.project.drafting_organisation.short_name}发送催办消息。"
        buttons.append(Action("催办", _url("remind", report, query), confirm=words))
    if "excuse" in verbs:
        why = "项目暂停、启动较晚等，本期不需要汇报的。"
        buttons.append(Action("免予汇报", _url("excuse", report, query), "quiet", confirm=why, reason="required"))
    return Offers(
        tuple(buttons),
        AcceptForm(initial={"rectify_by": day_to_rectify(report, at)}) if "accept" in verbs else None,
        ReturnForm.proposed(at) if "send_back" in verbs else None,
    )


def _url(verb: str, report: Report, query: str) -> str:
    return reverse(f"delivery:{verb}_report", kwargs={"ref": report.ref}) + query


def entries_of(trail: Iterable[Event]) -> tuple[Entry, ...]:
    """Who did what when, newest first; a hand-in after its date says so."""
    return tuple(
        Entry(
            event.at,
            event.by_name,
            WORDS.get(event.verb, event.verb) + ("（逾期）" if event.detail.get("late") else ""),
            event.reason,
            TONES.get(event.verb, "neutral"),
        )
        for event in trail
    )


def stored_files(shown: ReportPage) -> tuple[StoredFile, ...]:
    """The evidence as a list, removable where the person writes."""
    prefix = f"{reverse('delivery:reports')}{shown.report.ref}/"
    return tuple(
        StoredFile(
            claim.name,
            f"{prefix}evidence/{claim.pk}/",
            claim.file.size,
            claim.file.sha256,
            claim.by_name,
            claim.at,
            remove_url=f"{prefix}evidence/{claim.pk}/detach/" if shown.may_write else "",
        )
        for claim in shown.files
    )
