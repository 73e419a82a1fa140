"""The verbs of delivery, one file per noun."""

from lixiang.delivery.actions.circulars import issue_circular
from lixiang.delivery.actions.due_reports import make_reports, open_report
from lixiang.delivery.actions.evidence import attach_evidence, detach_evidence, reuse_evidence
from lixiang.delivery.actions.ladder import remind_of_overdue

__all__ = [
    "attach_evidence",
    "detach_evidence",
    "issue_circular",
    "make_reports",
    "open_report",
    "remind_of_overdue",
    "reuse_evidence",
]
