"""The routes of delivery, one file per noun."""

from django.urls import URLPattern

from lixiang.delivery.urls.reports import urlpatterns as reports

app_name = "delivery"
urlpatterns: list[URLPattern] = [*reports]
