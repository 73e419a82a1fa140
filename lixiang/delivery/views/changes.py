"""The pages of changes: those of a project, of a programme, and one request with its form and its files."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from lixiang.access.doors import page_for, signed_in
from lixiang.delivery import permissions
from lixiang.delivery.actions import changes as actions
from lixiang.delivery.forms.changes import FileForm, KindsForm
from lixiang.delivery.models import ChangeRequest
from lixiang.delivery.queries import change_pages as pages
from lixiang.delivery.queries.changes import former_titles, opened_fields, opening_values
from lixiang.delivery.rules.change_kinds import AUTHORITIES
from lixiang.delivery.views.change_offers import entries_of, files_of, hand_over_offered, verbs_for
from lixiang.files.store import download
from lixiang.programmes.permissions import is_of_the_section
from lixiang.projects.forms import beside_of, lines_of, typed, whole_number
from lixiang.projects.models import Project
from lixiang.projects.queries.choices import clauses_of
from lixiang.projects.rules.content import both_texts
from lixiang.ui.pages import page
from lixiang.ui.saving import clashed, is_autosave, saved
from lixiang.workflow.attempts import refused, tried
from lixiang.workflow.clashes import EditedMeanwhile
from lixiang.workflow.findings import Finding, Refused


@signed_in(methods=("GET",))
def show_list(request: HttpRequest) -> HttpResponse:
    shown, words = request.GET.get("shown", ""), request.GET.get("q", "").strip()
    programme = request.programme
    narrowed = {"shown": shown, "words": words, "after": request.GET.get("after", "")}
    context = {
        "programme": programme,
        "choices": {key: word for key, (word, _) in pages.SHOWN.items()},
        "shown": shown,
        "words": words,
        "found": pages.page_of(request.user, programme, **narrowed) if programme else pages.Page(()),
    }
    return page(request, "delivery/change_list.html", context)


@page_for(Project, may=permissions.may_see, methods=("GET",))
def show_changes(request: HttpRequest, project: Project) -> HttpResponse:
    return _of_project(request, project, KindsForm(pages.kinds_to_ask(request.user, project)))


@page_for(Project, may=permissions.may_ask_for_change, methods=("POST",))
def draft(request: HttpRequest, project: Project) -> HttpResponse:
    form = KindsForm(pages.kinds_to_ask(request.user, project), request.POST)
    words = {"by": request.user, "at": request.arrived_at}
    begun = tried(form, actions.draft, project, form.cleaned_data["kinds"], **words) if form.is_valid() else None
    return redirect("delivery:change", ref=begun.ref) if begun else _of_project(request, project, form)


def _of_project(request: HttpRequest, project: Project, form: KindsForm) -> HttpResponse:
    context = {
        "project": project,
        "form": form,
        "chosen": form.data.getlist("kinds") if form.is_bound else (),
        "kinds": pages.kinds_to_ask(request.user, project),
        "lines": pages.lines_of(request.user, project),
        "former": former_titles(project),
        "authorities": AUTHORITIES,
        "clauses": clauses_of(project.version),
        "is_inside": is_of_the_section(request.user, project.programme),
        "handing_over": hand_over_offered(request.user, project),
    }
    return page(request, "delivery/changes.html", context, status=refused(form))


# --- one request -----------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Attempt:
    """What was sent and not taken: it stays on the page, with the reasons."""

    values: dict[str, Any] | None = None
    findings: tuple[Finding, ...] = ()
    form: FileForm | None = None
    clash: ChangeRequest | None = None
    texts: tuple[tuple[str, str, str], ...] = ()

    @property
    def status(self) -> int:
        if self.clash:
            return 409
        return 422 if self.findings or (self.form and self.form.errors) else 200


@page_for(ChangeRequest, methods=("GET",))
def show(request: HttpRequest, change: ChangeRequest) -> HttpResponse:
    return _sheet(request, change, Attempt())


@page_for(ChangeRequest, may=permissions.asks_for_change, methods=("POST",))
def save(request: HttpRequest, change: ChangeRequest) -> HttpResponse:
    if request.POST.get("keep") == "theirs":
        return redirect("delivery:change", ref=change.ref)
    values, expected = typed(request.POST), whole_number(request.POST.get("version", ""))
    words = {"expected": -1 if expected is None else expected, "by": request.user, "at": request.arrived_at}
    try:
        kept = actions.save_request(change, values, request.POST.get("reason", ""), **words)
    except EditedMeanwhile as clash:
        return _clash(request, clash.current, values)
    except Refused as refusal:
        return _not_kept(request, change, Attempt(values, refusal.findings))
    if is_autosave(request):
        return _kept(request, kept, is_new=kept.saves != expected)
    messages.success(request, "已保存，请核对变更前后的内容后提交。")
    return redirect("delivery:change", ref=change.ref)


def _kept(request: HttpRequest, change: ChangeRequest, *, is_new: bool) -> HttpResponse:
    """To a save by itself: the difference as it is now, since that is what will be handed in.

    Where nothing is new, nothing moves under the hand that is about to press the button.
    """
    if not is_new:
        return saved(change.saved_at, version=change.saves)
    sheet = pages.sheet_of(request.user, change, request.arrived_at)
    context = {"sheet": sheet, "change": change, "beside": beside_of(sheet.part, sheet.findings)}
    return saved(change.saved_at, version=change.saves, answer=page(request, "delivery/_change_kept.html", context))


def _clash(request: HttpRequest, current: ChangeRequest, values: dict[str, Any]) -> HttpResponse:
    """Both texts of every field that differs, the reason too; the version that the choice will rest on."""
    texts = both_texts(opened_fields(current), values, opening_values(current))
    mine = values.get("reason", "")
    texts += (("变更理由", mine, current.reason),) if mine.split() != current.reason.split() else ()
    attempt = Attempt(values, clash=current, texts=texts)
    if not is_autosave(request):
        return _sheet(request, current, attempt)
    return clashed(page(request, "delivery/_change_clash.html", {"attempt": attempt}, status=409), current.saves)


def _not_kept(request: HttpRequest, change: ChangeRequest, attempt: Attempt) -> HttpResponse:
    if not is_autosave(request):
        return _sheet(request, change, attempt)
    context = {"attempt": attempt, "clauses": clauses_of(change.project.version)}
    return page(request, "delivery/_change_not_kept.html", context, status=422)


@page_for(ChangeRequest, may=permissions.asks_for_change, methods=("POST",))
def attach(request: HttpRequest, change: ChangeRequest) -> HttpResponse:
    form = FileForm(request.POST, request.FILES)
    upload = form.cleaned_data["file"] if form.is_valid() else None
    words = {"by": request.user, "at": request.arrived_at}
    if upload and tried(form, actions.attach, change, upload, name=upload.name, **words):
        messages.success(request, "附件已上传。")
        return redirect("delivery:change", ref=change.ref)
    return _sheet(request, change, Attempt(form=form))


@page_for(ChangeRequest, may=permissions.asks_for_change, methods=("POST",))
def detach(request: HttpRequest, change: ChangeRequest, number: int) -> HttpResponse:
    actions.detach(change, number, by=request.user, at=request.arrived_at)
    return redirect("delivery:change", ref=change.ref)


@page_for(ChangeRequest, methods=("GET",))
def fetch(request: HttpRequest, change: ChangeRequest, number: int) -> HttpResponse:
    claim = pages.file_of(change, number)
    if claim is None:
        raise Http404
    return download(claim.file, claim.name, inline=True)


def _sheet(request: HttpRequest, change: ChangeRequest, attempt: Attempt) -> HttpResponse:
    sheet = pages.sheet_of(request.user, change, request.arrived_at)
    values = {**sheet.values, **(attempt.values or {})}
    told = attempt.findings or sheet.findings
    context = {
        "sheet": sheet,
        "change": change,
        "attempt": attempt,
        "lines": lines_of(sheet, sheet.part, told, values) if sheet.is_writer else [],
        "reason": (attempt.values or {}).get("reason", change.reason),
        "file_form": attempt.form or FileForm(),
        "files": files_of(sheet.files, "delivery:change_file", change.ref, removable=sheet.is_writer),
        "verbs": verbs_for(request.user, sheet),
        "entries": entries_of(sheet.trail, change.transitions),
    }
    return page(request, "delivery/change.html", context, status=attempt.status)
