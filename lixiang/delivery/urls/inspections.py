"""Routes of inspections and of the rectification tickets that come of them."""

from django.urls import path

from lixiang.delivery.views import inspections, rectifications, visits

ONE = "inspections/<slug:ref>/"
PART = f"{ONE}observations/<int:number>/"
TICKET = "rectifications/<slug:ref>/"

urlpatterns = [
    path("inspections/", inspections.show_list, name="inspections"),
    path("inspections/plan/", inspections.plan, name="plan_inspection"),
    path("inspections/coverage/", inspections.coverage, name="coverage"),
    path(ONE, inspections.show, name="inspection"),
    path(f"{ONE}replan/", inspections.replan, name="replan"),
    path(f"{ONE}confirm/", inspections.confirm, name="confirm_inspection"),
    path(f"{ONE}dispute/", inspections.dispute, name="dispute_inspection"),
    path(f"{ONE}close/", inspections.close, name="close_inspection"),
    path(f"{ONE}cancel/", inspections.cancel, name="cancel_inspection"),
    path(f"{ONE}files/<int:number>/", inspections.fetch, name="inspection_file"),
    path(f"{ONE}files/<int:number>/detach/", visits.detach, name="detach_photo"),
    path(f"{ONE}visit/", visits.visit, name="visit"),
    path(f"{ONE}visit/save/", visits.save_visit, name="save_visit"),
    path(f"{PART}save/", visits.save_observation, name="save_observation"),
    path(f"{PART}attach/", visits.attach_photos, name="attach_photos"),
    path(f"{PART}rectify/", rectifications.open_rectification, name="open_rectification"),
    path(f"{ONE}record-visit/", visits.record_visit, name="record_visit"),
    path(f"{ONE}enter-paper/", visits.enter_paper, name="enter_paper"),
    path("projects/<slug:ref>/inspections/", inspections.of_project, name="inspections_of_project"),
    path("rectifications/", rectifications.show_list, name="rectifications"),
    path("rectifications/xlsx/", rectifications.workbook, name="rectifications_workbook"),
    path(TICKET, rectifications.show, name="rectification"),
    path(f"{TICKET}pdf/", rectifications.paper, {"form": "pdf"}, name="rectification_pdf"),
    path(f"{TICKET}docx/", rectifications.paper, {"form": "docx"}, name="rectification_docx"),
    path(f"{TICKET}files/<int:number>/", rectifications.fetch, name="proof"),
    path(f"{TICKET}answer/", rectifications.answer, name="answer_rectification"),
    path(f"{TICKET}extend/", rectifications.extend, name="extend_rectification"),
    path(f"{TICKET}close/", rectifications.close, name="close_rectification"),
    path(f"{TICKET}send-back/", rectifications.send_back, name="send_back_rectification"),
    path(f"{TICKET}cancel/", rectifications.cancel, name="cancel_rectification"),
    path(f"{TICKET}remind/", rectifications.remind, name="remind_rectification"),
]
