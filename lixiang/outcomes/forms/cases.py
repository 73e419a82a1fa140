"""Shapes a case study as it is written and an adoption as it is recorded."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from lixiang.outcomes.actions.adoptions import LONGEST_EFFECT, LONGEST_WHAT, Copied
from lixiang.outcomes.rules.case_kinds import CasePart
from lixiang.outcomes.rules.cases import LONGEST_TEXT, LONGEST_TITLE
from lixiang.projects.forms import whole_number


class CaseForm(forms.Form):
    """The title and one text per part; nothing is required before it is handed in."""

    title = forms.CharField(
        label="标题", required=False, widget=forms.TextInput(attrs={"data-maximum": str(LONGEST_TITLE)})
    )

    def __init__(self, posted: Any, title: str, written: Sequence[tuple[CasePart, str]]) -> None:
        initial = {"title": title, **{part.name: text for part, text in written}}
        super().__init__(posted, initial=initial)
        self.parts = [part for part, _ in written]
        for part in self.parts:
            wide = forms.Textarea(attrs={"rows": 8, "data-maximum": str(LONGEST_TEXT)})
            self.fields[part.name] = forms.CharField(
                label=part.label, help_text=part.help, required=False, widget=wide, strip=False
            )

    @property
    def expected(self) -> int:
        """Which save the page stood on; -1, which none is, for what is no number."""
        number = whole_number(self.data.get("saves", ""))
        return -1 if number is None else number


class AdoptionForm(forms.Form):
    """What was copied, by whom, since when, with what effect, and the evidence of it."""

    organisation = forms.TypedChoiceField(label="采用单位", coerce=int)
    what = forms.CharField(
        label="采用的做法", widget=forms.Textarea(attrs={"rows": 3, "data-maximum": str(LONGEST_WHAT)})
    )
    effect = forms.CharField(
        label="采用后的成效", widget=forms.Textarea(attrs={"rows": 5, "data-maximum": str(LONGEST_EFFECT)})
    )
    on = forms.DateField(label="采用日期", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    proof = forms.FileField(label="佐证材料")

    def __init__(self, posted: Any, files: Any, organisations: Iterable[tuple[int, str]]) -> None:
        super().__init__(posted, files)
        self.fields["organisation"].choices = list(organisations)  # type: ignore[attr-defined]

    def copied(self) -> Copied:
        cleaned = self.cleaned_data
        return Copied(cleaned["organisation"], cleaned["what"], cleaned["effect"], cleaned["on"])
