"""The verbs of delivery, one file per noun."""

from lixiang.delivery.actions import milestones
from lixiang.delivery.actions.agendas import add_item, put_in_order, remove_item
from lixiang.delivery.actions.attendance import Person, record_attendance, reply
from lixiang.delivery.actions.circulars import issue_circular
from lixiang.delivery.actions.due_reports import make_reports, open_report
from lixiang.delivery.actions.evidence import attach_evidence, detach_evidence, reuse_evidence
from lixiang.delivery.actions.feeds import renew_feed
from lixiang.delivery.actions.goals import report_goal
from lixiang.delivery.actions.ladder import remind_of_overdue
from lixiang.delivery.actions.lamps import mark_news, override_lamp, relight, withdraw_override
from lixiang.delivery.actions.ledgers import import_ledger
from lixiang.delivery.actions.materials import attach_to_meeting, attach_to_task, detach_from_meeting, detach_from_task
from lixiang.delivery.actions.meetings import (
    announce,
    cancel_meeting,
    correct_minutes,
    correct_notice,
    draft_meeting,
    edit_meeting,
    hold,
    issue_minutes,
    write_minutes,
)
from lixiang.delivery.actions.plans import follow_revision, open_plan
from lixiang.delivery.actions.tasks import (
    cancel_task,
    close_task,
    edit_task,
    extend_task,
    hand_out,
    remind_of_task,
    report_done,
    return_done,
)

__all__ = [
    "Person",
    "add_item",
    "announce",
    "attach_evidence",
    "attach_to_meeting",
    "attach_to_task",
    "cancel_meeting",
    "cancel_task",
    "close_task",
    "correct_minutes",
    "correct_notice",
    "detach_evidence",
    "detach_from_meeting",
    "detach_from_task",
    "draft_meeting",
    "edit_meeting",
    "edit_task",
    "extend_task",
    "follow_revision",
    "hand_out",
    "hold",
    "import_ledger",
    "issue_circular",
    "issue_minutes",
    "make_reports",
    "mark_news",
    "milestones",
    "open_plan",
    "open_report",
    "override_lamp",
    "put_in_order",
    "record_attendance",
    "relight",
    "remind_of_overdue",
    "remind_of_task",
    "remove_item",
    "renew_feed",
    "reply",
    "report_done",
    "report_goal",
    "return_done",
    "reuse_evidence",
    "withdraw_override",
    "write_minutes",
]
