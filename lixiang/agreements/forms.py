"""Shapes the input of agreements: the scan of the signed paper."""

from django import forms

from lixiang.workflow.findings import Finding


class ScanForm(forms.Form):
    """The signed and sealed paper, scanned; `refusal` holds what the action found wrong with it."""

    refusal: tuple[Finding, ...] = ()

    scan = forms.FileField(
        label="签字盖章的责任书扫描件",
        help_text="PDF 或图片，各页齐全、签字盖章清晰。",
        error_messages={"required": "请选择扫描件。"},
    )
