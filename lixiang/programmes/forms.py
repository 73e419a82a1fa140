"""Shapes and cleans what people send about a programme: a pack, an extension, next year's name."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from lixiang.programmes import queries
from lixiang.programmes.models import CalendarDay, Programme, Version
from lixiang.programmes.rules.kinds import STEPS
from lixiang.programmes.rules.pack import WrongPack

LARGEST_PACK = 1024 * 1024
MOMENT = "%Y-%m-%dT%H:%M:%S"


class PackForm(forms.Form):
    """A pack as a file; `pack` is what it holds, `faults` what is wrong with it."""

    file = forms.FileField(label="方案包", help_text="TOML文件（.toml），不超过1MB；有一处不合格就不导入。")
    faults: tuple = ()

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        if upload.size > LARGEST_PACK:
            raise ValidationError("文件超过1MB，不是方案包。")
        try:
            self.pack = queries.read_pack(upload.read().decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            raise ValidationError("文件不是UTF-8编码的文本。") from error
        except WrongPack as wrong:
            self.faults = wrong.faults
            raise ValidationError(f"方案包有{len(wrong.faults)}处不合格，没有导入。") from wrong
        return upload


class VersionForm(PackForm):
    """A pack that changes a published programme, and the moment from which it is in force."""

    in_force_from = forms.DateTimeField(
        label="生效时间",
        required=False,
        input_formats=[MOMENT, "%Y-%m-%dT%H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local", "step": "1"}, format=MOMENT),
        help_text="不填的，以方案包所写为准。",
    )


class ExtensionForm(forms.Form):
    """A later deadline: of which step, for whom, until when, why."""

    step = forms.ChoiceField(label="环节")
    organisation = forms.TypedChoiceField(label="单位", required=False, coerce=int, empty_value=None)
    until = forms.DateTimeField(
        label="延至",
        input_formats=[MOMENT, "%Y-%m-%dT%H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local", "step": "1"}, format=MOMENT),
    )
    reason = forms.CharField(label="理由", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, version: Version, **words: Any) -> None:
        super().__init__(*args, **words)
        self.organisations = {each.pk: each for each in queries.everyone_of(version)}
        self.fields["step"].choices = [
            (deadline.step, STEPS[deadline.step]) for deadline in queries.deadlines_of(version)
        ]
        names = [(pk, organisation.both_names) for pk, organisation in self.organisations.items()]
        self.fields["organisation"].choices = [("", "全部单位"), *names]

    def as_words(self) -> dict[str, Any]:
        """What the action takes."""
        words = dict(self.cleaned_data)
        return {**words, "organisation": self.organisations.get(words["organisation"])}


class CloneForm(forms.Form):
    """Code, name and year of the next programme."""

    code = forms.SlugField(label="编码", max_length=60, help_text="小写字母、数字和短横线，用于网址和项目编号。")
    title = forms.CharField(label="名称", max_length=200)
    year = forms.IntegerField(label="年度", min_value=1949, max_value=2200)

    @classmethod
    def for_next_year(cls, programme: Programme) -> "CloneForm":
        year = programme.year
        following = {
            "code": programme.ref.replace(str(year), str(year + 1)),
            "title": programme.title.replace(str(year), str(year + 1)),
            "year": year + 1,
        }
        return cls(initial=following)


class ReasonForm(forms.Form):
    """A verb that asks why."""

    reason = forms.CharField(label="理由", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class DayForm(forms.Form):
    """What the office says of one day of a year."""

    day = forms.DateField(label="日期", widget=forms.DateInput(attrs={"type": "date"}))
    kind = forms.ChoiceField(label="安排", choices=CalendarDay.Kind.choices)
    name = forms.CharField(label="名称", required=False, max_length=40, help_text="如：国庆节、本地放假。")
