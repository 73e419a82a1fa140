"""Routes of supplementary agreements: one with its papers, and each verb."""

from django.urls import path

from lixiang.delivery.views import supplements as views

urlpatterns = [
    path("supplements/<slug:ref>/", views.show, name="supplement"),
    path("supplements/<slug:ref>/pdf/", views.paper, {"form": "pdf"}, name="supplement_pdf"),
    path("supplements/<slug:ref>/docx/", views.paper, {"form": "docx"}, name="supplement_docx"),
    path("supplements/<slug:ref>/scans/<int:number>/", views.scan, name="supplement_scan"),
    path("supplements/<slug:ref>/attach-scan/", views.attach_scan, name="attach_scan_of_supplement"),
    path("supplements/<slug:ref>/sign/", views.sign, name="sign_supplement"),
    path("supplements/<slug:ref>/return-scan/", views.return_scan, name="return_scan_supplement"),
    path("supplements/<slug:ref>/countersign/", views.countersign, name="countersign_supplement"),
    path("supplements/<slug:ref>/remind/", views.remind, name="remind_supplement"),
    path("supplements/<slug:ref>/lapse/", views.lapse, name="lapse_supplement"),
]
