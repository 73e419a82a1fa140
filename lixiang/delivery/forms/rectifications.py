"""Shapes what is typed about a rectification ticket: what is asked, the answer with its proof, a later date."""

from collections.abc import Mapping
from typing import Any

from django import forms

from lixiang.delivery.forms.inspections import DAY, NOT_A_DAY, REASON


class RectificationForm(forms.Form):
    """What is to be put right, by which organisation, by when; what is lacking is told by the rule with its clause."""

    organisation = forms.ChoiceField(label="整改责任单位", help_text="一张整改单只有一个责任单位。")
    requirement = forms.CharField(
        label="整改要求", required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 4})
    )
    due_on = forms.DateField(label="整改期限", required=False, widget=DAY, error_messages=NOT_A_DAY)

    def __init__(self, *args: Any, organisations: Mapping[str, str], **words: Any) -> None:
        super().__init__(*args, **words)
        self.fields["organisation"].choices = list(organisations.items())


class SeveralFiles(forms.ClearableFileInput):
    """One input that takes several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once, as a list."""

    widget = SeveralFiles

    def clean(self, value: Any, initial: Any = None) -> list[Any]:
        files = value if isinstance(value, list | tuple) else [value]
        return [super(FilesField, self).clean(each, initial) for each in files if each]


class AnswerForm(forms.Form):
    """What was done, and what shows it."""

    text = forms.CharField(label="整改情况", required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 5}))
    proofs = FilesField(
        label="整改佐证", required=False, help_text="照片、PDF、Word、Excel 等，可一次选择多个；手机上可以直接拍照。"
    )


class ExtendForm(forms.Form):
    """Until when instead, and why."""

    due_on = forms.DateField(label="延长至", widget=DAY, error_messages=NOT_A_DAY)
    reason = forms.CharField(label="延长理由", max_length=2000, widget=REASON)
