"""What delivery keeps, one file per noun."""

from lixiang.delivery.models.report_requests import ReportRequest
from lixiang.delivery.models.reports import CircularNotice, Escalation, Report, ReportRevision

__all__ = ["CircularNotice", "Escalation", "Report", "ReportRequest", "ReportRevision"]
