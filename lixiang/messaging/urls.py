"""Routes of a person's own messages."""

from django.urls import path

from lixiang.messaging import views

app_name = "messaging"

urlpatterns = [
    path("messages/", views.show_list, name="list"),
    path("messages/read/", views.mark_all_read, name="mark_all_read"),
    path("programmes/<slug:ref>/slates/remind/", views.remind_of_slates, name="remind_of_slates"),
    path("programmes/<slug:ref>/returns/remind/", views.remind_of_returns, name="remind_of_returns"),
    path("messages/<int:pk>/read/", views.mark_read, name="mark_read"),
]
