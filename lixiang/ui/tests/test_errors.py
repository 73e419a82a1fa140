"""Django's sentences come out in plain words; a form's own sentences stay."""

import pytest
from django import forms

from lixiang.ui.errors import plain_errors


class Sample(forms.Form):
    name = forms.CharField(max_length=3)
    phone = forms.CharField()
    kind = forms.ChoiceField(choices=[("A", "A")])
    chosen = forms.ChoiceField(choices=[("A", "A")])
    ends_on = forms.DateField()
    members = forms.IntegerField(min_value=3, max_value=7)
    scan = forms.FileField()
    truthful = forms.BooleanField()
    reason = forms.CharField(error_messages={"required": "退回须写明理由。"})


@pytest.mark.parametrize(
    ("field", "sentence"),
    [
        ("name", "不超过3个字，现有4个。"),
        ("phone", "请填写。"),
        ("kind", "请选择。"),
        ("chosen", "请从所列选项中选择。"),
        ("ends_on", "请填写有效的日期，如2018-12-20。"),
        ("members", "不能大于7。"),
        ("scan", "请选择文件。"),
        ("truthful", "请阅读后勾选。"),
        ("reason", "退回须写明理由。"),
    ],
)
def test_an_error_says_what_to_do(field, sentence):
    form = Sample({"name": "长长长长", "chosen": "Z", "ends_on": "年底", "members": "9"})

    assert list(plain_errors(form[field])) == [sentence]


def test_what_a_form_adds_is_left_as_it_is():
    form = Sample({})
    form.add_error("phone", "电话须有区号。")

    assert list(plain_errors(form["phone"])) == ["请填写。", "电话须有区号。"]
