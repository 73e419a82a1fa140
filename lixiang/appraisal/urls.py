"""Routes of appraisal: panels and their phases for the section, declarations and score sheets for those who score."""

from django.urls import path

from lixiang.appraisal import views

app_name = "appraisal"

PANEL, SCORE = "appraisal/panels/<slug:ref>/", "appraisal/score/<slug:ref>/"

urlpatterns = [
    path("appraisal/", views.show_list, name="list"),
    path("appraisal/panels/draw-up/<slug:ref>/", views.draw_up, name="draw_up"),
    path(PANEL, views.show_panel, name="panel"),
    path(f"{PANEL}add-judge/", views.add_judge, name="add_judge"),
    path(f"{PANEL}judges/<int:number>/remove/", views.remove_judge, name="remove_judge"),
    path(f"{PANEL}judges/<int:number>/name-chair/", views.name_chair, name="name_chair"),
    path(f"{PANEL}add-projects/", views.add_projects, name="add_projects"),
    path(f"{PANEL}projects/<slug:project>/remove/", views.remove_project, name="remove_project"),
    path(f"{PANEL}ask-to-declare/", views.ask_to_declare, name="ask_to_declare"),
    path(f"{PANEL}assign/", views.assign, name="assign"),
    path(f"{PANEL}open-materials/", views.open_materials, name="open_materials"),
    path(f"{PANEL}count-record/", views.count_record, name="count_record"),
    path(f"{PANEL}close-scoring/", views.close_scoring, name="close_scoring"),
    path(f"{PANEL}reopen-scoring/", views.reopen_scoring, name="reopen_scoring"),
    path(f"{PANEL}declare/", views.declare, name="declare"),
    path(f"{PANEL}live/", views.live, name="live"),
    path(f"{PANEL}live/draw-order/", views.draw_order, name="draw_order"),
    path(f"{PANEL}live/<slug:project>/present/", views.present, name="present"),
    path(f"{PANEL}live/<slug:project>/show-scores/", views.show_scores, name="show_scores"),
    path(f"{PANEL}export/", views.export_scores, name="export_scores"),
    path(f"{PANEL}import/", views.import_scores, name="import_scores"),
    path(f"{PANEL}import/apply/", views.apply_scores, name="apply_scores"),
    path(SCORE, views.show_score, name="score"),
    path(f"{SCORE}save/", views.save_sheet, name="save_sheet"),
    path(f"{SCORE}hand-in/", views.hand_in, name="hand_in"),
    path(f"{SCORE}find-not-applicable/", views.find_not_applicable, name="find_not_applicable"),
    path(f"{SCORE}correct/", views.correct, name="correct"),
    path(f"{SCORE}drop-correction/", views.drop_correction, name="drop_correction"),
    path(f"{SCORE}recuse/", views.recuse, name="recuse"),
    path(f"{SCORE}evidence/<int:number>/", views.evidence, name="evidence"),
    path(f"{SCORE}attachments/<int:number>/", views.attachment, name="attachment"),
    path("projects/<slug:ref>/appraisal/", views.show_project, name="project"),
    path("appraisal/sheets/<slug:ref>/", views.show_sheet, name="sheet"),
    path("appraisal/sheets/<slug:ref>/pdf/", views.sheet_pdf, name="sheet_pdf"),
]
