"""Routes of ranking: the rankings of a programme, one of them, a place in it, objections, results, additions."""

from django.urls import path

from lixiang.ranking import views

app_name = "ranking"

PROJECT, ONE = "ranking/project/<slug:ref>/", "ranking/<slug:ref>/"
PLACE = f"{ONE}places/<slug:project>/"

urlpatterns = [
    path("ranking/", views.show_list, name="list"),
    path("ranking/compute/<slug:ref>/", views.compute, name="compute"),
    path("ranking/completion/verify/", views.verify_completion, name="verify_completion"),
    path("ranking/bonuses/<slug:ref>/", views.show_bonuses, name="bonuses"),
    path("ranking/given-bonuses/<int:pk>/withdraw-bonus/", views.withdraw_bonus, name="withdraw_bonus"),
    path(PROJECT, views.of_project, name="of_project"),
    path(f"{PROJECT}conclude/", views.conclude, name="conclude"),
    path(f"{PROJECT}correct-result/", views.correct_result, name="correct_result"),
    path(f"{PROJECT}annul/", views.annul, name="annul"),
    path(f"{PROJECT}completion/", views.completion, name="completion"),
    path(f"{PROJECT}enter-bonus/", views.enter_bonus, name="enter_bonus"),
    path(f"{PROJECT}order-rectification/", views.order_rectification, name="order_rectification"),
    path("ranking/objections/<int:pk>/uphold/", views.uphold, name="uphold"),
    path("ranking/objections/<int:pk>/dismiss/", views.dismiss, name="dismiss"),
    path(ONE, views.show_ranking, name="ranking"),
    path(f"{ONE}confirm/", views.confirm, name="confirm"),
    path(f"{ONE}publish/", views.publish, name="publish"),
    path(f"{ONE}issue/", views.issue, name="issue"),
    path(f"{ONE}publicity/pdf/", views.publicity, {"ending": "pdf"}, name="publicity_pdf"),
    path(f"{ONE}publicity/docx/", views.publicity, {"ending": "docx"}, name="publicity_docx"),
    path(f"{ONE}xlsx/", views.xlsx, name="xlsx"),
    path(f"{ONE}settle/", views.settle, name="settle"),
    path(f"{ONE}certificate/", views.certificate, name="certificate"),
    path(f"{ONE}certificate/pdf/", views.certificate_pdf, name="certificate_pdf"),
    path(PLACE, views.show_place, name="place"),
    path(f"{PLACE}object-to/", views.object_to, name="object_to"),
]
