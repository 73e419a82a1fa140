"""The routes of allauth that the product opens; its sign-up, e-mail and reset pages do not exist here."""

from allauth.account import views
from django.urls import path

from lixiang.access.doors import open_to_all

urlpatterns = [
    path("login/", open_to_all(views.login), name="account_login"),
    path("logout/", open_to_all(views.logout), name="account_logout"),
    path("inactive/", open_to_all(views.account_inactive), name="account_inactive"),
]
