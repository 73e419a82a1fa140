"""The routes of delivery, one file per noun."""

from django.urls import URLPattern

app_name = "delivery"
urlpatterns: list[URLPattern] = []
