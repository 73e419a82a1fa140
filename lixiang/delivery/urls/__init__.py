"""The routes of delivery, one file per noun."""

from lixiang.delivery.urls import meetings, progress, tasks

app_name = "delivery"
urlpatterns = [*progress.urlpatterns, *meetings.urlpatterns, *tasks.urlpatterns]
