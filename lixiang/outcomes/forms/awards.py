"""Shapes the proposal of an award: its tier, its reason, and for each piece of evidence the level of its impact."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.forms import BoundField

from lixiang.closing.models import Evidence
from lixiang.outcomes.actions.awards import LONGEST_REASON, LONGEST_WORDS, Proof
from lixiang.outcomes.rules.award_kinds import IMPACTS, AwardTier


class ProposalForm(forms.Form):
    """A piece of evidence without a level is none that the award rests on."""

    tier = forms.ChoiceField(label="奖励等级")
    reason = forms.CharField(
        label="理由", widget=forms.Textarea(attrs={"rows": 5, "data-maximum": str(LONGEST_REASON)})
    )

    def __init__(self, posted: Any, tiers: Iterable[AwardTier], evidence: Sequence[Evidence]) -> None:
        super().__init__(posted)
        self.evidence = evidence
        self.fields["tier"].choices = [(tier.code, tier.title) for tier in tiers]  # type: ignore[attr-defined]
        for each in evidence:
            levels = [("", "不作为依据"), *IMPACTS.items()]
            self.fields[f"impact_{each.pk}"] = forms.ChoiceField(label="影响层级", choices=levels, required=False)
            words = forms.TextInput(attrs={"data-maximum": str(LONGEST_WORDS)})
            self.fields[f"words_{each.pk}"] = forms.CharField(label="说明", required=False, widget=words)

    def rows(self) -> list[tuple[Evidence, BoundField, BoundField]]:
        return [(each, self[f"impact_{each.pk}"], self[f"words_{each.pk}"]) for each in self.evidence]

    def proofs(self) -> list[Proof]:
        cleaned = self.cleaned_data
        return [
            Proof(each.pk, cleaned[f"impact_{each.pk}"], cleaned[f"words_{each.pk}"])
            for each in self.evidence
            if cleaned[f"impact_{each.pk}"]
        ]
