"""The shapes of what is typed for a change: the kinds asked for, a paper that speaks for it."""

from django import forms

from lixiang.delivery.rules.change_kinds import ChangeKind
from lixiang.workflow.findings import Finding


class KindsForm(forms.Form):
    """Which changes are asked for; what goes together is the rules' to say."""

    kinds = forms.MultipleChoiceField(
        label="变更事项",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请选择变更事项。", "invalid_choice": "请从列出的变更事项中选择。"},
    )

    def __init__(self, kinds: tuple[ChangeKind, ...], *arguments: object, **options: object) -> None:
        super().__init__(*arguments, **options)  # type: ignore[arg-type]
        self.fields["kinds"].choices = [(kind.code, kind.title) for kind in kinds]  # type: ignore[attr-defined]


class FileForm(forms.Form):
    """One paper; `refusal` holds what the action found wrong with it."""

    refusal: tuple[Finding, ...] = ()

    file = forms.FileField(label="附件", error_messages={"required": "请选择文件。"})
