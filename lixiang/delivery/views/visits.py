"""The page of a visit, made for a phone: saved as one goes, photos from the camera, handed in at the end."""

from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import localtime

from lixiang.access.doors import page_for
from lixiang.delivery import permissions
from lixiang.delivery.actions import inspections as actions
from lixiang.delivery.actions import observations
from lixiang.delivery.forms.inspections import ObservationForm, PaperForm, RecordForm, VisitForm
from lixiang.delivery.models import Inspection
from lixiang.delivery.queries import inspections as queries
from lixiang.delivery.views.inspections import back_to
from lixiang.people.roles import Role
from lixiang.projects.forms import whole_number
from lixiang.ui.pages import page
from lixiang.ui.saving import clashed, is_autosave, saved
from lixiang.ui.shapes import StoredFile
from lixiang.ui.written import clock
from lixiang.workflow.attempts import refused, tried
from lixiang.workflow.clashes import EditedMeanwhile
from lixiang.workflow.findings import Finding

POST = ("POST",)
LABELS = {"text": "督导情况", "lamp": "建议亮灯", "reason": "理由", "place": "督导地点", "met": "参加人员"}
HEAD = 0  # the part of the page that is about no project


@dataclass(frozen=True)
class Attempt:
    """What was just refused, so that nothing typed is lost: the part, its form, what is wrong, who saved meanwhile."""

    key: int | None = None
    form: Any = None
    record: Any = None
    findings: tuple[Finding, ...] = ()
    clash: Any = None
    texts: tuple[tuple[str, str, str], ...] = ()


@page_for(Inspection, may=permissions.writes_down, methods=("GET",))
def visit(request: HttpRequest, inspection: Inspection) -> HttpResponse:
    return _page(request, inspection, Attempt())


def _page(request: HttpRequest, inspection: Inspection, attempt: Attempt, *, status: int = 200) -> HttpResponse:
    sheet = queries.sheet_of(request.user, inspection)
    prefix = reverse("delivery:inspection", args=[inspection.ref])
    record = attempt.record or RecordForm(initial={"visited_on": localtime(request.arrived_at).date()})
    context = {
        "inspection": inspection,
        "prefix": prefix,
        "head": _form_of(HEAD, VisitForm, inspection, attempt),
        "parts": [_part(found, prefix, attempt) for found in sheet.found],
        "attempt": attempt,
        "record": record,
        "is_own": permissions.visits(request.user, inspection),
        "enters": permissions.enters(request.user, inspection),
    }
    return page(request, "delivery/inspections/visit.html", context, status=status)


def _part(found: queries.Found, prefix: str, attempt: Attempt) -> tuple[Any, Any, list[StoredFile]]:
    observation = found.observation
    photos = [
        StoredFile(
            claim.name,
            f"{prefix}files/{claim.pk}/",
            claim.file.size,
            claim.file.sha256,
            claim.by_name,
            claim.at,
            remove_url=f"{prefix}files/{claim.pk}/detach/",
        )
        for claim in found.photos
    ]
    return observation, _form_of(observation.pk, ObservationForm, observation, attempt), photos


def _form_of(key: int, form: type, thing: Any, attempt: Attempt) -> Any:
    if attempt.key == key and attempt.form:
        return attempt.form
    initial = {name: getattr(thing, name) for name in form.base_fields}
    return form(initial=initial, auto_id=f"id_{key}_%s")


@page_for(Inspection, may=permissions.writes_down, methods=POST)
def save_visit(request: HttpRequest, inspection: Inspection) -> HttpResponse:
    form = VisitForm(request.POST, auto_id=f"id_{HEAD}_%s")
    return _save(request, inspection, HEAD, form, observations.save_visit, inspection)


@page_for(Inspection, may=permissions.writes_down, methods=POST)
def save_observation(request: HttpRequest, inspection: Inspection, number: int) -> HttpResponse:
    observation = _observation(request, inspection, number)
    form = ObservationForm(request.POST, auto_id=f"id_{number}_%s")
    return _save(request, inspection, number, form, observations.observe, observation)


def _observation(request: HttpRequest, inspection: Inspection, number: int) -> Any:
    observation = queries.observation_of(request.user, inspection, number)
    if observation is None:
        raise Http404
    return observation


def _save(request: HttpRequest, inspection: Inspection, key: int, form: Any, action: Any, thing: Any) -> HttpResponse:
    """One part: 204 to an autosave, back to the part otherwise; nothing typed is lost by a refusal or a clash."""
    if request.POST.get("keep") == "theirs":
        return _back(inspection, key)
    if not form.is_valid():
        return _refused(request, inspection, Attempt(key, form))
    expected = whole_number(request.POST.get("version", ""))
    words = {"expected": -1 if expected is None else expected, "by": request.user, "at": request.arrived_at}
    try:
        kept = tried(form, action, thing, **form.cleaned_data, **words)
    except EditedMeanwhile as clash:
        return _clash(request, inspection, Attempt(key, form, clash=clash.current))
    if kept is None:
        return _refused(request, inspection, Attempt(key, form))
    if is_autosave(request):
        return saved(kept.saved_at, version=kept.saves)
    messages.success(request, f"已于{clock(kept.saved_at)}保存。")
    return _back(inspection, key)


def _refused(request: HttpRequest, inspection: Inspection, attempt: Attempt) -> HttpResponse:
    if not is_autosave(request):
        return _page(request, inspection, attempt, status=422)
    return page(request, "delivery/inspections/_refused.html", {"attempt": attempt}, status=422)


def _clash(request: HttpRequest, inspection: Inspection, attempt: Attempt) -> HttpResponse:
    """Both texts of every field that differs; the version that the choice will rest on."""
    form, current = attempt.form, attempt.clash
    pairs = ((name, form.cleaned_data[name], getattr(current, name)) for name in form.cleaned_data)
    texts = tuple((LABELS[name], mine, theirs) for name, mine, theirs in pairs if mine != theirs)
    attempt = replace(attempt, texts=texts)
    if not is_autosave(request):
        return _page(request, inspection, attempt, status=409)
    return clashed(page(request, "delivery/inspections/_clash.html", {"attempt": attempt}, status=409), current.saves)


def _back(inspection: Inspection, key: int) -> HttpResponse:
    return redirect(f"{reverse('delivery:visit', args=[inspection.ref])}#part-{key}")


@page_for(Inspection, may=permissions.writes_down, methods=POST)
def attach_photos(request: HttpRequest, inspection: Inspection, number: int) -> HttpResponse:
    observation = _observation(request, inspection, number)
    uploads = [(upload, upload.name) for upload in request.FILES.getlist("photos")]
    kept, findings = observations.attach_photos(observation, uploads, by=request.user, at=request.arrived_at)
    if kept:
        messages.success(request, f"已上传{len(kept)}张照片。")
    if findings or not uploads:
        told = findings or (Finding("no_file", "请先拍照或者选择照片。"),)
        return _page(request, inspection, Attempt(number, findings=told), status=422)
    return _back(inspection, number)


@page_for(Inspection, may=permissions.writes_down, methods=POST)
def detach(request: HttpRequest, inspection: Inspection, number: int) -> HttpResponse:
    claim = queries.file_of(request.user, inspection, number)
    if claim is None:
        raise Http404
    observations.detach(inspection, claim, by=request.user, at=request.arrived_at)
    return _back(inspection, claim.subject_id)


@page_for(Inspection, may=permissions.visits, methods=POST)
def record_visit(request: HttpRequest, inspection: Inspection) -> HttpResponse:
    form = RecordForm(request.POST)
    if form.is_valid():
        words = {**form.cleaned_data, "by": request.user, "at": request.arrived_at}
        if tried(form, actions.record_visit, inspection, **words):
            return back_to(request, inspection, "督导记录已提交。需要整改的，请在下方开具整改单。")
    return _page(request, inspection, Attempt(record=form), status=422)


@page_for(Inspection, may=permissions.enters)
def enter_paper(request: HttpRequest, inspection: Inspection) -> HttpResponse:
    people = queries.inspectors_of(inspection.programme, Role.INSPECTOR)
    form = PaperForm(request.POST or None, request.FILES or None, inspectors=people)
    if form.is_valid():
        words = {**form.chosen(), "by": request.user, "at": request.arrived_at}
        if tried(form, actions.enter_paper, inspection, **words):
            return back_to(request, inspection, "已补录，等待督导员确认；确认以前不作为任何依据。")
    context = {"form": form, "inspection": inspection, "title": "补录纸质督导记录", "label": "提交补录"}
    return page(request, "delivery/inspections/fill.html", context, status=refused(form))
