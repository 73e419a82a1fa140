"""The routes of closing."""

from django.urls import path

from lixiang.closing.views import dossiers, evidence, lists, verbs

app_name = "closing"
urlpatterns = [
    path("dossiers/", lists.show_list, name="dossiers"),
    path("dossiers/project/<slug:ref>/", dossiers.of_project, name="of_project"),
    path("dossiers/<slug:ref>/", dossiers.show, name="dossier"),
    path("dossiers/<slug:ref>/draft/", dossiers.save, name="save_dossier"),
    path("dossiers/<slug:ref>/matrix/", dossiers.show_matrix, name="matrix"),
    path("dossiers/<slug:ref>/hand-in/", verbs.hand_in, name="hand_in_dossier"),
    path("dossiers/<slug:ref>/send-back/", verbs.send_back, name="send_back_dossier"),
    path("dossiers/<slug:ref>/accept/", verbs.accept, name="accept_dossier"),
    path("dossiers/<slug:ref>/attach/", evidence.attach, name="attach_evidence"),
    path("dossiers/<slug:ref>/reuse/", evidence.reuse, name="reuse_evidence"),
    path("dossiers/<slug:ref>/evidence/<int:number>/", evidence.fetch, name="evidence"),
    path("dossiers/<slug:ref>/evidence/<int:number>/thumbnail/", evidence.fetch_thumbnail, name="thumbnail"),
    path("dossiers/<slug:ref>/evidence/<int:number>/public/", evidence.fetch_public, name="public_copy"),
    path("dossiers/<slug:ref>/evidence/<int:number>/describe/", evidence.describe, name="describe_evidence"),
    path("dossiers/<slug:ref>/evidence/<int:number>/detach/", evidence.detach, name="detach_evidence"),
]
