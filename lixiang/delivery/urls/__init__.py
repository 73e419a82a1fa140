"""The routes of delivery, one file per noun."""

from django.urls import URLPattern

from lixiang.delivery.urls import inspections

app_name = "delivery"
urlpatterns: list[URLPattern] = [
    *inspections.urlpatterns,
]
