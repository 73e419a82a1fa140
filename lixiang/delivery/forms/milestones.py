"""Shapes the input about milestones: that one is done, and files that show it."""

from collections.abc import Iterable
from typing import Any

from django import forms

from lixiang.files.models import Claim

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
NO_DAY = {"required": "请填写日期。", "invalid": "请填写正确的日期。"}
LONGEST_NOTE = 1000
MOST_FILES = 20


class Several(forms.ClearableFileInput):
    """A field that takes several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files as a list, each checked like one; none where none was chosen."""

    widget = Several

    def clean(self, data: Any, initial: Any = None) -> list[Any]:  # noqa: N805 (the signature of Django's own)
        files = [each for each in data if each] if isinstance(data, list | tuple) else [data] if data else []
        if self.required and not files:
            raise forms.ValidationError(self.error_messages["required"])
        if len(files) > MOST_FILES:
            raise forms.ValidationError(f"一次最多上传{MOST_FILES}份。")
        return [super(FilesField, self).clean(each, initial) for each in files]


class CompleteForm(forms.Form):
    """When a milestone was reached, how many members took part, in a few words what was done, what shows it."""

    done_on = forms.DateField(label="完成日期", widget=DAY, error_messages=NO_DAY)
    participants = forms.IntegerField(
        label="参与党员人次（必填）",
        required=False,
        help_text="只填人次，不填人员名单；没有组织党员参与的，填0。",
        error_messages={"invalid": "请填写整数。"},
    )
    note = forms.CharField(
        label="完成情况",
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="简要写明做了什么、取得什么阶段成果。",
    )
    evidence = FilesField(
        label="佐证材料",
        required=False,
        help_text="PDF、图片或者文档，可以多选；同一份材料只须上传一次。",
    )
    reused = forms.TypedMultipleChoiceField(
        label="选用本项目已有的材料", required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self, *args: Any, claims: Iterable[Claim] = (), counts_participants: bool = True, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.claims = {claim.pk: claim for claim in claims}
        self.fields["reused"].choices = [(pk, claim.name) for pk, claim in self.claims.items()]
        if not self.claims:
            del self.fields["reused"]
        if not counts_participants:
            del self.fields["participants"]

    def words(self) -> dict[str, Any]:
        """What the action asks for."""
        said = self.cleaned_data
        return {
            "done_on": said["done_on"],
            "participants": said.get("participants"),
            "note": said["note"],
            "evidence": [(upload.name, upload) for upload in said["evidence"]],
            "reused": [self.claims[pk] for pk in said.get("reused", ())],
        }


class EvidenceForm(forms.Form):
    """Further files that show what was done."""

    evidence = FilesField(label="佐证材料", error_messages={"required": "请选择文件。"})
