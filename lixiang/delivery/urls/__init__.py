"""The routes of delivery, one file per noun."""

from lixiang.delivery.urls import changes, inspections, meetings, progress, reports, supplements, tasks

app_name = "delivery"
urlpatterns = [
    *progress.urlpatterns,
    *reports.urlpatterns,
    *meetings.urlpatterns,
    *tasks.urlpatterns,
    *inspections.urlpatterns,
    *changes.urlpatterns,
    *supplements.urlpatterns,
]
