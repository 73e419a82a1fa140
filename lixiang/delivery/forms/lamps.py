"""Shapes the input about a lamp that is overruled."""

from django import forms

from lixiang.delivery.forms.milestones import DAY, NO_DAY
from lixiang.delivery.rules.lamps import COLOUR_WORDS, COLOURS


class OverrideForm(forms.Form):
    """Another colour than the rules give, until a day, with the reason that everybody reads."""

    colour = forms.ChoiceField(
        label="调整为",
        choices=[(colour, COLOUR_WORDS[colour]) for colour in COLOURS],
        widget=forms.RadioSelect,
        error_messages={"required": "请选择红灯、黄灯或者绿灯。"},
    )
    until = forms.DateField(
        label="有效期至", widget=DAY, help_text="含当日；到期后按规则重新判定。", error_messages=NO_DAY
    )
    reason = forms.CharField(
        label="理由",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="与灯色一同显示，并记入办理轨迹。",
        error_messages={"required": "请写明理由。"},
    )
