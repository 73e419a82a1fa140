"""Shapes what people type about money: amounts in 元 or 万元, read to the fen, and the papers that go with them."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError

from lixiang.funds.rules.amounts import NoAmount, fen_in, yuan
from lixiang.funds.rules.kinds import Heading
from lixiang.people.models import Organisation

WHY_REASON = "有提示要求说明的，写明理由后可以继续；没有的不必填写。"
HELP = {
    "元": "单位：元，最多两位小数，如 1280.50；也可以写 0.5万元。",
    "万元": "单位：万元，最多两位小数，如 1.20；也可以写 12000元。",
}


class MoneyField(forms.CharField):
    """An amount as a person types it, cleaned to fen; nothing typed is None."""

    def __init__(self, unit: str, *, or_nothing: bool = False, **words: Any) -> None:
        self.unit, self.or_nothing = unit, or_nothing
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(**{"max_length": 40, "widget": widget, "help_text": HELP[unit]} | words)

    def clean(self, value: Any) -> int | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            return fen_in(text, self.unit, or_nothing=self.or_nothing)
        except NoAmount as wrong:
            raise ValidationError(str(wrong)) from wrong


def in_wan(fen: int | None) -> str:
    """An amount as the field of 万元 takes it: 1.20, or in 元 where 万元 would lose something."""
    if not fen:
        return ""
    return f"{yuan(fen)}元" if fen % 10_000 else yuan(fen // 10_000).replace(",", "")


def day(label: str, help_text: str = "") -> forms.DateField:
    return forms.DateField(
        label=label, help_text=help_text, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


def why(*, required: bool = False) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 2})
    return forms.CharField(
        label="理由", max_length=1000, required=required, widget=widget, help_text="" if required else WHY_REASON
    )


class KeyForm(forms.Form):
    """A form that books: the same page sent twice books once."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


class GrantForm(forms.Form):
    amount = MoneyField("万元", label="核定扶持经费")
    reason = why()


class BudgetForm(forms.Form):
    """One amount for each heading of the programme, named by its code."""

    def __init__(self, *args: Any, headings: Iterable[Heading], planned: Mapping[str, int], **words: Any) -> None:
        super().__init__(*args, **words)
        for heading in headings:
            given = {
                "label": heading.title,
                "required": False,
                "or_nothing": True,
                "initial": in_wan(planned.get(heading.code)),
            }
            self.fields[heading.code] = MoneyField("万元", help_text=heading.help, **given)
        self.fields["reason"] = why()

    def amounts(self) -> dict[str, int]:
        """Heading -> fen, what was left empty as nothing."""
        return {code: amount or 0 for code, amount in self.cleaned_data.items() if code != "reason"}


class OrderForm(forms.Form):
    amount = MoneyField("万元", label="拨付金额")
    payee = forms.TypedChoiceField(label="收款单位", coerce=int)
    reason = why()

    def __init__(self, *args: Any, payees: Iterable[Organisation], **words: Any) -> None:
        super().__init__(*args, **words)
        self.payees = {payee.pk: payee for payee in payees}
        self.fields["payee"].choices = [(pk, payee.name) for pk, payee in self.payees.items()]

    def as_words(self) -> dict[str, Any]:
        """What the action takes."""
        return {**self.cleaned_data, "payee": self.payees[self.cleaned_data["payee"]]}


class PayForm(forms.Form):
    bank_reference = forms.CharField(
        label="银行流水号", max_length=60, help_text="一个流水号只能登记一次；冲正或者退票以后可以重新登记。"
    )
    paid_on = day("拨付日期")
    reason = why()


class Files(forms.FileInput):
    """Several files at once; a phone offers its camera."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """The files chosen, as a list; none where none is asked for."""

    widget = Files

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        return [super(FilesField, self).clean(each, initial) for each in data or []]


class SpendingForm(KeyForm):
    """One spending with its receipts; `hint` says what is still there to spend."""

    heading = forms.ChoiceField(label="支出科目", widget=forms.Select)
    amount = MoneyField("元", label="金额")
    spent_on = day("支出日期")
    words = forms.CharField(label="用途", max_length=200)
    receipts = FilesField(
        label="票据",
        required=False,
        widget=Files(attrs={"accept": "image/*,.pdf", "multiple": True}),
        help_text="拍照或者选择文件，可以选几张；确无票据的，在理由中说明。",
    )
    reason = why()

    def __init__(self, *args: Any, headings: Iterable[Heading], **words: Any) -> None:
        super().__init__(*args, **words)
        choices = [(heading.code, heading.title) for heading in headings]
        self.fields["heading"].choices = choices if len(choices) == 1 else [("", "请选择"), *choices]


class GiveBackForm(KeyForm):
    amount = MoneyField("元", label="退回金额")
    bank_reference = forms.CharField(label="银行流水号", max_length=60)
    on = day("到账日期")
    words = forms.CharField(label="说明", max_length=150, required=False)


class RecoveryForm(KeyForm):
    amount = MoneyField("元", label="追回金额")
    document = forms.CharField(label="依据的文件", max_length=100, help_text="文号或者文件名称。")
    bank_reference = forms.CharField(label="银行流水号", max_length=60, required=False)
    on = day("到账日期")


class MatchingForm(KeyForm):
    amount = MoneyField("元", label="配套资金")
    words = forms.CharField(label="资金来源", max_length=150)
    on = day("到位日期")


class ReasonForm(forms.Form):
    reason = why(required=True)
