"""Routes of projects: the list, the form, files, hand-ins and papers."""

from django.urls import path

from lixiang.projects.views import application, files, hand_in, listing, papers

app_name = "projects"

urlpatterns = [
    path("projects/", listing.show_list, name="list"),
    path("projects/draft/", listing.draft, name="draft"),
    path("projects/<slug:ref>/application/", application.show, name="application"),
    path("projects/<slug:ref>/application/<slug:section>/", application.save_section, name="save_section"),
    path("projects/<slug:ref>/findings/", application.show_findings, name="findings"),
    path("projects/<slug:ref>/discard/", application.discard, name="discard"),
    path("projects/<slug:ref>/attach/", files.attach, name="attach"),
    path("projects/<slug:ref>/attachments/<int:number>/", files.fetch, name="attachment"),
    path("projects/<slug:ref>/attachments/<int:number>/detach/", files.detach, name="detach"),
    path("projects/<slug:ref>/scans/<slug:level>/", files.attach_scan, name="attach_scan"),
    path("projects/<slug:ref>/hand-in/", hand_in.hand_in, name="hand_in"),
    path("projects/<slug:ref>/revisions/<int:number>/", papers.show_revision, name="revision"),
    path("projects/<slug:ref>/revisions/<int:number>/differences/", papers.show_differences, name="differences"),
    path("projects/<slug:ref>/receipts/<int:number>/", papers.receipt, name="receipt"),
    path("projects/<slug:ref>/receipts/<int:number>/receipt.pdf", papers.receipt_paper, name="receipt_pdf"),
    path("projects/<slug:ref>/form.pdf", papers.form_paper, {"ending": "pdf"}, name="form_pdf"),
    path("projects/<slug:ref>/form.docx", papers.form_paper, {"ending": "docx"}, name="form_docx"),
    path(
        "projects/<slug:ref>/revisions/<int:number>/form.pdf",
        papers.revision_paper,
        {"ending": "pdf"},
        name="revision_pdf",
    ),
    path(
        "projects/<slug:ref>/revisions/<int:number>/form.docx",
        papers.revision_paper,
        {"ending": "docx"},
        name="revision_docx",
    ),
]
