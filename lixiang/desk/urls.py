"""Routes of the desk."""

from django.urls import path

from lixiang.desk import views

app_name = "desk"

urlpatterns = [
    path("", views.worklist, name="worklist"),
    path("dashboard/", views.dashboard, name="dashboard"),
    path("dashboard/wall/", views.wall, name="wall"),
    path("calendar/", views.calendar, name="calendar"),
    path("waiting/", views.waiting, name="waiting"),
    path("waiting/xlsx/", views.waiting_workbook, name="waiting_xlsx"),
    path("projects/<slug:ref>/", views.dossier, name="dossier"),
    path("programmes/<slug:ref>/switch/", views.switch, name="switch"),
]
