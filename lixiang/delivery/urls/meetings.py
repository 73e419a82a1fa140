"""Routes of meetings: the list, one meeting with its parts, each verb."""

from django.urls import path

from lixiang.delivery.views import agendas, attendance, feeds, materials, meetings, minutes, tasks

ONE = "meetings/<slug:ref>/"
urlpatterns = [
    path("meetings/", meetings.show_meetings, name="meetings"),
    path("meetings/add/", meetings.add_meeting, name="add_meeting"),
    path(ONE, meetings.show_meeting, name="meeting"),
    path(f"{ONE}edit/", meetings.edit_meeting, name="edit_meeting"),
    path(f"{ONE}announce/", meetings.announce, name="announce"),
    path(f"{ONE}correct-notice/", meetings.correct_notice, name="correct_notice"),
    path(f"{ONE}hold/", meetings.hold, name="hold"),
    path(f"{ONE}cancel/", meetings.cancel_meeting, name="cancel_meeting"),
    path(f"{ONE}add-item/", agendas.add_item, name="add_item"),
    path(f"{ONE}remove/", agendas.remove_item, name="remove_item"),
    path(f"{ONE}put-in-order/", agendas.put_in_order, name="put_in_order"),
    path(f"{ONE}reply/<slug:code>/", attendance.reply, name="reply"),
    path(f"{ONE}attendance/", attendance.attendance, name="attendance"),
    path(f"{ONE}minutes/", minutes.minutes, name="minutes"),
    path(f"{ONE}hand-out/", tasks.hand_out, name="hand_out"),
    path(f"{ONE}attach/", materials.attach, name="attach"),
    path(f"{ONE}files/<int:number>/", materials.show_file, name="file"),
    path(f"{ONE}files/<int:number>/detach/", materials.detach, name="detach"),
    path(f"{ONE}pack/pdf/", materials.pack, {"form": "pdf"}, name="pack_pdf"),
    path(f"{ONE}pack/docx/", materials.pack, {"form": "docx"}, name="pack_docx"),
    path(f"{ONE}calendar.ics", materials.calendar_entry, name="calendar_entry"),
    path("calendar/subscribe/", feeds.show_calendar, name="calendar"),
    path("calendar/renew/", feeds.renew, name="renew_calendar"),
    path("calendar/<slug:ref>/<slug:token>.ics", feeds.feed, name="feed"),
]
