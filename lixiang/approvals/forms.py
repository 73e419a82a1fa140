"""Shapes the input of the review: what the list is narrowed to, an opinion, a return, a decision, an objection."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from lixiang.approvals.models import Result, Verdict
from lixiang.approvals.queries.lists import EVERYTHING, Choice, waiting_words
from lixiang.approvals.rules import Principle, ReviewStep
from lixiang.approvals.rules.amendments import AMENDMENTS
from lixiang.programmes.rules.days import end_of
from lixiang.projects.rules.kinds import Section
from lixiang.workflow.findings import Finding

NO_RESULT = {"required": "请选择同意或者不同意。", "invalid_choice": "请选择同意或者不同意。"}


def choice_from(said: QueryDict, steps: Sequence[ReviewStep], own: str = "") -> Choice:
    """What an address narrows the list to; without a step, `own`: the one whose turn is this person's."""
    step = said.get("step", own)
    return Choice(
        step=step if step in waiting_words(steps) else EVERYTHING,
        category=said.get("category", "").replace("\0", ""),
        organisation=said.get("organisation", "").replace("\0", ""),
        warned=bool(said.get("warned")),
        words=said.get("q", "").replace("\0", "").strip(),
    )


def whole_number(text: str | None) -> int:
    """The key of a page; what is no number begins at the top."""
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0


class Refusable(forms.Form):
    """A form that an action may refuse: `refusal` holds its findings, what was typed stays."""

    refusal: tuple[Finding, ...] = ()


class OpinionForm(Refusable):
    """An opinion at one step, with points per principle, and what the person had seen when writing it."""

    step = forms.CharField(label="步骤")
    result = forms.ChoiceField(label="结论", choices=Result.choices, error_messages=NO_RESULT)
    text = forms.CharField(label="审核意见", max_length=4000, error_messages={"required": "请填写审核意见。"})
    expected = forms.IntegerField(min_value=0, required=False)
    revision = forms.IntegerField(min_value=0, required=False)

    def __init__(self, *args: Any, principles: Sequence[Principle] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.principles = principles
        for principle in principles:
            self.fields[f"points_{principle.code}"] = forms.IntegerField(
                label=principle.title, min_value=0, max_value=principle.maximum, required=False
            )

    def words(self) -> dict[str, Any]:
        """What the action asks for."""
        cleaned = self.cleaned_data
        points = {each.code: cleaned[f"points_{each.code}"] for each in self.principles}
        given = {code: value for code, value in points.items() if value is not None}
        return {name: cleaned[name] for name in ("step", "result", "text", "expected", "revision")} | {"points": given}


class SendBackForm(Refusable):
    """A return: the sections to mend, why, and until when (the end of that day)."""

    sections = forms.MultipleChoiceField(
        label="需要修改的部分",
        error_messages={"required": "请标明需要修改的部分。", "invalid_choice": "申报书没有所标的部分。"},
        widget=forms.CheckboxSelectMultiple,
    )
    reason = forms.CharField(label="退回理由", max_length=2000, error_messages={"required": "请写明退回理由。"})
    due_on = forms.DateField(label="修改期限", error_messages={"required": "请写明修改期限。"})

    def __init__(self, *args: Any, sections: Sequence[Section] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["sections"].choices = [(each.code, each.title) for each in sections]  # type: ignore[attr-defined]

    def words(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        due_at = end_of(cleaned["due_on"])
        return {"sections": cleaned["sections"], "reason": cleaned["reason"], "due_at": due_at}


class AmendForm(Refusable):
    """What a 勘误 puts right or a 补充通知 adds."""

    paper = forms.ChoiceField(label="公文", choices=[(each.value, words) for each, words in AMENDMENTS.items()])
    text = forms.CharField(
        label="内容",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="每段一行；标题、原文号和首尾语句自动生成。",
        error_messages={"required": "请写明更正或者补充的内容。"},
    )


class CorrectTitleForm(Refusable):
    title = forms.CharField(
        label="正确的项目名称", max_length=200, error_messages={"required": "请写明正确的项目名称。"}
    )


class ExtendReturnForm(Refusable):
    """More time for a return: until when (the end of that day), and why."""

    due_at = forms.DateField(label="延长至", error_messages={"required": "请写明延长到哪一天。"})
    reason = forms.CharField(label="延长理由", max_length=2000, error_messages={"required": "请写明延长理由。"})

    def words(self) -> dict[str, Any]:
        due_at = end_of(self.cleaned_data["due_at"])
        return {"reason": self.cleaned_data["reason"], "due_at": due_at}


class DecisionForm(Refusable):
    """A verdict with its reason; `merge_into` is the reference or the number of the project that takes this one in."""

    verdict = forms.ChoiceField(label="决定", choices=Verdict.choices, error_messages={"required": "请选择决定。"})
    reason = forms.CharField(label="理由", max_length=2000, required=False)
    merge_into = forms.CharField(label="并入项目", max_length=80, required=False)


class PickedOpinionForm(Refusable):
    """The same opinion on the projects that are picked."""

    step = forms.CharField(label="步骤", error_messages={"required": "请选择以哪一步提出意见。"})
    result = forms.ChoiceField(label="结论", choices=Result.choices, error_messages=NO_RESULT)
    text = forms.CharField(label="审核意见", max_length=4000, error_messages={"required": "请填写审核意见。"})


class PickedDecisionForm(Refusable):
    """The same decision on the projects that are picked; merging names one target, so it is done one by one."""

    verdict = forms.ChoiceField(
        label="决定",
        choices=[choice for choice in Verdict.choices if choice[0] != Verdict.MERGE],
        error_messages={"required": "请选择决定。"},
    )
    reason = forms.CharField(label="理由", max_length=2000, required=False)


class ObjectionForm(Refusable):
    """An objection: to which project, by whom, how to reach them, what for; an organisation's with its sealed scan."""

    project = forms.ChoiceField(label="对哪个项目", error_messages={"required": "请选择项目。"})
    raised_by = forms.CharField(label="异议人（单位）", max_length=120)
    contact = forms.CharField(label="联系方式", max_length=100, help_text="电话或者通信地址，供核实情况和告知结果。")
    is_organisation = forms.BooleanField(label="以单位名义提出（须附盖章的书面材料扫描件）", required=False)
    scan = forms.FileField(label="盖章扫描件", required=False, help_text="PDF 或图片。")
    text = forms.CharField(
        label="异议的事实和理由", max_length=4000, widget=forms.Textarea(attrs={"rows": 6, "maxlength": 4000})
    )

    def __init__(self, *args: Any, shown: Sequence[tuple[str, str]] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["project"].choices = [("", "请选择"), *shown]  # type: ignore[attr-defined]
