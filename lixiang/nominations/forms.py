"""Shapes and cleans what people send about a slate: a return with its sections, the signed sheet, a reason."""

from datetime import datetime
from typing import Any

from django import forms

from lixiang.projects.models import Project
from lixiang.projects.queries import sections_of
from lixiang.ui.written import moment

MOMENT = "%Y-%m-%dT%H:%M"
PHRASES = (
    "请对照通知要求补充完善后重新提交。",
    "工作目标不够具体，请补充基线和目标值。",
    "请进一步写明主要措施和时间安排。",
)


class SendBackForm(forms.Form):
    """Which sections are to be mended, why, and by when."""

    sections = forms.MultipleChoiceField(
        label="需要修改的部分",
        widget=forms.CheckboxSelectMultiple,
        help_text="只有勾选的部分开放修改。",
        error_messages={"required": "请勾选需要修改的部分。"},
    )
    reason = forms.CharField(label="退回意见", max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))
    due_at = forms.DateTimeField(
        label="修改期限",
        required=False,
        input_formats=[MOMENT, f"{MOMENT}:%S"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT),
        help_text="不填的，以报送截止时间为准。",
    )

    def __init__(self, *args: Any, project: Project, **words: Any) -> None:
        super().__init__(*args, **words)
        self.fields["sections"].choices = [(section.code, section.title) for section, _ in sections_of(project)]


class ExtendReturnForm(forms.Form):
    """Until when a return may be mended after all, and why."""

    due_at = forms.DateTimeField(
        label="延长至",
        input_formats=[MOMENT, f"{MOMENT}:%S"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT),
    )
    reason = forms.CharField(label="延长理由", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, due_at: datetime | None, **words: Any) -> None:
        super().__init__(*args, **words)
        self.fields["due_at"].help_text = f"现在的期限是{moment(due_at)}。" if due_at else ""


class EndorsementForm(forms.Form):
    """The sheet that the responsible leader signed, scanned, and the leader's name."""

    leader_name = forms.CharField(label="审签的主要负责同志", max_length=60)
    sheet = forms.FileField(label="签字扫描件", required=False, help_text="PDF或图片。已上传过的，不必再传。")


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label="理由", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


class KeyForm(forms.Form):
    """The key of one hand-in: the same key twice is one hand-in."""

    key = forms.UUIDField(widget=forms.HiddenInput)


class HandInForm(forms.Form):
    """The slate as the person saw it, the key of this one hand-in, and a reason where rules only warn."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label="说明理由", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
