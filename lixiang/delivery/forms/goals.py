"""Shapes the input about a goal: the value reached."""

from django import forms

from lixiang.delivery.forms.milestones import DAY, LONGEST_NOTE, NO_DAY
from lixiang.delivery.rules.milestones import LONGEST_VALUE


class GoalForm(forms.Form):
    """The value reached, on which day, and in a few words how it was measured."""

    reached = forms.CharField(
        label="完成值",
        max_length=LONGEST_VALUE,
        help_text="与目标值同一口径、同一单位。",
        error_messages={"required": "请填写完成值。"},
    )
    reached_on = forms.DateField(label="截至日期", widget=DAY, error_messages=NO_DAY)
    note = forms.CharField(
        label="说明", required=False, max_length=LONGEST_NOTE, widget=forms.Textarea(attrs={"rows": 3})
    )
