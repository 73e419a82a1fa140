"""Shapes what is typed in ranking: an objection, an addition, an annulment, a certificate to verify."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from lixiang.appraisal.rules.points import NoPoints, points_in, written
from lixiang.ranking.rules.kinds import ConditionalBonus

LONGEST = 2000


class ObjectionForm(forms.Form):
    """What is objected to and why."""

    text = forms.CharField(
        label="异议的事实和理由", widget=forms.Textarea(attrs={"rows": 6, "data-maximum": str(LONGEST)})
    )


class BonusForm(forms.Form):
    """Which addition of the notice, how many points, on what document and why."""

    bonus = forms.ChoiceField(label="附加分")
    points = forms.CharField(
        label="分数", widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    )
    document = forms.CharField(label="依据的文件", required=False, help_text="写明文件名称和文号。")
    reason = forms.CharField(label="理由", widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, settings: Iterable[ConditionalBonus], **words: Any) -> None:
        super().__init__(*args, **words)
        named = ((row.code, f"{row.title}（最多{written(row.at_most)}分）") for row in settings)
        self.fields["bonus"].choices = [("", "请选择"), *named]

    def clean_points(self) -> int | None:
        try:
            return points_in(self.cleaned_data["points"])
        except NoPoints as wrong:
            raise ValidationError(str(wrong)) from wrong


class AnnulmentForm(forms.Form):
    """Why a conclusion is taken back, on which clause of the notice and which document."""

    clause = forms.CharField(label="依据的通知条款", max_length=20, help_text="如：二.5e。")
    document = forms.CharField(label="依据的文件", help_text="写明文件名称和文号。")
    reason = forms.CharField(label="撤销结项的理由", widget=forms.Textarea(attrs={"rows": 4}))


class VerifyingForm(forms.Form):
    """What somebody reads from a 结项证书."""

    number = forms.CharField(label="证书编号", max_length=90)
    check = forms.CharField(label="校验值", max_length=64)
