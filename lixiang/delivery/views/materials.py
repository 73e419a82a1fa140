"""Files of a meeting: photos and materials, the pack, the calendar entry."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from lixiang.access.doors import page_for
from lixiang.delivery import actions, permissions, queries
from lixiang.delivery.documents.packs import rendered_pack
from lixiang.delivery.forms.meetings import MaterialForm
from lixiang.delivery.models import Meeting
from lixiang.delivery.views.meetings import meeting_shown
from lixiang.files.sending import made
from lixiang.files.store import download
from lixiang.workflow.attempts import tried


@page_for(Meeting, may=permissions.runs_meeting, methods=("POST",))
def attach(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    form = MaterialForm(request.POST, request.FILES)
    if form.is_valid():
        upload, part = form.cleaned_data["file"], form.cleaned_data["part"]
        words = {"name": upload.name, "part": part, "by": request.user, "at": request.arrived_at}
        if tried(form, actions.attach_to_meeting, meeting, upload, **words):
            messages.success(request, "文件已添加。")
            return redirect("delivery:meeting", ref=meeting.ref)
    return meeting_shown(request, meeting, file_form=form)


@page_for(Meeting, methods=("GET",))
def show_file(request: HttpRequest, meeting: Meeting, number: int) -> HttpResponse:
    claim = queries.file_of(meeting, number)
    if claim is None:
        raise Http404
    return download(claim.file, claim.name, inline=True)


@page_for(Meeting, may=permissions.runs_meeting, methods=("POST",))
def detach(request: HttpRequest, meeting: Meeting, number: int) -> HttpResponse:
    claim = queries.file_of(meeting, number)
    if claim is None:
        raise Http404
    actions.detach_from_meeting(meeting, claim, by=request.user, at=request.arrived_at)
    return redirect("delivery:meeting", ref=meeting.ref)


@page_for(Meeting, may=permissions.runs_meeting, methods=("GET",))
def pack(request: HttpRequest, meeting: Meeting, form: str) -> HttpResponse:
    """The material of the projects on the agenda, made anew from what is approved and accepted now."""
    pdf, docx, _ = rendered_pack(meeting.pk)
    return made({"pdf": pdf, "docx": docx}[form], f"{meeting}材料.{form}", inline=True)


@page_for(Meeting, methods=("GET",))
def calendar_entry(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    return made(queries.calendar_of_meeting(meeting, request.get_host()), f"{meeting}.ics")
