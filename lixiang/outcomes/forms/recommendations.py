"""Shapes a recommendation upward as it is drafted, and its answer as it is recorded."""

from collections.abc import Iterable
from typing import Any

from django import forms

from lixiang.outcomes.actions.recommendations import LONGEST_PAPER, LONGEST_REASON, LONGEST_RECEIVER, Answer
from lixiang.outcomes.rules.recommendation_kinds import UPWARD

ANSWERS = {"adopted": "已采纳", "declined": "未采纳"}


class RecommendationForm(forms.Form):
    """To which level and office, and why."""

    level = forms.ChoiceField(label="推荐到哪一级")
    receiver = forms.CharField(
        label="推荐给哪个部门", widget=forms.TextInput(attrs={"data-maximum": str(LONGEST_RECEIVER)})
    )
    reason = forms.CharField(
        label="推荐的理由", widget=forms.Textarea(attrs={"rows": 6, "data-maximum": str(LONGEST_REASON)})
    )

    def __init__(self, posted: Any, levels: Iterable[str]) -> None:
        super().__init__(posted)
        self.fields["level"].choices = [(level, UPWARD[level]) for level in levels]  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    """What came back from above."""

    result = forms.ChoiceField(label="结果", choices=list(ANSWERS.items()))
    on = forms.DateField(label="答复日期", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    paper = forms.CharField(
        label="答复文号", required=False, widget=forms.TextInput(attrs={"data-maximum": str(LONGEST_PAPER)})
    )
    words = forms.CharField(
        label="答复内容",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "data-maximum": str(LONGEST_REASON)}),
    )
    scan = forms.FileField(label="答复扫描件", required=False)

    def answer(self) -> Answer:
        cleaned = self.cleaned_data
        return Answer(cleaned["result"] == "adopted", cleaned["on"], cleaned["paper"], cleaned["words"])
