"""Routes of outcomes: awards of a programme, the annual assessment, archives with their downloads."""

from django.urls import path

from lixiang.outcomes import views
from lixiang.outcomes.views import (
    assessment,
    awards,
    cases,
    compendia,
    projects,
    recommendations,
    results,
    showcase,
)

app_name = "outcomes"

urlpatterns = [
    path("outcomes/awards/", awards.show_list, name="awards"),
    path("outcomes/awards/publish-awards/<slug:ref>/", awards.publish_awards, name="publish_awards"),
    path("outcomes/awards/<slug:ref>/", awards.show_award, name="award"),
    path("outcomes/awards/<slug:ref>/grant/", awards.grant, name="grant_award"),
    path("outcomes/awards/<slug:ref>/decline/", awards.decline, name="decline_award"),
    path("outcomes/awards/<slug:ref>/certificate/", awards.award_certificate, name="award_certificate"),
    path("outcomes/recommendations/", recommendations.show_list, name="recommendations"),
    path("outcomes/recommendations/<slug:ref>/", recommendations.show_recommendation, name="recommendation"),
    path("outcomes/recommendations/<slug:ref>/recommend/", recommendations.recommend, name="recommend_recommendation"),
    path("outcomes/recommendations/<slug:ref>/withdraw/", recommendations.withdraw, name="withdraw_recommendation"),
    path("outcomes/recommendations/<slug:ref>/answer/", recommendations.record_answer, name="record_answer"),
    path("outcomes/recommendations/<slug:ref>/scan/", recommendations.answer_scan, name="answer_scan"),
    path("outcomes/recommendations/<slug:ref>/pack/", recommendations.package, name="package"),
    path("outcomes/cases/", cases.show_list, name="cases"),
    path("outcomes/cases/<slug:ref>/", cases.show_case, name="case"),
    path("outcomes/cases/<slug:ref>/hand-in/", cases.hand_in, name="hand_in_casestudy"),
    path("outcomes/cases/<slug:ref>/send-back/", cases.send_back, name="send_back_casestudy"),
    path("outcomes/cases/<slug:ref>/publish/", cases.publish, name="publish_casestudy"),
    path("outcomes/cases/<slug:ref>/reopen/", cases.reopen, name="reopen_casestudy"),
    path("outcomes/cases/<slug:ref>/withdraw/", cases.withdraw, name="withdraw_casestudy"),
    path("outcomes/", showcase.show_list, name="showcase"),
    path("outcomes/showcase/adoptions/<int:pk>/proof/", showcase.adoption_proof, name="adoption_proof"),
    path("outcomes/showcase/adoptions/<int:pk>/withdraw/", showcase.withdraw_adoption, name="withdraw_adoption"),
    path("outcomes/showcase/<slug:ref>/", showcase.show_one, name="shown_case"),
    path("outcomes/showcase/<slug:ref>/record-adoption/", showcase.record_adoption, name="record_adoption"),
    path("outcomes/compendia/", compendia.show_list, name="compendia"),
    path("outcomes/compendia/begin-compendium/<slug:ref>/", compendia.begin_compendium, name="begin_compendium"),
    path("outcomes/compendia/<slug:ref>/recompile/", compendia.recompile, name="recompile"),
    path("outcomes/compendia/<slug:ref>/pdf/", compendia.compendium_pdf, name="compendium_pdf"),
    path("outcomes/compendia/<slug:ref>/docx/", compendia.compendium_docx, name="compendium_docx"),
    path("outcomes/results/", results.show_list, name="results"),
    path("outcomes/results/xlsx/", results.export_results, name="export_results"),
    path("outcomes/project/<slug:ref>/", projects.of_project, name="of_project"),
    path(
        "projects/<slug:ref>/draft-recommendation/", recommendations.draft_recommendation, name="draft_recommendation"
    ),
    path("projects/<slug:ref>/open-case/", cases.open_case, name="open_case"),
    path("projects/<slug:ref>/propose-award/", awards.propose_award, name="propose_award"),
    path("assessment/", assessment.show_assessments, name="assessments"),
    path("assessment/years/", assessment.compare_years, name="years"),
    path("assessment/compute/<slug:ref>/", assessment.compute_assessment, name="compute_assessment"),
    path("assessment/<slug:ref>/", assessment.show_assessment, name="assessment"),
    path("assessment/<slug:ref>/confirm/", assessment.confirm_assessment, name="confirm_assessment"),
    path("assessment/<slug:ref>/issue/", assessment.issue_assessment, name="issue_assessment"),
    path("assessment/<slug:ref>/export.xlsx", assessment.assessment_workbook, name="assessment_workbook"),
    path("assessment/<slug:ref>/organisations/<str:code>/", assessment.show_assessed, name="assessed"),
    path("archives/", views.show_list, name="archives"),
    path("archives/programmes/<slug:ref>/begin-archive/", views.begin_archive, name="begin_archive"),
    path("archives/programmes/<slug:ref>/archive-all/", views.archive_all, name="archive_all"),
    path("archives/<slug:ref>/", views.show_archive, name="show_archive"),
    path("archives/<slug:ref>/go-on/", views.go_on, name="go_on"),
    path("archives/<slug:ref>/download/", views.download, name="download"),
    path("projects/<slug:ref>/archive/", views.archive, name="archive"),
]
