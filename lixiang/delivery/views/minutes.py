"""The page of a meeting's minutes: what was agreed, saved as it grows, then issued, and put right by new ones."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from lixiang.access.doors import page_for
from lixiang.delivery import actions, permissions, queries
from lixiang.delivery.forms.meetings import MinutesForm
from lixiang.delivery.models import Meeting
from lixiang.delivery.queries.meetings import Room
from lixiang.delivery.queries.minutes import hash_of_minutes, minutes_that_differ
from lixiang.ui.pages import page
from lixiang.workflow.attempts import refused, tried
from lixiang.workflow.clashes import EditedMeanwhile


@page_for(Meeting, may=permissions.runs_meeting)
def minutes(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    if request.POST.get("keep") == "theirs":
        return redirect("delivery:minutes", ref=meeting.ref)
    room = queries.room_of(request.user, meeting, request.arrived_at)
    words = {"items": room.items, "is_correction": "correct_minutes" in room.verbs}
    form = MinutesForm(request.POST or None, initial={"summary": meeting.summary}, **words)
    try:
        kept = _kept(request, meeting, form) if form.is_valid() else None
    except EditedMeanwhile as clash:
        return _clash(request, room, form, clash)
    done = _done_with(request, form, kept) if kept else ""
    if done:
        messages.success(request, done)
        return redirect("delivery:meeting", ref=meeting.ref)
    # Kept and not issued: the next save rests on what was kept just now.
    seen = (not kept and request.POST.get("seen")) or hash_of_minutes(kept or meeting)
    return _page(request, room, form, seen=seen, status=refused(form))


def _kept(request: HttpRequest, meeting: Meeting, form: MinutesForm) -> Meeting | None:
    words = {"summary": form.cleaned_data["summary"], "conclusions": form.conclusions()}
    words |= {"by": request.user, "at": request.arrived_at}
    if form.is_correction:
        reason = {"reason": form.cleaned_data["reason"], "mark": settings.MARK}
        return tried(form, actions.correct_minutes, meeting, **words, **reason)
    return tried(form, actions.write_minutes, meeting, seen=request.POST.get("seen"), **words)


def _done_with(request: HttpRequest, form: MinutesForm, kept: Meeting) -> str:
    """What was done, in words; none where the minutes are kept and may not leave yet."""
    if form.is_correction or "issue" not in request.POST:
        return "纪要已印发。" if form.is_correction else "议定事项已保存。"
    words = {"by": request.user, "at": request.arrived_at, "mark": settings.MARK}
    return "纪要已印发。" if tried(form, actions.issue_minutes, kept, **words) else ""


def _clash(request: HttpRequest, room: Room, form: MinutesForm, clash: EditedMeanwhile) -> HttpResponse:
    """Both texts of each place that differs; the next save rests on what stands now."""
    texts = minutes_that_differ(clash.current, form.cleaned_data["summary"], form.conclusions())
    seen = hash_of_minutes(clash.current)
    return _page(request, room, form, seen=seen, clash=clash.save, texts=texts, status=409)


def _page(
    request: HttpRequest, room: Room, form: MinutesForm, *, seen: str, status: int, clash: Any = None, texts: Any = ()
) -> HttpResponse:
    tasks = queries.tasks_of_meeting(request.user, room.meeting, request.arrived_at)
    context = {"form": form, "room": room, "tasks": tasks, "seen": seen, "clash": clash, "texts": texts}
    return page(request, "delivery/minutes.html", context, status=status)
