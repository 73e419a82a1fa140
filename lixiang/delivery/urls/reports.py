"""Routes of reports: the list, one report with its files and verbs, those of a project, asking, the circular."""

from datetime import date, datetime

from django.urls import path, register_converter

from lixiang.delivery.views import report_lists, report_verbs, reports


class DayConverter:
    """A day in an address: 20180401."""

    regex = r"\d{8}"

    def to_python(self, text: str) -> date:
        return datetime.strptime(text, "%Y%m%d").date()  # noqa: DTZ007 - a day has no zone

    def to_url(self, day: date) -> str:
        return f"{day:%Y%m%d}"


register_converter(DayConverter, "day")

urlpatterns = [
    path("reports/", report_lists.show_list, name="reports"),
    path("reports/xlsx/", report_lists.export, name="reports_xlsx"),
    path("reports/accept-all/", report_verbs.accept_all, name="accept_reports"),
    path("reports/remind-all/", report_verbs.remind_all, name="remind_of_reports"),
    path("reports/ask/<slug:ref>/", report_lists.ask, name="ask"),
    path("reports/circular/<slug:ref>/", report_lists.circular, name="report_circular"),
    path("reports/project/<slug:ref>/", report_lists.of_project, name="project_reports"),
    path("reports/project/<slug:ref>/open/<slug:schedule>/<day:first>/", report_lists.open_ahead, name="open_report"),
    path("reports/<slug:ref>/", reports.show, name="report"),
    path("reports/<slug:ref>/draft/", reports.save, name="save_report"),
    path("reports/<slug:ref>/hand-in/", reports.hand_in, name="hand_in_report"),
    path("reports/<slug:ref>/accept/", report_verbs.accept, name="accept_report"),
    path("reports/<slug:ref>/send-back/", report_verbs.send_back, name="send_back_report"),
    path("reports/<slug:ref>/excuse/", report_verbs.excuse, name="excuse_report"),
    path("reports/<slug:ref>/remind/", report_verbs.remind, name="remind_report"),
    path("reports/<slug:ref>/attach/", reports.attach, name="attach_evidence"),
    path("reports/<slug:ref>/reuse/", reports.reuse, name="reuse_evidence"),
    path("reports/<slug:ref>/evidence/<int:number>/", reports.fetch, name="evidence"),
    path("reports/<slug:ref>/evidence/<int:number>/detach/", reports.detach, name="detach_evidence"),
]
