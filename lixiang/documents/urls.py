"""Routes of issued documents."""

from django.urls import path

from lixiang.documents import views

app_name = "documents"

urlpatterns = [
    path("documents/", views.show_list, name="list"),
    path("documents/<slug:ref>/", views.show, name="document"),
    path("documents/<slug:ref>/pdf/", views.download_pdf, name="pdf"),
    path("documents/<slug:ref>/docx/", views.download_docx, name="docx"),
    path("documents/<slug:ref>/acknowledge/", views.acknowledge, name="acknowledge"),
]
