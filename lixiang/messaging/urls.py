"""Routes of a person's own messages, and of what the office sends, reminds of and words."""

from django.urls import path

from lixiang.messaging import views

app_name = "messaging"

urlpatterns = [
    path("messages/", views.show_list, name="list"),
    path("messages/read/", views.mark_all_read, name="mark_all_read"),
    path("programmes/<slug:ref>/slates/remind/", views.remind_of_slates, name="remind_of_slates"),
    path("programmes/<slug:ref>/returns/remind/", views.remind_of_returns, name="remind_of_returns"),
    path("messages/<int:pk>/read/", views.mark_read, name="mark_read"),
    path("messages/preferences/", views.preferences, name="preferences"),
    path("messages/outbox/", views.show_outbox, name="outbox"),
    path("messages/outbox/<int:pk>/hold/", views.hold, name="hold"),
    path("messages/outbox/<int:pk>/release/", views.release, name="release"),
    path("messages/outbox/<int:pk>/drop/", views.drop, name="drop"),
    path("programmes/<slug:ref>/outbox/halt/", views.halt, name="halt"),
    path("programmes/<slug:ref>/outbox/lift/", views.lift, name="lift"),
    path("messages/reminders/", views.show_reminders, name="reminders"),
    path("messages/words/", views.show_words, name="words"),
    path("messages/words/<slug:kind>/<slug:verb>/<int:place>/", views.edit_words, name="edit_words"),
    path("messages/words/<slug:kind>/<slug:verb>/<int:place>/reset/", views.reset_words, name="reset_words"),
]
