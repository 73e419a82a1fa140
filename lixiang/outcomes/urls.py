"""Routes of outcomes: the archives of a programme, one archive with its download, and the verb of a project."""

from django.urls import path

from lixiang.outcomes import views

app_name = "outcomes"

urlpatterns = [
    path("archives/", views.show_list, name="archives"),
    path("archives/programmes/<slug:ref>/begin-archive/", views.begin_archive, name="begin_archive"),
    path("archives/programmes/<slug:ref>/archive-all/", views.archive_all, name="archive_all"),
    path("archives/<slug:ref>/", views.show_archive, name="show_archive"),
    path("archives/<slug:ref>/go-on/", views.go_on, name="go_on"),
    path("archives/<slug:ref>/download/", views.download, name="download"),
    path("projects/<slug:ref>/archive/", views.archive, name="archive"),
]
