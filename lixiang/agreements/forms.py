"""Shapes the input of agreements: the scan of the signed paper, the password of who signs electronically."""

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


class SignatureForm(forms.Form):
    """The own password again; `refusal` holds why the signature was not made."""

    refusal: tuple[Finding, ...] = ()

    password = forms.CharField(
        label="本人登录密码",
        help_text="签名代表本单位，签名前请再次输入密码。",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "请输入本人登录密码。"},
    )
