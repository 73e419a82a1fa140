"""How the office words its messages: the list of sentences, one sentence."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from lixiang.access.doors import signed_in
from lixiang.messaging import actions, queries
from lixiang.messaging.forms import PhrasingForm
from lixiang.messaging.permissions import is_of_an_office
from lixiang.messaging.rules import phrasings as rules
from lixiang.messaging.views.tabs import own_programme, tabs_for
from lixiang.ui.pages import page
from lixiang.workflow.findings import Refused


@signed_in(is_of_an_office, methods=("GET",))
def show_words(request: HttpRequest) -> HttpResponse:
    programme = own_programme(request)
    context = {
        "programme": programme,
        "groups": queries.lines_by_subject(programme),
        "resting": queries.resting(programme),
        "tabs": tabs_for(request.user, "messaging:words"),
    }
    return page(request, "messaging/show_words.html", context)


@signed_in(is_of_an_office)
def edit_words(request: HttpRequest, kind: str, verb: str, place: int) -> HttpResponse:
    programme, sentence = own_programme(request), _sentence(kind, verb, place)
    form = PhrasingForm(request.POST or None, initial=queries.initial_of(sentence, programme))
    findings = ()
    if form.is_valid():
        kept = {"programme": programme, "for_all": form.is_for_all, "by": request.user, "at": request.arrived_at}
        try:
            actions.word(sentence, form.cleaned_data["words"], **kept)
        except Refused as refused:
            findings = refused.findings
        else:
            messages.success(request, "已保存，今后的消息用新的用语；已经发出的不变。")
            return redirect("messaging:words")
    context = {"form": form, "findings": findings, **_about(sentence, programme)}
    return page(request, "messaging/edit_words.html", context, status=422 if findings or form.errors else 200)


@signed_in(is_of_an_office, methods=("POST",))
def reset_words(request: HttpRequest, kind: str, verb: str, place: int) -> HttpResponse:
    programme, sentence = own_programme(request), _sentence(kind, verb, place)
    for_all = request.POST.get("scope") == "office"
    actions.reset_words(sentence, programme=programme, for_all=for_all, by=request.user, at=request.arrived_at)
    messages.success(request, "已恢复原用语。")
    return redirect("messaging:words")


def _sentence(kind: str, verb: str, place: int) -> rules.Sentence:
    sentence = rules.sentence_at(kind, verb, place)
    if sentence is None:
        raise Http404
    return sentence


def _about(sentence: rules.Sentence, programme: object) -> dict[str, object]:
    line = queries.line_of(sentence, programme)
    return {
        "sentence": sentence,
        "line": line,
        "placeholders": rules.placeholders_of(sentence),
        "preview": rules.preview_of(line.words),
        "history": queries.history_of(sentence, programme),
        "programme": programme,
    }
