"""Routes of agreements: the list, one project's agreement with its papers, and each verb."""

from django.urls import path

from lixiang.agreements import views

app_name = "agreements"

urlpatterns = [
    path("agreements/", views.show_list, name="list"),
    path("agreements/draw-up-all/", views.draw_up_all, name="draw_up_all"),
    path("agreements/<slug:ref>/", views.show, name="agreement"),
    path("agreements/<slug:ref>/pdf/", views.paper, {"form": "pdf"}, name="pdf"),
    path("agreements/<slug:ref>/docx/", views.paper, {"form": "docx"}, name="docx"),
    path("agreements/<slug:ref>/signed/", views.paper, {"form": "signed"}, name="signed"),
    path("agreements/<slug:ref>/scans/<int:number>/", views.scan, name="scan"),
    path("agreements/<slug:ref>/draw-up/", views.draw_up, name="draw_up"),
    path("agreements/<slug:ref>/attach-scan/", views.attach_scan, name="attach_scan"),
    path("agreements/<slug:ref>/sign/", views.sign, name="sign"),
    path("agreements/<slug:ref>/sign-electronically/", views.sign_electronically, name="sign_electronically"),
    path("agreements/<slug:ref>/return-signature/", views.return_signature, name="return_signature"),
    path(
        "agreements/<slug:ref>/countersign-electronically/",
        views.countersign_electronically,
        name="countersign_electronically",
    ),
    path("agreements/<slug:ref>/return-scan/", views.return_scan, name="return_scan"),
    path("agreements/<slug:ref>/countersign/", views.countersign, name="countersign"),
    path("agreements/<slug:ref>/lapse/", views.lapse, name="lapse"),
    path("agreements/<slug:ref>/remind/", views.remind, name="remind"),
    path("agreements/<slug:ref>/start/", views.start, name="start"),
]
