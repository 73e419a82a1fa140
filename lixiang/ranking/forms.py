"""Shapes what is typed in ranking: an objection."""

from django import forms

LONGEST = 2000


class ObjectionForm(forms.Form):
    """What is objected to and why."""

    text = forms.CharField(
        label="异议的事实和理由", widget=forms.Textarea(attrs={"rows": 6, "data-maximum": str(LONGEST)})
    )
