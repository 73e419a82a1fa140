"""Shapes what is typed about a task: handing out, reporting done, extending, its proofs, its ledger."""

from collections.abc import Iterable
from typing import Any

from django import forms

from lixiang.people.models import Organisation
from lixiang.projects.models import Project


def day_field(label: str, **words: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, error_messages={"required": "请填写办结时限。"}, **words)


class TaskForm(forms.Form):
    """One task: one owner, one due date."""

    title = forms.CharField(
        label="主要任务",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "请写明主要任务。"},
    )
    organisation = forms.ChoiceField(
        label="责任单位", help_text="只有一个。", error_messages={"required": "请选择责任单位。"}
    )
    due_on = day_field("办结时限")
    project = forms.ChoiceField(label="所涉项目", required=False)
    cooperating = forms.CharField(label="配合单位", max_length=200, required=False)
    remark = forms.CharField(label="备注", max_length=300, required=False)

    def __init__(
        self, *args: Any, organisations: Iterable[Organisation], projects: Iterable[Project], **words: Any
    ) -> None:
        super().__init__(*args, **words)
        self.owners = {str(one.pk): one for one in organisations}
        self.projects = {one.ref: one for one in projects}
        self.fields["organisation"].choices = [
            ("", "请选择"),
            *((pk, one.short_name) for pk, one in self.owners.items()),
        ]
        self.fields["project"].choices = [("", "不针对某个项目"), *((r, str(one)) for r, one in self.projects.items())]

    def clean_organisation(self) -> Organisation:
        return self.owners[self.cleaned_data["organisation"]]

    def clean_project(self) -> Project | None:
        return self.projects.get(self.cleaned_data["project"])


class DoneForm(forms.Form):
    """What was done."""

    note = forms.CharField(
        label="办理情况",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "请写明办理情况。"},
    )


class ExtensionForm(forms.Form):
    """Until when, and why."""

    due_on = day_field("延长至")
    reason = forms.CharField(label="延长理由", max_length=500, error_messages={"required": "请写明延长理由。"})


class ProofForm(forms.Form):
    file = forms.FileField(
        label="佐证材料",
        help_text="PDF、图片或者 Office 文件；没有的可以不传。",
        error_messages={"required": "请选择文件。"},
    )


class LedgerForm(forms.Form):
    file = forms.FileField(label="任务台账（.xlsx）", error_messages={"required": "请选择文件。"})
