"""How one wants to be told: a set of channels for each kind, which kinds are collected, and the hours."""

from collections.abc import Iterable
from datetime import time
from typing import Any

from django import forms

from lixiang.channels.door import Channel
from lixiang.messaging.rules.ways import KINDS, Ways


class ClockInput(forms.TimeInput):
    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class PreferenceForm(forms.Form):
    """The fields of the kinds are made for the channels by which this person can be reached."""

    collected = forms.MultipleChoiceField(
        label="每日汇总",
        choices=tuple(KINDS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="选中的种类不逐条发送，每天合并成一件。",
    )
    digest_at = forms.TimeField(label="汇总时间", widget=ClockInput)
    quiet_from = forms.TimeField(label="免打扰自", widget=ClockInput, required=False)
    quiet_until = forms.TimeField(label="免打扰至", widget=ClockInput, required=False, help_text="留空则不设免打扰。")

    def __init__(self, *words: Any, channels: Iterable[Channel], ways: Ways, **more: Any) -> None:
        initial = {"collected": sorted(ways.collected), "digest_at": ways.digest_at}
        initial |= {"quiet_from": ways.quiet_from, "quiet_until": ways.quiet_until}
        super().__init__(*words, initial=initial, **more)
        choices = [(each.code, each.label) for each in channels]
        widget = forms.CheckboxSelectMultiple
        for kind, label in KINDS.items() if choices else ():
            chosen = [code for code in ways.channels.get(kind, ())]
            field = forms.MultipleChoiceField(label=label, choices=choices, required=False, widget=widget)
            field.initial = chosen
            self.fields[f"by_{kind}"] = field

    @property
    def kinds(self) -> list[forms.BoundField]:
        return [self[f"by_{kind}"] for kind in KINDS if f"by_{kind}" in self.fields]

    @property
    def hours(self) -> list[forms.BoundField]:
        return [self[name] for name in ("collected", "digest_at", "quiet_from", "quiet_until")]

    def clean(self) -> dict[str, Any]:
        """Quiet hours have two ends or none."""
        found: dict[str, Any] = super().clean() or {}
        start: time | None = found.get("quiet_from")
        if (start is None) != (found.get("quiet_until") is None) and "quiet_until" not in self.errors:
            self.add_error("quiet_until", "免打扰的起止时间应当都填或者都不填。")
        return found

    def chosen(self) -> dict[str, Any]:
        """The words of the action."""
        found = self.cleaned_data
        hours = {name: found[name] for name in ("collected", "digest_at", "quiet_from", "quiet_until")}
        return {"channels": {kind: found.get(f"by_{kind}", []) for kind in KINDS}, **hours}
