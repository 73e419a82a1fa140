"""Shapes what is typed about a meeting: its facts, its agenda, who comes, what was agreed, its files."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms import formset_factory

from lixiang.delivery.actions.attendance import MOST_NAMED, Person
from lixiang.delivery.actions.materials import PARTS
from lixiang.delivery.models import AgendaItem, Meeting, Standing
from lixiang.delivery.rules.meetings import MeetingKind
from lixiang.people.models import Organisation
from lixiang.projects.models import Project

MOMENT = "%Y-%m-%dT%H:%M"


def moment_field(label: str, **words: Any) -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT)
    return forms.DateTimeField(label=label, input_formats=[MOMENT, f"{MOMENT}:%S"], widget=widget, **words)


class FactsForm(forms.Form):
    """What a notice says; everything but the title may wait until the notice leaves."""

    title = forms.CharField(label="会议名称", max_length=100, error_messages={"required": "请填写会议名称。"})
    begins_at = moment_field("开始时间", required=False)
    ends_at = moment_field("结束时间", required=False)
    place = forms.CharField(label="会议地点", max_length=100, required=False)
    chair = forms.CharField(label="主持人", max_length=60, required=False)
    requirements = forms.CharField(
        label="有关要求",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="写入通知，如汇报时间、材料份数。没有的不填。",
    )


class MeetingForm(FactsForm):
    """A draft: the facts, its kind, and whom it invites."""

    kind = forms.ChoiceField(label="会议形式")
    organisations = forms.MultipleChoiceField(label="参会单位", required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(
        self, *args: Any, kinds: Iterable[MeetingKind], organisations: Iterable[Organisation], **words: Any
    ) -> None:
        super().__init__(*args, **words)
        self.known = {str(organisation.pk): organisation for organisation in organisations}
        self.fields["kind"].choices = [(kind.code, kind.title) for kind in kinds]
        self.fields["organisations"].choices = [(pk, one.short_name) for pk, one in self.known.items()]

    def clean_organisations(self) -> list[Organisation]:
        return [self.known[pk] for pk in self.cleaned_data["organisations"]]


class EditForm(MeetingForm):
    """A draft once more; its kind stays."""

    def __init__(self, *args: Any, **words: Any) -> None:
        super().__init__(*args, kinds=(), **words)
        del self.fields["kind"]


class CorrectionForm(FactsForm):
    """What changes after the notice left, and why."""

    reason = forms.CharField(
        label="更正理由",
        max_length=200,
        error_messages={"required": "请写明更正理由。"},
        help_text="写入更正通知：因……，现对会议安排作如下调整。",
    )


def facts_of(meeting: Meeting) -> dict[str, Any]:
    """What a form about a meeting begins with."""
    names = ("title", "begins_at", "ends_at", "place", "chair", "requirements")
    return {name: getattr(meeting, name) for name in names}


class ItemForm(forms.Form):
    """A project or a topic, and its minutes."""

    project = forms.ChoiceField(label="项目", required=False)
    topic = forms.CharField(label="议题", max_length=200, required=False, help_text="选了项目的可以不填。")
    minutes = forms.IntegerField(label="时长（分钟）", min_value=0, max_value=1440, required=False)

    def __init__(self, *args: Any, projects: Iterable[Project], **words: Any) -> None:
        super().__init__(*args, **words)
        self.known = {project.ref: project for project in projects}
        choices = [(ref, f"{one.nominating_organisation.short_name}：{one}") for ref, one in self.known.items()]
        self.fields["project"].choices = [("", "不对应项目"), *choices]

    def clean_project(self) -> Project | None:
        return self.known.get(self.cleaned_data["project"])

    def clean_minutes(self) -> int:
        return self.cleaned_data["minutes"] or 0


class PersonForm(forms.Form):
    """One who comes."""

    name = forms.CharField(label="姓名", max_length=60, required=False)
    post = forms.CharField(label="职务", max_length=60, required=False)


PeopleFormSet = formset_factory(PersonForm, extra=2, max_num=MOST_NAMED, can_delete=True)


class ReplyForm(forms.Form):
    """Leave, where nobody comes."""

    leave_reason = forms.CharField(
        label="请假理由",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="不能参会的填写；有人参会的不填。",
    )


class AttendedForm(PersonForm):
    """One line of the clerk's list."""

    organisation = forms.ChoiceField(label="单位", required=False)
    standing = forms.ChoiceField(label="情况", choices=Standing.choices, required=False)
    field_order = ("organisation", "name", "post", "standing")

    def __init__(self, *args: Any, organisations: Iterable[tuple[int, str]] = (), **words: Any) -> None:
        super().__init__(*args, **words)
        self.fields["organisation"].choices = tuple(organisations)


AttendedFormSet = formset_factory(AttendedForm, extra=3, max_num=10 * MOST_NAMED, can_delete=True)


def people_in(formset: Any) -> list[Person]:
    """The filled lines of either list."""
    rows = (form.cleaned_data for form in formset if form.cleaned_data and not form.cleaned_data.get("DELETE"))
    return [
        Person(
            row.get("name", ""),
            row.get("post", ""),
            int(row.get("organisation") or 0),
            row.get("standing") or Standing.PRESENT,
        )
        for row in rows
    ]


class MinutesForm(forms.Form):
    """What was agreed, in general and by agenda item; a correction of issued minutes says why."""

    summary = forms.CharField(
        label="会议议定事项",
        max_length=10_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="写总的要求；各议题的议定事项写在下面，交办事项自动列入纪要。",
    )

    def __init__(self, *args: Any, items: Iterable[AgendaItem], is_correction: bool, **words: Any) -> None:
        super().__init__(*args, **words)
        self.items, self.is_correction = tuple(items), is_correction
        for item in self.items:
            self.fields[f"conclusion_{item.pk}"] = forms.CharField(
                label=item.topic,
                max_length=5_000,
                required=False,
                initial=item.conclusion,
                widget=forms.Textarea(attrs={"rows": 3}),
            )
        if is_correction:
            self.fields["reason"] = forms.CharField(label="更正理由", max_length=500)

    @property
    def conclusion_fields(self) -> list[Any]:
        return [self[f"conclusion_{item.pk}"] for item in self.items]

    def conclusions(self) -> dict[int, str]:
        return {item.pk: self.cleaned_data[f"conclusion_{item.pk}"] for item in self.items}


class MaterialForm(forms.Form):
    """A file of a meeting."""

    file = forms.FileField(label="文件", error_messages={"required": "请选择文件。"})
    part = forms.ChoiceField(label="类别", choices=tuple(PARTS.items()))
