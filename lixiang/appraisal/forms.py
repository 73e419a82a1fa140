"""Shapes what is typed in appraisal: a panel, who is seated, what is scored, a declaration, a score sheet."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django import forms

from lixiang.appraisal.queries.sheet_pages import SheetPage
from lixiang.appraisal.rules.kinds import Indicator
from lixiang.appraisal.rules.points import written
from lixiang.people.models import User
from lixiang.programmes.rules.days import end_of
from lixiang.projects.models import Project
from lixiang.projects.rules.kinds import Category

DAY = "%Y-%m-%d"
SENT_ALONG = ("csrfmiddlewaretoken", "version", "section", "keep")


class PanelForm(forms.Form):
    """Its name, the category it scores, how many judges score a project, until when."""

    title = forms.CharField(label="评审组名称", max_length=100, help_text="如：创新实践第一组。")
    category = forms.ChoiceField(label="评审类别", required=False)
    sheets = forms.IntegerField(label="每个项目的评委人数", min_value=1, max_value=99)
    due_at = forms.DateField(
        label="评分期限", required=False, widget=forms.DateInput(attrs={"type": "date"}, format=DAY)
    )

    def __init__(self, *args: Any, categories: Iterable[Category], **words: Any) -> None:
        super().__init__(*args, **words)
        self.fields["category"].choices = [("", "各类"), *((each.code, each.called()) for each in categories)]

    def clean_due_at(self) -> datetime | None:
        day = self.cleaned_data["due_at"]
        return end_of(day) if day else None


class JudgeForm(forms.Form):
    """Who is seated, and whether as the chair."""

    user = forms.TypedChoiceField(label="评委", coerce=int)
    is_chair = forms.BooleanField(label="担任组长", required=False)

    def __init__(self, *args: Any, users: Iterable[User], **words: Any) -> None:
        super().__init__(*args, **words)
        self.users = {user.pk: user for user in users}
        self.fields["user"].choices = [
            ("", "请选择"),
            *((pk, f"{u.name}（{u.username}）") for pk, u in self.users.items()),
        ]

    def chosen(self) -> User:
        return self.users[self.cleaned_data["user"]]


class ProjectsForm(forms.Form):
    """Which projects the panel scores."""

    projects = forms.MultipleChoiceField(label="受评项目", widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, projects: Iterable[Project], **words: Any) -> None:
        super().__init__(*args, **words)
        self.projects = {each.ref: each for each in projects}
        names = ((ref, f"{each}（{each.nominating_organisation.short_name}）") for ref, each in self.projects.items())
        self.fields["projects"].choices = list(names)

    def chosen(self) -> list[Project]:
        return [self.projects[ref] for ref in self.cleaned_data["projects"]]


class DeclarationForm(forms.Form):
    """For each project whether something stands between, and what; and the judge's word for the whole."""

    confirmed = forms.BooleanField(label="本人已逐项核对，除上述项目外与其他受评项目没有利害关系，并将客观公正评分")

    def __init__(self, *args: Any, projects: Iterable[tuple[Project, str]], **words: Any) -> None:
        super().__init__(*args, **words)
        self.listed = list(projects)
        for project, reason in self.listed:
            self.fields[f"away-{project.ref}"] = forms.BooleanField(
                label="申请回避", required=False, initial=bool(reason)
            )
            self.fields[f"reason-{project.ref}"] = forms.CharField(
                label="回避理由", required=False, initial=reason, widget=forms.TextInput()
            )

    def rows(self) -> list[tuple[Project, Any, Any]]:
        return [(each, self[f"away-{each.ref}"], self[f"reason-{each.ref}"]) for each, _ in self.listed]

    def conflicts(self) -> dict[str, str]:
        """Project reference -> reason, of those that the judge keeps away from."""
        chosen = [each.ref for each, _ in self.listed if self.cleaned_data[f"away-{each.ref}"]]
        return {ref: self.cleaned_data[f"reason-{ref}"] for ref in chosen}


class ReasonForm(forms.Form):
    reason = forms.CharField(label="理由", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class NotApplicableForm(forms.Form):
    """Why the rubric does not apply to a project; `key` makes sending it twice one sheet."""

    not_applicable = forms.CharField(label="不适用的理由", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
    key = forms.UUIDField(widget=forms.HiddenInput(), error_messages={"required": "页面不完整，请刷新后再提交。"})


class SeedForm(forms.Form):
    """The number that the order is drawn by."""

    seed = forms.CharField(label="抽签号码", max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off"}))


class BookForm(forms.Form):
    """A judge's workbook from the person's own machine."""

    file = forms.FileField(
        label="评分表工作簿", help_text="从本页下载、填好的.xlsx文件。", error_messages={"required": "请选择文件。"}
    )


class SheetForm(forms.Form):
    """The lines of a sheet that people fill; what is sent is read as it is and judged by the action."""

    use_required_attribute = False  # a half-filled sheet can be saved

    def __init__(self, page: SheetPage, sent: Mapping[str, str] | None = None) -> None:
        super().__init__(initial=_standing(page) | dict(sent or {}))
        for line in page.lines:
            if not line.indicator.is_automatic:
                self._add(line.indicator, *line.fields)
        widget = forms.Textarea(attrs={"rows": 3})
        self.fields["comment"] = forms.CharField(label="总体评价", required=False, widget=widget)

    def _add(self, row: Indicator, points: str, reason: str, document: str) -> None:
        """Labels are short to the eye; to the ear each names its indicator too."""
        label = {"deductive": "扣分", "bonus": "加分", "penalty": "减分"}.get(row.form, "得分")
        number = {"inputmode": "decimal", "autocomplete": "off", "size": 6, "aria-label": f"{row.title}：{label}"}
        self.fields[points] = forms.CharField(label=label, widget=forms.TextInput(attrs=number))
        if row.needs_document:
            named = {"aria-label": f"{row.title}：依据的文件"}
            widget = forms.TextInput(attrs=named)
            self.fields[document] = forms.CharField(label="依据的文件", required=False, widget=widget)
        named = {"rows": 1, "aria-label": f"{row.title}：理由"}
        self.fields[reason] = forms.CharField(label="理由", required=False, widget=forms.Textarea(attrs=named))


def _standing(page: SheetPage) -> dict[str, str]:
    """What stands on the sheet, by the names of its fields."""
    found = {"comment": page.sheet.comment if page.sheet else ""}
    for line in page.lines:
        points, reason, document = line.fields
        typed = line.typed
        found |= {points: "" if typed.points is None else written(typed.points)}
        found |= {reason: typed.reason, document: typed.document}
    return found


def typed(post: Mapping[str, str]) -> dict[str, str]:
    """What somebody sent of a sheet."""
    return {name: post[name] for name in post if name not in SENT_ALONG}
