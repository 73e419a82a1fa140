"""The words of one sentence, and where they are to count."""

from django import forms

SCOPES = (("programme", "只用于本批次"), ("office", "用于本单位的全部批次"))


class PhrasingForm(forms.Form):
    """What stands against the words themselves is said by the rules."""

    words = forms.CharField(label="用语", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    scope = forms.ChoiceField(label="适用范围", choices=SCOPES, initial="programme", widget=forms.RadioSelect)

    @property
    def is_for_all(self) -> bool:
        return bool(self.cleaned_data["scope"] == "office")
