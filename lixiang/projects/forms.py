"""The shapes of what people send: the sections of the form, their rows of cells, the filters of the list."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from django import forms
from django.forms import formset_factory

from lixiang.documents.plain_text import single_line
from lixiang.projects.models.facts import COLUMNS
from lixiang.projects.models.project import Project
from lixiang.projects.queries import Chosen, Part
from lixiang.projects.rules.cells import CELLS, Cell
from lixiang.projects.rules.content import category_words
from lixiang.projects.rules.kinds import ROW_WIDGETS, Category, Field
from lixiang.projects.rules.words import LEADER_POST_WORDS, RESULT_WORDS
from lixiang.projects.states import Status
from lixiang.workflow.findings import Finding

FEWEST_ROWS, MOST_ROWS = 3, 200
TOTAL = "-TOTAL_FORMS"
NOT_CHOSEN = ("", "请选择")
WIDE = {"text", *CELLS}


class Written(Protocol):
    """What the fields of a section need to know: an application, or a change of an approved one."""

    @property
    def categories(self) -> tuple[Category, ...]: ...

    @property
    def values(self) -> dict[str, Any]: ...


@dataclass(frozen=True)
class Line:
    """One field of an open section as the template prints it: a bound field, or a table of rows that grows."""

    spec: Field
    width: str
    bound: Any = None
    rows: Any = None
    findings: tuple[Finding, ...] = ()


class SectionForm(forms.Form):
    """One section, filled with what stands there; what people send is read by `typed` and judged by the action."""

    use_required_attribute = False  # a half-filled section can be saved

    def __init__(self, fields: Mapping[str, forms.Field], values: Mapping[str, Any]) -> None:
        super().__init__(initial=values)
        self.fields.update(fields)


def lines_of(application: Written, part: Part, told: tuple[Finding, ...], values: Mapping[str, Any]) -> list[Line]:
    """The fields of an open section, files aside, with the findings that stand beside them.

    `told` are findings to show; what is merely not filled in yet is left to the asterisk and the list on top.
    """
    specs = [spec for spec in part.fields if spec.widget != "attachments"]
    form = SectionForm({spec.name: _field(spec, application) for spec in specs if spec.widget not in CELLS}, values)
    return [
        Line(
            spec,
            width_of(spec),
            bound=form[spec.name] if spec.name in form.fields else None,
            rows=None if spec.name in form.fields else rows_of(spec, values.get(spec.name, [])),
            findings=tuple(finding for finding in told if finding.field == spec.name),
        )
        for spec in specs
    ]


def place_of(spec: Field) -> str:
    """The id of the list of findings beside a field, as the macros of ui write it."""
    return f"findings-id_{spec.name}" if spec.widget in ROW_WIDGETS else f"findings-{spec.name}"


def beside_of(part: Part, told: tuple[Finding, ...]) -> list[tuple[str, tuple[Finding, ...]]]:
    """Place -> what stands there, for every field of a section: an answer to a save names even the cleared ones."""
    return [(place_of(spec), tuple(each for each in told if each.field == spec.name)) for spec in part.fields]


def width_of(spec: Field) -> str:
    if spec.widget in WIDE or spec.name == "title":
        return "full"
    return "half" if spec.widget in {"topic", "organisation", "category"} else "third"


def _field(spec: Field, application: Written) -> forms.Field:
    shown = {"label": spec.label, "required": spec.required, "help_text": spec.help}
    if spec.widget in {"category", "leader_post"}:
        return forms.ChoiceField(choices=_choices(spec, application), **shown)
    return forms.CharField(widget=_widget(spec), **shown)


def _choices(spec: Field, application: Written) -> list[tuple[str, str]]:
    """What can be chosen; a value from elsewhere stays visible until another is chosen."""
    if spec.widget == "category":
        known = [(each.code, category_words(each.code, application.categories)) for each in application.categories]
    else:
        known = list(LEADER_POST_WORDS.items())
    value = application.values.get(spec.name, "")
    strange = [(value, value)] if value and value not in dict(known) else []
    return [NOT_CHOSEN, *known, *strange]


def _widget(spec: Field) -> forms.Widget:
    if spec.widget == "text":
        return forms.Textarea(attrs={"rows": 6 if spec.maximum > 1000 else 4, "data-maximum": spec.maximum or False})
    if spec.widget == "date":
        return forms.DateInput(attrs={"type": "date"})
    if spec.widget in {"topic", "organisation"}:
        words = "输入编号或关键词查找" if spec.widget == "topic" else "输入单位名称查找"
        return forms.TextInput(attrs={"list": f"{spec.widget}s", "placeholder": words, "autocomplete": "off"})
    attrs = {"maxlength": _longest(spec)} if spec.name in COLUMNS else {}
    return forms.TextInput(attrs=attrs | ({"inputmode": "tel"} if spec.widget == "phone" else {}))


def _longest(spec: Field) -> int:
    """What the column holds; the limit of the notice is a finding, so that nothing pasted is cut in silence."""
    return Project._meta.get_field(spec.name).max_length or 0


def rows_of(spec: Field, rows: list[dict[str, Any]]) -> Any:
    """The rows as a formset: those that stand there, and blank ones for pages without scripts."""
    form = type("RowForm", (forms.Form,), {cell.name: _cell(cell) for cell in CELLS[spec.widget]})
    form.use_required_attribute = False
    extra = max(FEWEST_ROWS - len(rows), 1)
    formset = formset_factory(form, extra=extra, max_num=MOST_ROWS, absolute_max=MOST_ROWS + 1, can_delete=True)
    return formset(prefix=spec.name, initial=rows)


def _cell(cell: Cell) -> forms.Field:
    if cell.shape == "result":
        choices = [NOT_CHOSEN, *RESULT_WORDS.items()]
        return forms.ChoiceField(label=cell.label, required=False, choices=choices)
    kind = {"type": "date"} if cell.shape == "date" else {}
    return forms.CharField(label=cell.label, required=False, widget=forms.TextInput(attrs=kind))


def typed(post: Mapping[str, str]) -> dict[str, Any]:
    """What somebody sent of a section by the names of its fields: text, or rows without those marked as deleted."""
    tables = [name.removesuffix(TOTAL) for name in post if name.endswith(TOTAL)]
    rows = {name: _typed_rows(post, f"{name}-") for name in tables}
    texts = {name: post[name] for name in post if not any(name.startswith(f"{table}-") for table in tables)}
    return texts | rows


def _typed_rows(post: Mapping[str, str], prefix: str) -> list[dict[str, str]]:
    """Rows by their number, as far as the form says that it goes; blank ones are left out."""
    count = min(whole_number(post[f"{prefix}TOTAL_FORMS"]) or 0, MOST_ROWS + 1)
    rows: list[dict[str, str]] = [{} for _ in range(count)]
    for name in post:
        place, dash, cell = name.removeprefix(prefix).partition("-")
        number = whole_number(place) if name.startswith(prefix) and dash else None
        if number is not None and number < count:
            rows[number][cell] = post[name]
    return [row for row in rows if "DELETE" not in row and any(text.strip() for text in row.values())]


def whole_number(text: str) -> int | None:
    """A number as a form sends it; None for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


def key_from(text: str) -> UUID | None:
    """An idempotency key; None for what is none."""
    try:
        return UUID(text)
    except ValueError:
        return None


def chosen_from(sent: Mapping[str, str]) -> Chosen:
    """The filters of the list from its address; what makes no sense is left out."""
    texts = {name: single_line(sent.get(name, ""))[:100] for name in ("category", "organisation", "topic", "q")}
    texts["topic"] = texts["topic"] if texts["topic"] == "free" or whole_number(texts["topic"]) else ""
    status = sent.get("status", "")
    return Chosen(
        **texts,
        status=status if status in Status.values else "",
        order="newest" if sent.get("order") == "newest" else "number",
        size=max(10, min(whole_number(sent.get("size", "")) or 50, 250)),
        after=sent.get("after", ""),
        before=sent.get("before", ""),
    )
