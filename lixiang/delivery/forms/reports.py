"""Shapes what is typed about reports: the report itself, a return, an acceptance, an ad-hoc request."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Self

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from lixiang.delivery.models import Report
from lixiang.delivery.models.report_facts import Form, form_of
from lixiang.delivery.rules.report_kinds import EVIDENCE, Question
from lixiang.delivery.rules.report_requests import Asked
from lixiang.delivery.rules.reports import RESULTS
from lixiang.people.models import Organisation
from lixiang.programmes.rules.days import end_of
from lixiang.projects.rules.kinds import Category
from lixiang.workflow.findings import Finding

NOT_CHOSEN = ("", "请选择")
DAY = "%Y-%m-%d"  # what a field of type date reads
DAYS_TO_MEND, DAYS_TO_ANSWER = 5, 7
MOST_QUESTIONS = 20


class ReportForm(forms.Form):
    """The questions of one report, filled with what stands there; what is sent is read as it is and judged later."""

    use_required_attribute = False  # a half-filled report can be saved

    def __init__(self, asked: Form, values: Mapping[str, Any]) -> None:
        super().__init__(initial=values)
        for question in asked.questions:
            self.fields[question.name] = _field(question)
        if asked.self_ratings:
            choices = [NOT_CHOSEN, *((word, word) for word in asked.self_ratings)]
            self.fields["self_rating"] = forms.ChoiceField(label="自评等次", choices=choices)


def _field(question: Question) -> forms.Field:
    widget = forms.TextInput() if question.widget == "line" else forms.Textarea(attrs={"rows": 5})
    return forms.CharField(label=question.label, required=question.required, help_text=question.help, widget=widget)


class EvidenceForm(forms.Form):
    """A file from the person's own machine."""

    refusal: tuple[Finding, ...] = ()
    file = forms.FileField(label="上传新文件", error_messages={"required": "请选择文件。"})


class ReturnForm(forms.Form):
    """Why something goes back, and until when it is to come again."""

    days_to_mend = DAYS_TO_MEND
    reason = forms.CharField(label="退回理由", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
    due_at = forms.DateField(label="改好期限", widget=forms.DateInput(attrs={"type": "date"}, format=DAY))

    @classmethod
    def proposed(cls, at: datetime) -> Self:
        return cls(initial={"due_at": timezone.localtime(at).date() + timedelta(days=cls.days_to_mend)})

    def clean_due_at(self) -> datetime:
        return end_of(self.cleaned_data["due_at"])


class AcceptForm(forms.Form):
    """The section's word, and the result of a 中期检查."""

    result = forms.ChoiceField(label="中期检查结果", required=False, choices=[NOT_CHOSEN, *RESULTS.items()])
    rectify_by = forms.DateField(
        label="整改期限",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format=DAY),
        help_text="结果为限期整改的，接收时同时向责任单位开具整改单，整改要求按审核意见。",
    )
    opinion = forms.CharField(
        label="审核意见", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )


class AskForm(forms.Form):
    """An ad-hoc report: what, by when, of which projects."""

    title = forms.CharField(label="汇报名称", max_length=100, help_text="如：主题党日开展情况汇报。")
    ground = forms.CharField(label="说明", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    questions = forms.CharField(
        label="问题", widget=forms.Textarea(attrs={"rows": 4}), help_text="每行一个问题；选填的在行末加“（选填）”。"
    )
    due_at = forms.DateField(label="报送期限", widget=forms.DateInput(attrs={"type": "date"}, format=DAY))
    evidence = forms.ChoiceField(label="佐证材料", choices=list(EVIDENCE.items()), initial="optional")
    scope = forms.ChoiceField(
        label="范围",
        widget=forms.RadioSelect,
        initial="all",
        choices=[("all", "全部实施中的项目"), ("narrowed", "按类别、申报单位选定"), ("picked", "下面勾选的项目")],
    )
    category = forms.ChoiceField(label="类别", required=False)
    organisation = forms.TypedChoiceField(label="申报单位", required=False, coerce=int, empty_value=None)
    picked = forms.MultipleChoiceField(label="项目", required=False, widget=forms.CheckboxSelectMultiple)
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        categories: tuple[Category, ...],
        organisations: list[Organisation],
        projects: list[tuple[str, str]],
        **words: Any,
    ) -> None:
        super().__init__(*args, **words)
        self.fields["category"].choices = [("", "各类"), *((each.code, each.called()) for each in categories)]
        self.fields["organisation"].choices = [("", "全部单位"), *((each.pk, each.name) for each in organisations)]
        self.fields["picked"].choices = projects

    def clean_questions(self) -> list[Question]:
        lines = [line.strip() for line in self.cleaned_data["questions"].splitlines() if line.strip()]
        if len(lines) > MOST_QUESTIONS:
            raise ValidationError(f"最多{MOST_QUESTIONS}个问题。")
        return [
            Question(f"q{place}", line.removesuffix("（选填）"), required=not line.endswith("（选填）"))
            for place, line in enumerate(lines, 1)
        ]

    def clean_due_at(self) -> datetime:
        return end_of(self.cleaned_data["due_at"])

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("scope") == "picked" and not self.cleaned_data.get("picked"):
            self.add_error("picked", "请勾选项目。")
        return self.cleaned_data

    def asked(self) -> Asked:
        """What is asked, by when and why."""
        words = self.cleaned_data
        questions, due_at = tuple(words["questions"]), words["due_at"]
        return Asked(words["title"], questions, due_at, words["ground"], words["evidence"])

    def as_words(self) -> dict[str, Any]:
        """Of whom, and the key of the sheet."""
        words, scope = self.cleaned_data, self.cleaned_data["scope"]
        chosen = {"category": words["category"], "nominating_organisation": words["organisation"]}
        narrowed = {name: value for name, value in chosen.items() if value} if scope == "narrowed" else {}
        return {"key": words["key"], "refs": words["picked"] if scope == "picked" else None, "narrowed": narrowed}


def typed(post: Mapping[str, str]) -> dict[str, str]:
    """What somebody sent of a report, by the names of its questions."""
    return {name: post[name] for name in post if name not in ("csrfmiddlewaretoken", "version", "section", "keep")}


def both_texts(report: Report, mine: Mapping[str, str]) -> tuple[tuple[str, str, str], ...]:
    """Label, my text, their text of everything that people type in which two versions differ."""
    theirs = {**report.answers, "self_rating": report.self_rating, "no_evidence_reason": report.no_evidence_reason}
    labels = {each.name: each.label for each in form_of(report).questions}
    labels |= {"self_rating": "自评等次", "no_evidence_reason": "未附佐证材料的理由"}
    pairs = ((label, mine.get(name, theirs.get(name, "")), theirs.get(name, "")) for name, label in labels.items())
    return tuple(pair for pair in pairs if pair[1].split() != pair[2].split())
