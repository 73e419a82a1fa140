"""Shapes what is typed about an inspection: the plan, the place, an observation, the hand-in, a record from paper."""

from collections.abc import Iterable
from typing import Any

from django import forms

from lixiang.delivery.rules.inspections import LAMP_MEANINGS
from lixiang.delivery.rules.lamps import COLOUR_WORDS
from lixiang.people.models import User
from lixiang.projects.models import Project

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
REASON = forms.Textarea(attrs={"rows": 3})
NOT_A_DAY = {"invalid": "请写成2018-12-31的样式。"}


class PlanForm(forms.Form):
    """When, whom to, who goes, and whether the units are told beforehand."""

    planned_on = forms.DateField(label="督导日期", widget=DAY, error_messages=NOT_A_DAY)
    purpose = forms.CharField(label="督导重点", max_length=200, required=False)
    projects = forms.MultipleChoiceField(
        label="督导项目", widget=forms.CheckboxSelectMultiple, error_messages={"required": "请选择要督导的项目。"}
    )
    inspectors = forms.MultipleChoiceField(
        label="督导人员", widget=forms.CheckboxSelectMultiple, error_messages={"required": "请选择督导人员。"}
    )
    is_announced = forms.BooleanField(
        label="提前告知被督导单位",
        required=False,
        help_text="不勾选的，提交督导记录以前，被督导单位看不到本次安排。",
    )

    def __init__(self, *args: Any, projects: Iterable[Project], inspectors: Iterable[User], **words: Any) -> None:
        super().__init__(*args, **words)
        self.rows = {str(each.pk): each for each in projects}
        self.people = {str(each.pk): each for each in inspectors}
        self.fields["projects"].choices = [(pk, _called(each)) for pk, each in self.rows.items()]
        self.fields["inspectors"].choices = [(pk, each.name) for pk, each in self.people.items()]

    def chosen(self) -> dict[str, Any]:
        """What was chosen, as the action takes it."""
        cleaned = dict(self.cleaned_data)
        cleaned["projects"] = [self.rows[pk] for pk in cleaned["projects"]]
        cleaned["inspectors"] = [self.people[pk] for pk in cleaned["inspectors"]]
        return cleaned


def _called(project: Project) -> str:
    return f"{project}（{project.nominating_organisation.short_name}）"


class ReplanForm(forms.Form):
    """Another day, other people, and why."""

    planned_on = forms.DateField(label="督导日期", widget=DAY, error_messages=NOT_A_DAY)
    inspectors = forms.MultipleChoiceField(label="督导人员", widget=forms.CheckboxSelectMultiple)
    reason = forms.CharField(label="调整理由", max_length=2000, widget=REASON)

    def __init__(self, *args: Any, inspectors: Iterable[User], **words: Any) -> None:
        super().__init__(*args, **words)
        self.people = {str(each.pk): each for each in inspectors}
        self.fields["inspectors"].choices = [(pk, each.name) for pk, each in self.people.items()]

    def chosen(self) -> dict[str, Any]:
        cleaned = dict(self.cleaned_data)
        cleaned["inspectors"] = [self.people[pk] for pk in cleaned["inspectors"]]
        return cleaned


class VisitForm(forms.Form):
    """Where, and who was met."""

    place = forms.CharField(label="督导地点", max_length=200, required=False)
    met = forms.CharField(label="参加人员", max_length=200, required=False, help_text="被督导单位参加的同志。")


class ObservationForm(forms.Form):
    """What was found at one project, the lamp suggested, and why."""

    text = forms.CharField(label="督导情况", required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 5}))
    lamp = forms.ChoiceField(
        label="建议亮灯",
        required=False,
        widget=forms.RadioSelect,
        choices=[(code, f"{word}：{LAMP_MEANINGS[code]}") for code, word in COLOUR_WORDS.items()],
        error_messages={"invalid_choice": "请从绿灯、黄灯、红灯中选择。"},
    )
    reason = forms.CharField(
        label="理由",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="建议亮黄灯、红灯的，应当写明。",
    )


class RecordForm(forms.Form):
    """The day of the visit, and why something was left out."""

    visited_on = forms.DateField(label="实际督导日期", required=False, widget=DAY, error_messages=NOT_A_DAY)
    reason = forms.CharField(
        label="未到项目的说明",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="所有项目都去了的，不用填。",
    )


class PaperForm(RecordForm):
    """On whose behalf a paper record is entered, and its scan."""

    inspector = forms.ChoiceField(label="代哪位督导员补录")
    scan = forms.FileField(label="纸质督导记录扫描件", required=False, help_text="PDF、JPG 或者 PNG，各页齐全、清晰。")

    field_order = ("inspector", "visited_on", "scan", "reason")

    def __init__(self, *args: Any, inspectors: Iterable[User], **words: Any) -> None:
        super().__init__(*args, **words)
        self.people = {str(each.pk): each for each in inspectors}
        self.fields["inspector"].choices = [(pk, each.name) for pk, each in self.people.items()]

    def chosen(self) -> dict[str, Any]:
        cleaned = dict(self.cleaned_data)
        cleaned["inspector"] = self.people[cleaned["inspector"]]
        cleaned["name"] = cleaned["scan"].name if cleaned["scan"] else ""
        return cleaned
