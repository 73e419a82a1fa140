"""The list of tasks, one task, and its verbs."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from lixiang.access.doors import page_for, signed_in
from lixiang.delivery import actions, permissions, queries
from lixiang.delivery.forms.tasks import DoneForm, ExtensionForm, ProofForm, TaskForm
from lixiang.delivery.models import Meeting, Task
from lixiang.delivery.views.meeting_offers import entries_of, stored
from lixiang.files.store import download
from lixiang.ui.pages import came_from, page
from lixiang.ui.shapes import Action
from lixiang.workflow.attempts import refused, tried

POST = ("POST",)
WORDS = {
    "hand_out": "交办",
    "report_done": "办结上报",
    "close": "确认办结",
    "return_done": "退回继续办理",
    "extend": "延长时限",
    "cancel": "取消交办",
    "remind": "催办",
    "edit": "修改配合单位和备注",
    "attach": "添加佐证材料",
    "detach": "移除佐证材料",
}
# Verbs that one press makes; reporting and extending have forms of their own.
PRESSED = {
    "close": ("primary", "核实任务已经办结。", ""),
    "return_done": ("plain", "办理情况不符合要求的，退回责任单位继续办理，时限不变。", "required"),
    "cancel": ("danger", "不再需要办理的，取消交办。", "required"),
}


@signed_in(may=permissions.works_on_delivery, methods=("GET",))
def show_tasks(request: HttpRequest) -> HttpResponse:
    programme = request.programme
    narrowed = {name: request.GET.get(name, "") for name in ("shown", "project", "after")}
    words = request.GET.get("q", "").strip()
    at = request.arrived_at
    context = {
        "programme": programme,
        "periods": queries.PERIODS,
        "choices": queries.SHOWN,
        "words": words,
        **narrowed,
        "found": queries.task_page(request.user, programme, at, words=words, **narrowed) if programme else None,
        "runs": bool(programme and permissions.runs_delivery(request.user, programme)),
    }
    return page(request, "delivery/tasks.html", context)


@page_for(Task, methods=("GET",))
def show_task(request: HttpRequest, task: Task) -> HttpResponse:
    return task_shown(request, task)


def task_shown(request: HttpRequest, task: Task, **forms) -> HttpResponse:
    """The page of a task; a form that was refused comes back in its place."""
    sheet = queries.task_sheet(request.user, task, request.arrived_at)
    offered = {row.verb: row.label for row in task.transitions.offered_to(request.user, task)}
    home = reverse("delivery:task", kwargs={"ref": task.ref})
    may_remove = "report_done" in offered
    context = {
        "sheet": sheet,
        "pressed": _pressed(offered, home, sheet.due is not None),
        "may_report": may_remove,
        "may_extend": "extend" in offered,
        "may_attach": bool(offered) and permissions.takes_part_in_task(request.user, task),
        "proofs": tuple(stored(each, f"{home}files/{each.pk}/", is_removable=may_remove) for each in sheet.proofs),
        "entries": entries_of(sheet.trail, WORDS),
        "done_form": DoneForm(),
        "extension_form": ExtensionForm(),
        "proof_form": ProofForm(),
    }
    status = next((refused(form) for form in forms.values()), 200)
    return page(request, "delivery/task.html", context | forms, status=status)


def _pressed(offered: dict[str, str], home: str, is_open: bool) -> tuple[Action, ...]:
    found = [
        Action(label, f"{home}{verb.replace('_', '-')}/", tone, confirm=meaning, reason=reason)
        for verb, label in offered.items()
        if verb in PRESSED
        for tone, meaning, reason in (PRESSED[verb],)
    ]
    if is_open and "extend" in offered:
        found.insert(0, Action("催办", f"{home}remind/", confirm="向责任单位发送催办消息，一天一次。"))
    return tuple(found)


@page_for(Meeting, may=permissions.runs_meeting)
def hand_out(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    choices = {"organisations": queries.invitable(meeting.programme, request.arrived_at)}
    choices["projects"] = queries.projects_of_meeting(meeting)
    form = TaskForm(request.POST or None, **choices)
    if form.is_valid():
        words = {**form.cleaned_data, "by": request.user, "at": request.arrived_at}
        task = tried(form, actions.hand_out, meeting, **words)
        if task:
            messages.success(request, f"已交{task.organisation.short_name}办理。")
            return redirect("delivery:meeting", ref=meeting.ref)
    return page(request, "delivery/hand_out.html", {"form": form, "meeting": meeting}, status=refused(form))


@page_for(Task, may=permissions.answers_for_task, methods=POST)
def report_done(request: HttpRequest, task: Task) -> HttpResponse:
    form = DoneForm(request.POST)
    words = {"by": request.user, "at": request.arrived_at}
    if form.is_valid() and tried(form, actions.report_done, task, **form.cleaned_data, **words):
        return _done(request, task, "已上报，等待确认办结。")
    return task_shown(request, task, done_form=form)


@page_for(Task, may=permissions.supervises_task, methods=POST)
def extend(request: HttpRequest, task: Task) -> HttpResponse:
    form = ExtensionForm(request.POST)
    words = {"by": request.user, "at": request.arrived_at}
    if form.is_valid() and tried(form, actions.extend_task, task, **form.cleaned_data, **words):
        return _done(request, task, "时限已延长。")
    return task_shown(request, task, extension_form=form)


@page_for(Task, may=permissions.supervises_task, methods=POST)
def close(request: HttpRequest, task: Task) -> HttpResponse:
    actions.close_task(task, by=request.user, at=request.arrived_at)
    return _done(request, task, "已确认办结。")


@page_for(Task, may=permissions.supervises_task, methods=POST)
def return_done(request: HttpRequest, task: Task) -> HttpResponse:
    actions.return_done(task, reason=request.POST.get("reason", ""), by=request.user, at=request.arrived_at)
    return _done(request, task, "已退回继续办理。")


@page_for(Task, may=permissions.supervises_task, methods=POST)
def cancel_task(request: HttpRequest, task: Task) -> HttpResponse:
    actions.cancel_task(task, reason=request.POST.get("reason", ""), by=request.user, at=request.arrived_at)
    return _done(request, task, "交办已取消。")


@page_for(Task, may=permissions.supervises_task, methods=POST)
def remind(request: HttpRequest, task: Task) -> HttpResponse:
    actions.remind_of_task(task, by=request.user, at=request.arrived_at)
    messages.success(request, "已催办。")
    return redirect(came_from(request, reverse("delivery:task", args=(task.ref,))))


@page_for(Task, may=permissions.takes_part_in_task, methods=POST)
def attach_proof(request: HttpRequest, task: Task) -> HttpResponse:
    form = ProofForm(request.POST, request.FILES)
    if form.is_valid():
        upload = form.cleaned_data["file"]
        words = {"name": upload.name, "by": request.user, "at": request.arrived_at}
        if tried(form, actions.attach_to_task, task, upload, **words):
            return _done(request, task, "佐证材料已添加。")
    return task_shown(request, task, proof_form=form)


@page_for(Task, methods=("GET",))
def show_proof(request: HttpRequest, task: Task, number: int) -> HttpResponse:
    claim = queries.proof_of(task, number)
    if claim is None:
        raise Http404
    return download(claim.file, claim.name, inline=True)


@page_for(Task, may=permissions.answers_for_task, methods=POST)
def detach_proof(request: HttpRequest, task: Task, number: int) -> HttpResponse:
    claim = queries.proof_of(task, number)
    if claim is None:
        raise Http404
    actions.detach_from_task(task, claim, by=request.user, at=request.arrived_at)
    return redirect("delivery:task", ref=task.ref)


def _done(request: HttpRequest, task: Task, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("delivery:task", ref=task.ref)
