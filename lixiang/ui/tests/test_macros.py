"""Macros are strict, each named as its file, each shown in the gallery, each called rightly all over the product."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import engines
from jinja2 import UndefinedError, nodes

import lixiang

PACKAGE = Path(lixiang.__file__).parent
ENVIRONMENT = engines["jinja2"].env
# The layouts in the same folder are extended, not called.
LAYOUTS = {"page", "entrance", "bare", "account_page"}
FILES = {
    path.stem: path
    for path in (PACKAGE / "ui/jinja2/ui").glob("*.html")
    if path.stem not in LAYOUTS and not path.stem.startswith("_")
}


def macro_of(name: str) -> nodes.Macro:
    tree = ENVIRONMENT.parse(FILES[name].read_text())
    (macro,) = tree.find_all(nodes.Macro)
    return macro


def wrong_calls(text: str) -> Iterator[str]:
    """What is wrong with the calls of `ui.…` in a template."""
    for call in ENVIRONMENT.parse(text).find_all(nodes.Call):
        if not (isinstance(call.node, nodes.Getattr) and isinstance(call.node.node, nodes.Name)):
            continue
        if call.node.node.name == "ui":
            yield from (f"line {call.lineno}: ui.{call.node.attr} {fault}" for fault in faults(call))


def faults(call: nodes.Call) -> Iterator[str]:
    if call.node.attr not in FILES:
        yield "does not exist"
        return
    macro = macro_of(call.node.attr)
    arguments = [argument.name for argument in macro.args]
    required = set(arguments[: len(arguments) - len(macro.defaults)])
    given = {keyword.key for keyword in call.kwargs}
    if call.args or call.dyn_args or call.dyn_kwargs:
        yield "has an argument without a name"
    if given - set(arguments):
        yield f"knows no {sorted(given - set(arguments))}"
    if required - given:
        yield f"lacks {sorted(required - given)}"


TEMPLATES = sorted(PACKAGE.glob("*/jinja2/**/*.html"))


def test_every_template_calls_macros_by_name_and_rightly():
    wrong = {str(path.relative_to(PACKAGE)): list(wrong_calls(path.read_text())) for path in TEMPLATES}

    assert {path: found for path, found in wrong.items() if found} == {}


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("{{ ui.status('草稿') }}", "without a name"),
        ("{{ ui.status(word='草稿', colour='red') }}", "knows no"),
        ("{{ ui.status() }}", "lacks ['word']"),
        ("{{ ui.traffic_light(word='草稿') }}", "does not exist"),
        ("{% call ui.panel(heading='甲') %}{% endcall %}", "knows no ['heading']"),
    ],
)
def test_a_wrong_call_is_seen(text, fault):
    assert fault in next(wrong_calls(text))


@pytest.mark.parametrize("name", FILES)
def test_a_file_holds_one_macro_of_its_name_and_says_what_it_is_for(name):
    assert macro_of(name).name == name
    assert FILES[name].read_text().startswith("{#")


@pytest.mark.parametrize("name", FILES)
def test_a_macro_refuses_an_unknown_argument(name):
    macro = getattr(ENVIRONMENT.globals["ui"], name)

    with pytest.raises(TypeError):
        macro(no_such_argument=1)


def test_a_missing_argument_is_an_error():
    with pytest.raises(UndefinedError):
        ENVIRONMENT.from_string("{{ ui.status() }}").render()


def test_a_macro_without_a_file_is_an_error():
    with pytest.raises(Exception, match="traffic_light"):
        ENVIRONMENT.from_string("{{ ui.traffic_light() }}").render()


def test_the_gallery_shows_every_macro():
    shown = "".join(path.read_text() for path in (PACKAGE / "ui/jinja2/gallery").glob("*.html"))

    assert [name for name in FILES if f"ui.{name}(" not in shown] == []


@pytest.mark.parametrize("chosen", [True, False])
def test_a_refused_form_says_that_its_files_must_be_chosen_again(chosen):
    class Photo(forms.Form):
        title = forms.CharField()
        photo = forms.FileField(required=False)

    files = {"photo": SimpleUploadedFile("1.jpg", b"x")} if chosen else {}
    html = ENVIRONMENT.from_string("{{ ui.error_summary(form=form) }}").render(form=Photo({"title": ""}, files))

    assert ("文件不能保留，请重新选择" in html) is chosen
