"""The routes of delivery, one file per noun."""

from lixiang.delivery.urls import changes, supplements

app_name = "delivery"
urlpatterns = [
    *changes.urlpatterns,
    *supplements.urlpatterns,
]
