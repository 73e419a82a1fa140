"""Text from people is shown as text, wherever a macro prints it."""

import dataclasses
from datetime import date
from enum import Enum
from types import SimpleNamespace

import pytest
from django import forms
from django.template import engines
from django.test import RequestFactory

from lixiang.ui import gallery
from lixiang.ui.pages import page

HOSTILE = "\"'><img src=x onerror=alert(1)></textarea></script>{{ 7*7 }}"
# Words of the code, not of people: macros choose by them.
CHOICES = {"state", "tone", "align", "size", "sorted", "reason", "width"}


def poisoned(value: object) -> object:
    """The same shape with hostile text at the end of every word that could come from a person."""
    if isinstance(value, str):
        return value + HOSTILE
    if isinstance(value, tuple | list):
        return type(value)(poisoned(part) for part in value)
    if isinstance(value, dict):
        return {key: poisoned(part) for key, part in value.items()}
    if isinstance(value, SimpleNamespace):
        return SimpleNamespace(**{name: poisoned(part) for name, part in vars(value).items()})
    if dataclasses.is_dataclass(value):
        parts = {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
        return dataclasses.replace(value, **{n: poisoned(part) for n, part in parts.items() if n not in CHOICES})
    assert isinstance(value, int | date | Enum | forms.BaseForm | forms.BaseFormSet | None), type(value)
    return value


@pytest.fixture
def hostile_gallery(rf: RequestFactory) -> str:
    samples = gallery.samples()
    rows = samples.pop("rows")
    request = rf.get("/gallery/")
    request.htmx, request.csp_nonce, request._messages = False, "n", []
    request.furniture = poisoned(gallery.furniture())
    context = {**poisoned(samples), "rows": [(*poisoned(row[:4]), row[4], *poisoned(row[5:])) for row in rows]}
    return page(request, "gallery/gallery.html", context).content.decode()


def test_hostile_text_never_becomes_markup(hostile_gallery):
    assert "<img src=x" not in hostile_gallery
    assert "49</" not in hostile_gallery
    assert hostile_gallery.count("&lt;img src=x") > 150


def test_hostile_field_values_labels_helps_and_errors_stay_text():
    class Hostile(forms.Form):
        name = forms.CharField(label=HOSTILE, help_text=HOSTILE, initial=HOSTILE)
        choice = forms.ChoiceField(label="选", choices=[(HOSTILE, HOSTILE)], widget=forms.RadioSelect)

    form = Hostile({"name": "", "choice": HOSTILE})
    form.add_error("name", HOSTILE)
    field = "{% for bound in form %}{{ ui.field(bound=bound, clause=h, sentence=h) }}{% endfor %}"
    text = "{{ ui.error_summary(form=form) }}" + field
    html = engines["jinja2"].env.from_string(text).render(form=form, h=HOSTILE)

    assert "<img" not in html
    assert html.count("&lt;img") >= 8
