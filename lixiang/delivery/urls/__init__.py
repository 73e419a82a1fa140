"""The routes of delivery, one file per noun."""

from lixiang.delivery.urls import inspections, meetings, progress, tasks

app_name = "delivery"
urlpatterns = [*progress.urlpatterns, *meetings.urlpatterns, *tasks.urlpatterns, *inspections.urlpatterns]
