"""Routes of plans: the list, one project's progress, the verbs of milestones, goals and lamps."""

from django.urls import path

from lixiang.delivery.views import goals, lamps, milestones, progress

urlpatterns = [
    path("progress/", progress.show_list, name="progress_list"),
    path("progress/xlsx/", progress.export, name="progress_xlsx"),
    path("projects/<slug:ref>/progress/", progress.show, name="progress"),
    path("projects/<slug:ref>/progress/print/", progress.print_sheet, name="progress_print"),
    path("milestones/<slug:ref>/complete/", milestones.complete, name="complete_milestone"),
    path("milestones/<slug:ref>/reopen/", milestones.reopen, name="reopen_milestone"),
    path("milestones/<slug:ref>/evidence/", milestones.evidence, name="milestone_evidence"),
    path("milestones/<slug:ref>/evidence/<int:number>/", milestones.evidence_file, name="milestone_file"),
    path(
        "milestones/<slug:ref>/evidence/<int:number>/detach/", milestones.detach_evidence, name="detach_from_milestone"
    ),
    path("goals/<slug:ref>/report/", goals.report_goal, name="report_goal"),
    path("lamps/<slug:ref>/override-lamp/", lamps.override_lamp, name="override_lamp"),
    path("lamps/<slug:ref>/withdraw-override/", lamps.withdraw_override, name="withdraw_override"),
]
