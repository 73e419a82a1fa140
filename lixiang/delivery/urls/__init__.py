"""The routes of delivery, one file per noun."""

from lixiang.delivery.urls import meetings, tasks

app_name = "delivery"
urlpatterns = [*meetings.urlpatterns, *tasks.urlpatterns]
