"""Routes of nominations: slates with their verbs and papers, the overview, a project before its nominator."""

from django.urls import path

from lixiang.nominations.views import exports, overview, projects, slates

app_name = "nominations"

urlpatterns = [
    path("slates/", slates.show_list, name="list"),
    path("slates/<slug:ref>/", slates.show, name="slate"),
    path("slates/<slug:ref>/take-up/", slates.take_up, name="take_up"),
    path("slates/<slug:ref>/set-aside/", slates.set_aside, name="set_aside"),
    path("slates/<slug:ref>/put-in-order/", slates.put_in_order, name="put_in_order"),
    path("slates/<slug:ref>/endorse/", slates.endorse, name="endorse"),
    path("slates/<slug:ref>/reopen/", slates.reopen, name="reopen"),
    path("slates/<slug:ref>/hand-in/", slates.hand_in, name="hand_in"),
    path("slates/<slug:ref>/sheets/<int:number>/", exports.download_sheet, name="sheet"),
    path("slates/<slug:ref>/sheet.pdf", exports.sheet_paper, name="sheet_paper"),
    path("slates/<slug:ref>/receipts/<int:number>/", slates.receipt, name="receipt"),
    path("slates/<slug:ref>/receipts/<int:number>/receipt.pdf", exports.receipt_paper, name="receipt_paper"),
    path("slates/<slug:ref>/summary.xlsx", exports.summary_of_slate, name="summary_of_slate"),
    path("slates/<slug:ref>/attachments.zip", exports.attachments_of_slate, name="attachments_of_slate"),
    path("slates/programmes/<slug:ref>/", overview.show, name="overview"),
    path("slates/programmes/<slug:ref>/<str:code>/open/", slates.open_slate, name="open_slate"),
    path("slates/programmes/<slug:ref>/summary.xlsx", exports.summary, name="summary"),
    path("slates/programmes/<slug:ref>/attachments.zip", exports.attachments, name="attachments"),
    path("programmes/<slug:ref>/versions/<int:number>/touched/", overview.touched, name="touched"),
    path("projects/<slug:ref>/send-back-to-unit/", projects.send_back, name="send_back"),
    path("projects/<slug:ref>/extend-return-to-unit/", projects.extend_return, name="extend_return"),
    path("projects/<slug:ref>/pass-over/", projects.pass_over, name="pass_over"),
    path("projects/<slug:ref>/withdraw/", projects.withdraw, name="withdraw"),
    path("projects/<slug:ref>/nominate/", projects.nominate, name="nominate"),
]
