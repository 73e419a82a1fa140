"""Routes of the review, of decisions and their batches, of 公示 and objections."""

from django.urls import path

from lixiang.approvals.views import amendments, decisions, publicity, reviews

app_name = "approvals"

urlpatterns = [
    path("reviews/", reviews.show_list, name="list"),
    path("reviews/give-opinions/", reviews.give_opinions, name="give_opinions"),
    path("reviews/decide-all/", reviews.decide_all, name="decide_all"),
    path("reviews/<slug:ref>/", reviews.show, name="review"),
    path("reviews/<slug:ref>/give-opinion/", reviews.give_opinion, name="give_opinion"),
    path("reviews/<slug:ref>/send-back/", reviews.send_back, name="send_back"),
    path("reviews/<slug:ref>/extend-return/", reviews.extend_return, name="extend_return"),
    path("reviews/<slug:ref>/decide/", reviews.decide, name="decide"),
    path("reviews/<slug:ref>/attachments/<slug:sha256>/", reviews.attachment, name="attachment"),
    path("decisions/", decisions.show_list, name="decisions"),
    path("decisions/publish/", decisions.publish, name="publish"),
    path("decisions/<int:pk>/undo/", decisions.undo, name="undo"),
    path("publications/<slug:ref>/", decisions.show, name="publication"),
    path("publications/<slug:ref>/issue/", decisions.issue, name="issue"),
    path("documents/<slug:ref>/amend/", amendments.amend, name="amend"),
    path("projects/<slug:ref>/correct-title/", amendments.correct_title, name="correct_title"),
    path("publicity/", publicity.show_list, name="publicity"),
    path("publicity/<slug:ref>/", publicity.show, name="publicity_period"),
    path("publicity/<slug:ref>/object-to/", publicity.object_to, name="object_to"),
    path("publicity/<slug:ref>/pdf/", publicity.paper, {"form": "pdf"}, name="publicity_pdf"),
    path("publicity/<slug:ref>/docx/", publicity.paper, {"form": "docx"}, name="publicity_docx"),
    path("objections/<int:pk>/uphold/", publicity.uphold, name="uphold"),
    path("objections/<int:pk>/dismiss/", publicity.dismiss, name="dismiss"),
    path("objections/<int:pk>/scans/<int:number>/", publicity.scan, name="scan"),
]
