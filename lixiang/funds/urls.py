"""Routes of money: a project's statement and its verbs, payment orders, spendings, the programme as a whole."""

from django.urls import path

from lixiang.funds import views

app_name = "funds"

OF_A_PROJECT = "projects/<slug:ref>/money/"

urlpatterns = [
    path("money/", views.show_money, name="money"),
    path("money/organisations/", views.show_organisations, name="organisations"),
    path("money/programmes/<slug:ref>/export.xlsx", views.workbook, name="workbook"),
    path("money/programmes/<slug:ref>/export.csv", views.csv_file, name="csv"),
    path("payment-orders/", views.show_orders, name="payment_orders"),
    path("payment-orders/<slug:ref>/", views.show_order, name="payment_order"),
    path("payment-orders/<slug:ref>/authorise/", views.authorise, name="authorise"),
    path("payment-orders/<slug:ref>/pay/", views.pay, name="pay"),
    path("payment-orders/<slug:ref>/cancel/", views.cancel, name="cancel"),
    path("payment-orders/<slug:ref>/bounce/", views.bounce, name="bounce"),
    path("spendings/", views.show_spendings, name="spendings"),
    path("spendings/<slug:ref>/", views.show_spending, name="spending"),
    path("spendings/<slug:ref>/receipts/<int:number>/", views.receipt, name="receipt"),
    path("spendings/<slug:ref>/accept/", views.accept, name="accept"),
    path("spendings/<slug:ref>/send-back/", views.send_back, name="send_back"),
    path("spendings/<slug:ref>/hand-in/", views.hand_in, name="hand_in"),
    path("spendings/<slug:ref>/withdraw/", views.withdraw, name="withdraw"),
    path(OF_A_PROJECT, views.statement, name="statement"),
    path(f"{OF_A_PROJECT}pdf/", views.paper, {"ending": "pdf"}, name="pdf"),
    path(f"{OF_A_PROJECT}docx/", views.paper, {"ending": "docx"}, name="docx"),
    path(f"{OF_A_PROJECT}grant/", views.grant, name="grant"),
    path(f"{OF_A_PROJECT}set-budget/", views.set_budget, name="set_budget"),
    path(f"{OF_A_PROJECT}order/<slug:tranche>/", views.order, name="order"),
    path(f"{OF_A_PROJECT}record-spending/", views.record_spending, name="record_spending"),
    path(f"{OF_A_PROJECT}give-back/", views.give_back, name="give_back"),
    path(f"{OF_A_PROJECT}recover/", views.recover, name="recover"),
    path(f"{OF_A_PROJECT}match/", views.match, name="match"),
    path(f"{OF_A_PROJECT}entries/<int:number>/reverse/", views.reverse, name="reverse"),
]
