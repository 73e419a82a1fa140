"""The list of meetings, one meeting, and its verbs; what is refused is told beside the form or on a page."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from lixiang.access.doors import page_for, signed_in
from lixiang.delivery import actions, permissions, queries
from lixiang.delivery.forms.meetings import CorrectionForm, EditForm, ItemForm, MaterialForm, MeetingForm, facts_of
from lixiang.delivery.models import Meeting
from lixiang.delivery.views import meeting_offers as offers
from lixiang.delivery.views.chosen import programme_of
from lixiang.ui.pages import page
from lixiang.workflow.attempts import refused, tried


@signed_in(may=permissions.works_on_delivery, methods=("GET",))
def show_meetings(request: HttpRequest) -> HttpResponse:
    programme = request.programme
    asked = request.GET.get("period", "")
    period = asked if asked in queries.PERIODS else queries.UPCOMING
    narrowed = {"period": period, "project": request.GET.get("project", ""), "after": request.GET.get("after", "")}
    context = {
        "programme": programme,
        "periods": queries.PERIODS,
        "period": period,
        "project": narrowed["project"],
        "found": queries.meeting_page(request.user, programme, **narrowed) if programme else None,
        "runs": bool(programme and permissions.runs_delivery(request.user, programme)),
        "kinds": queries.kinds_of(programme, request.arrived_at) if programme else (),
    }
    return page(request, "delivery/meetings.html", context)


@signed_in(may=permissions.works_on_delivery)
def add_meeting(request: HttpRequest) -> HttpResponse:
    programme = programme_of(request)
    if not permissions.runs_delivery(request.user, programme):
        raise Http404
    choices = {"kinds": queries.kinds_of(programme, request.arrived_at)}
    choices["organisations"] = queries.invitable(programme, request.arrived_at)
    first = {"organisations": queries.usually_invited(programme)}
    form = MeetingForm(request.POST or None, initial=first, **choices)
    if form.is_valid():
        words = {**form.cleaned_data, "by": request.user, "at": request.arrived_at}
        meeting = tried(form, actions.draft_meeting, programme, **words)
        if meeting:
            return _done(request, meeting, "会议已拟定，请排好议程后印发通知。")
    context = {"form": form, "title": "拟定会议", "label": "保存", "meeting": None, "programme": programme}
    return page(request, "delivery/fill_meeting.html", context, status=refused(form))


@page_for(Meeting, methods=("GET",))
def show_meeting(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    return meeting_shown(request, meeting)


def meeting_shown(
    request: HttpRequest, meeting: Meeting, *, item_form: ItemForm | None = None, file_form: MaterialForm | None = None
) -> HttpResponse:
    """The page of a meeting; a form that was refused comes back in its place."""
    room = queries.room_of(request.user, meeting, request.arrived_at)
    own = () if room.is_section else room.invitations
    projects = queries.projects_for_agenda(meeting) if room.may_arrange else ()
    filled = item_form or file_form
    context = {
        "room": room,
        "own": own,
        "pressed": offers.pressed_for(room),
        "links": offers.links_for(room),
        "files": offers.files_of(room),
        "entries": offers.entries_of(room.trail),
        "next_words": offers.next_words(room, own),
        "open_projects": queries.visible_projects(request.user, room.items),
        "tasks": queries.tasks_of_meeting(request.user, meeting, request.arrived_at),
        "item_form": item_form or ItemForm(projects=projects),
        "file_form": file_form or MaterialForm(),
    }
    return page(request, "delivery/meeting.html", context, status=refused(filled) if filled else 200)


@page_for(Meeting, may=permissions.runs_meeting)
def edit_meeting(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    first = facts_of(meeting) | {"organisations": queries.invited_ids(meeting)}
    choices = queries.invitable(meeting.programme, request.arrived_at)
    form = EditForm(request.POST or None, initial=first, organisations=choices)
    if form.is_valid():
        words = {**form.cleaned_data, "by": request.user, "at": request.arrived_at}
        if tried(form, actions.edit_meeting, meeting, **words):
            return _done(request, meeting, "已保存。")
    context = {"form": form, "title": "修改会议安排", "label": "保存", "meeting": meeting}
    return page(request, "delivery/fill_meeting.html", context, status=refused(form))


@page_for(Meeting, may=permissions.runs_meeting)
def correct_notice(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    form = CorrectionForm(request.POST or None, initial=facts_of(meeting))
    if form.is_valid():
        words = {**form.cleaned_data, "by": request.user, "at": request.arrived_at, "mark": settings.MARK}
        if tried(form, actions.correct_notice, meeting, **words):
            return _done(request, meeting, "更正通知已印发。")
    context = {"form": form, "title": "更正会议安排", "label": "印发更正通知", "meeting": meeting}
    return page(request, "delivery/fill_meeting.html", context, status=refused(form))


@page_for(Meeting, may=permissions.runs_meeting, methods=("POST",))
def announce(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    reason = request.POST.get("reason", "")
    actions.announce(meeting, reason=reason, by=request.user, at=request.arrived_at, mark=settings.MARK)
    return _done(request, meeting, "会议通知已印发，等待参会单位签收和报送参会人员。")


@page_for(Meeting, may=permissions.runs_meeting, methods=("POST",))
def hold(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    actions.hold(meeting, by=request.user, at=request.arrived_at)
    return _done(request, meeting, "已登记召开，请登记参会人员、填写议定事项。")


@page_for(Meeting, may=permissions.runs_meeting, methods=("POST",))
def cancel_meeting(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    reason = request.POST.get("reason", "")
    actions.cancel_meeting(meeting, reason=reason, by=request.user, at=request.arrived_at, mark=settings.MARK)
    return _done(request, meeting, "会议已取消。")


def _done(request: HttpRequest, meeting: Meeting, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("delivery:meeting", ref=meeting.ref)
