"""Django's own error sentences in words that clerks use; a form's own wording is left as it is."""

from collections.abc import Iterator

from django import forms
from django.core import validators
from django.core.exceptions import ValidationError

ASK = {
    "select": "请选择。",
    "nullbooleanselect": "请选择。",
    "selectmultiple": "请选择。",
    "radioselect": "请选择。",
    "checkboxselectmultiple": "请至少勾选一项。",
    "checkbox": "请阅读后勾选。",
    "clearablefile": "请选择文件。",
    "file": "请选择文件。",
}
# Validators format these with limit_value and show_value.
LIMITS = {
    "max_length": (validators.MaxLengthValidator, "不超过{limit_value}个字，现有{show_value}个。"),
    "min_length": (validators.MinLengthValidator, "不少于{limit_value}个字，现有{show_value}个。"),
    "max_value": (validators.MaxValueValidator, "不能大于{limit_value}。"),
    "min_value": (validators.MinValueValidator, "不能小于{limit_value}。"),
}
FIELDS: dict[str, tuple[type[forms.Field], str]] = {
    "invalid_choice": (forms.ChoiceField, "请从所列选项中选择。"),
    "invalid": (forms.DateField, "请填写有效的日期，如2018-12-20。"),
}


def plain_errors(bound: forms.BoundField) -> Iterator[str]:
    """The errors of a field, one sentence each."""
    for error in bound.errors.as_data():
        yield from (words(bound, error, sentence) for sentence in error.messages)


def words(bound: forms.BoundField, error: ValidationError, sentence: str) -> str:
    """Our words for a sentence that Django wrote; else the sentence."""
    code = error.code or ""
    if code == "required" and error.message == forms.Field.default_error_messages["required"]:
        return ASK.get(bound.widget_type, "请填写。")
    if code in LIMITS and error.message == LIMITS[code][0].message:
        return LIMITS[code][1].format(**(error.params or {}))
    if code in FIELDS and error.message == FIELDS[code][0].default_error_messages[code]:
        return FIELDS[code][1]
    return sentence
