"""Shapes what is typed about a dossier: its sections, a piece of evidence, a return."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms import formset_factory

from lixiang.closing.actions.evidence import Described
from lixiang.closing.rules.dossiers import SECTIONS, Terms
from lixiang.closing.rules.kinds import PROMISES
from lixiang.closing.rules.matrix import shortened
from lixiang.closing.rules.promises import Promise
from lixiang.delivery.forms.reports import ReturnForm as ReasonedReturn
from lixiang.projects.forms import typed as typed_rows
from lixiang.projects.rules.words import RESULT_WORDS
from lixiang.workflow.findings import Finding

NOT_CHOSEN = ("", "请选择")
DAYS_TO_MEND = 10
FEWEST_ROWS, MOST_ROWS = 2, 50
NOT_TYPED = ("csrfmiddlewaretoken", "version", "section", "part", "keep")


class WrittenForm(forms.Form):
    """The parts of the summary, filled with what stands there; what is sent is read as it is and judged later."""

    use_required_attribute = False  # a half-filled dossier can be saved

    def __init__(self, terms: Terms, values: Mapping[str, str]) -> None:
        super().__init__(initial=values)
        for part in terms.parts:
            area = forms.Textarea(attrs={"rows": 6})
            self.fields[part.name] = forms.CharField(
                label=part.label, required=part.required, help_text=part.help, widget=area
            )


class ResultForm(forms.Form):
    """One row of the register of results."""

    use_required_attribute = False

    kind = forms.ChoiceField(label="类型", required=False, choices=[NOT_CHOSEN, *RESULT_WORDS.items()])
    title = forms.CharField(label="成果名称", required=False)
    promise = forms.ChoiceField(label="对应的承诺", required=False)
    effect = forms.CharField(label="应用和成效", required=False)
    evidence = forms.CharField(
        label="佐证材料序号", required=False, widget=forms.TextInput(attrs={"placeholder": "如1、3"})
    )

    def __init__(self, *args: Any, promises: tuple[Promise, ...] = (), **words: Any) -> None:
        super().__init__(*args, **words)
        kept = [(each.key, shortened(each.words)) for each in promises if each.kind == "result"]
        self.fields["promise"].choices = [("", "承诺以外的成果"), *kept]


def result_rows(entries: list[dict[str, Any]], promises: tuple[Promise, ...]) -> Any:
    """The rows that stand there, and blank ones for pages without scripts."""
    extra = max(FEWEST_ROWS - len(entries), 1)
    rows = formset_factory(ResultForm, extra=extra, max_num=MOST_ROWS, absolute_max=MOST_ROWS + 1, can_delete=True)
    initial = [{**each, "evidence": "、".join(map(str, each["evidence"]))} for each in entries]
    return rows(prefix="results", initial=initial, form_kwargs={"promises": promises})


def typed(post: Mapping[str, str]) -> dict[str, str]:
    """What somebody sent of a section, by the names of its fields."""
    return {name: post[name] for name in post if name not in NOT_TYPED}


def typed_results(post: Mapping[str, str]) -> list[dict[str, Any]]:
    """The rows of the register, with the numbers of their evidence."""
    return [{**row, "evidence": numbers_in(row.get("evidence", ""))} for row in typed_rows(post).get("results", [])]


def numbers_in(text: str) -> list[int]:
    """1、3 as numbers, whatever stands between them; a number that no dossier has stays and is refused by name."""
    digits = "".join(each if each.isascii() and each.isdecimal() else " " for each in text)
    return [int(each[:9]) for each in digits.split()]


def typed_reasons(post: Mapping[str, str]) -> dict[str, str]:
    """Key of a promise -> why it has no proof."""
    return {name.removeprefix("row-"): post[name] for name in post if name.startswith("row-")}


class EvidenceForm(forms.Form):
    """What a piece of evidence is: its kind, when and where it was made, by whom."""

    refusal: tuple[Finding, ...] = ()
    kind = forms.ChoiceField(label="材料种类")
    words = forms.CharField(label="说明", required=False, max_length=300, help_text="一句话写明这份材料说明什么。")
    made_at = forms.CharField(
        label="时间", required=False, max_length=40, help_text="照片自带时间的不必填；如2018-09-12 09:30。"
    )
    place = forms.CharField(label="地点", required=False, max_length=200, help_text="照片自带位置的不必填。")
    made_by = forms.CharField(label="制作或者拍摄人", required=False, max_length=120)

    def __init__(self, *args: Any, terms: Terms, **words: Any) -> None:
        super().__init__(*args, **words)
        self.fields["kind"].choices = [NOT_CHOSEN, *((kind.code, kind.title) for kind in terms.kinds)]

    def described(self) -> Described:
        words = self.cleaned_data
        names = ("words", "made_at", "place", "made_by")
        return Described(**{name: words[name] for name in names}, proves=tuple(words.get("proves", ())))


class UploadForm(EvidenceForm):
    """A file from the person's own machine with what is known of it."""

    file = forms.FileField(label="文件", error_messages={"required": "请选择文件。"})
    field_order = ("kind", "file", "words", "made_at", "place", "made_by")


class DescribeForm(EvidenceForm):
    """What a piece of evidence is, and which promises it proves."""

    proves = forms.MultipleChoiceField(label="证明", required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, promises: tuple[Promise, ...], **words: Any) -> None:
        super().__init__(*args, **words)
        self.fields["proves"].choices = [(each.key, f"{PROMISES[each.kind]}：{each.words}") for each in promises]


class ReturnForm(ReasonedReturn):
    """Which sections go back, beside why and until when."""

    field_order = ("sections", "reason", "due_at")
    days_to_mend = DAYS_TO_MEND
    sections = forms.MultipleChoiceField(
        label="需要修改的部分",
        choices=list(SECTIONS.items()),
        widget=forms.CheckboxSelectMultiple,
        help_text="只有勾选的部分开放修改。",
        error_messages={"required": "请勾选需要修改的部分。"},
    )


class AcceptForm(forms.Form):
    """The section's word on what was handed in."""

    opinion = forms.CharField(
        label="审核意见", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
