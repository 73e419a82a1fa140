"""The routes of delivery, one file per noun."""

from lixiang.delivery.urls import changes, meetings, progress, supplements, tasks

app_name = "delivery"
urlpatterns = [
    *progress.urlpatterns,
    *meetings.urlpatterns,
    *tasks.urlpatterns,
    *changes.urlpatterns,
    *supplements.urlpatterns,
]
