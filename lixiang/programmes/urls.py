"""Routes of programmes: the list, one programme beside its clauses, its versions, its pack, its verbs."""

from django.urls import path

from lixiang.programmes.views import calendar, programmes, versions

app_name = "programmes"

urlpatterns = [
    path("programmes/", programmes.show_list, name="list"),
    path("programmes/load/", versions.load, name="load"),
    path("programmes/<slug:ref>/", programmes.show, name="programme"),
    path("programmes/<slug:ref>/publish/", programmes.publish, name="publish"),
    path("programmes/<slug:ref>/preview/", programmes.preview, name="preview"),
    path("programmes/<slug:ref>/extend/", programmes.extend, name="extend"),
    path("programmes/<slug:ref>/clone/", programmes.clone, name="clone"),
    path("programmes/<slug:ref>/close/", programmes.close, name="close"),
    path("programmes/<slug:ref>/pack/", versions.download_pack, name="pack"),
    path("programmes/<slug:ref>/versions/load/", versions.load_version, name="load_version"),
    path("programmes/<slug:ref>/versions/<int:number>/", versions.show_version, name="version"),
    path("programmes/<slug:ref>/versions/<int:number>/pack/", versions.download_version, name="version_pack"),
    path("programmes/<slug:ref>/versions/<int:number>/publish/", versions.publish_version, name="publish_version"),
    path("programmes/<slug:ref>/versions/<int:number>/discard/", versions.discard_version, name="discard_version"),
    path("working-days/", calendar.this_year, name="working_days"),
    path("working-days/<int:year>/", calendar.show, name="working_days_of"),
]
