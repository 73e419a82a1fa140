"""Routes of background work."""

from django.urls import path

from lixiang.work import views

app_name = "work"

urlpatterns = [
    path("operations/", views.operations, name="operations"),
    path("operations/runs/<int:pk>/", views.show_run, name="run"),
    path("operations/<slug:code>/begin/", views.begin, name="begin"),
]
