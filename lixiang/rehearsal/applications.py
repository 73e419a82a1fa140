"""Writes believable sample applications through the public actions, for any programme's fields."""

import tomllib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any
from uuid import UUID

from lixiang.people.models import Organisation, User
from lixiang.programmes.models import Programme
from lixiang.programmes.queries import settings_by_kind, the_setting
from lixiang.projects import actions, queries
from lixiang.projects.models import Project, Revision
from lixiang.projects.rules.kinds import Completion, Field, LeaderPost

SURNAMES = "甲乙丙丁戊己庚辛壬癸"
PARTS = ("统筹协调", "方案设计", "组织实施", "资料整理", "宣传总结")
MARCH, DECEMBER, A_STEP = 3, 12, timedelta(days=17)
OVERRIDE = "结合本单位实际，经党组织会议研究，情况属实，申请按此申报。"


@cache
def themes() -> tuple[dict[str, Any], ...]:
    """The sample themes that come with the product."""
    return tuple(tomllib.loads(files(__package__).joinpath("themes.toml").read_text("utf-8"))["theme"])


@dataclass(frozen=True)
class Author:
    """A clerk who writes at an organisation for a unit; `rng` makes every choice, so that one seed makes one story."""

    user: User
    organisation: Organisation
    rng: Random
    writes_for: Organisation | None = None

    @property
    def unit(self) -> Organisation:
        """The unit that is to carry the project out; the clerk's own organisation where no other is named."""
        return self.writes_for or self.organisation


def new_key(rng: Random) -> UUID:
    """An idempotency key of the story's own making."""
    return UUID(int=rng.getrandbits(128))


def write(
    author: Author, programme: Programme, *, category: str, at: datetime, skip: tuple[str, ...] = (), **changed: Any
) -> Project:
    """A draft filled section by section; `skip` leaves fields empty, `changed` sets fields to something else."""
    project = actions.draft(programme, organisation=author.organisation, by=author.user, at=at)
    fit = [theme for theme in themes() if theme["category"] == category] or list(themes())
    theme = fit[author.rng.randrange(len(fit))]
    for section, fields in queries.sections_of(project):
        values = {each.name: _value(each, project, theme, author, category) for each in fields}
        values = {name: value for name, value in values.items() if value is not None and name not in skip}
        values |= {name: value for name, value in changed.items() if name in {each.name for each in fields}}
        if values:
            actions.save_section(project, section.code, values, expected=0, by=author.user, at=at)
    return Project.visible_to(author.user).get(pk=project.pk)


def hand_in(author: Author, project: Project, *, at: datetime) -> Revision:
    return actions.hand_in(project, key=new_key(author.rng), by=author.user, at=at, reason=OVERRIDE)


def _value(spec: Field, project: Project, theme: dict[str, Any], author: Author, category: str) -> Any:
    """What this field gets; None leaves it as the draft has it."""
    makers = {
        "category": lambda: category,
        "topic": lambda: _topic(project, theme),
        "organisation": lambda: str(author.unit.pk),
        "leader_post": lambda: _post(project, category),
        "date": lambda: _completion(project).isoformat(),
        "phone": lambda: f"0554-00{author.rng.randrange(10000, 99999)}",
        "goals": lambda: [dict(zip(("indicator", "baseline", "target"), row, strict=True)) for row in theme["goals"]],
        "milestones": lambda: _milestones(project, theme),
        "results": lambda: [dict(zip(("kind", "form"), row, strict=True)) for row in theme["results"]],
        "team": lambda: _team(author),
        "organisations": lambda: None,
        "attachments": lambda: None,
    }
    if spec.widget in makers:
        return makers[spec.widget]()
    return _text(spec, theme, author)


def _text(spec: Field, theme: dict[str, Any], author: Author) -> str | None:
    place = author.unit.short_name.removesuffix("委").removesuffix("党工").removesuffix("工").removesuffix("党")
    by_name = {
        "leader_name": _person(author, 0),
        "contact_name": _person(author, 1),
        "leader_title": f"{author.unit.short_name}书记",
        "research_notes": "先后到6个基层党组织走访，召开座谈会3次，发放问卷120份。",
    }
    text = by_name.get(spec.name) or str(theme.get(spec.name, theme["background"])).replace("{place}", place)
    while spec.minimum and len(text) < spec.minimum:
        text += theme["measures"]
    return text[: spec.maximum] if spec.maximum else text


def _person(author: Author, place: int) -> str:
    """Names that nobody bears: 示例甲01."""
    return f"示例{SURNAMES[place % 10]}{author.unit.pk:03d}"


def _topic(project: Project, theme: dict[str, Any]) -> str:
    found = project.programme.topics.filter(number=theme["topic"]).first()
    return str(found.number) if found else ""


def _post(project: Project, category: str) -> str:
    rows = [row for row in settings_by_kind(project.version, LeaderPost) if row.category == category]
    return rows[0].posts[0] if rows else "secretary"


def _completion(project: Project) -> date:
    rule = the_setting(project.version, Completion)
    return rule.not_after if isinstance(rule, Completion) else date(project.programme.year, 12, 31)


def _milestones(project: Project, theme: dict[str, Any]) -> list[dict[str, str]]:
    end = _completion(project)
    rows, start = [], _due(end, MARCH)
    for title, month, deliverable in theme["steps"]:
        due = min(_due(end, int(month), day=28), end)
        rows.append(
            {"title": title, "from_on": start.isoformat(), "due_on": due.isoformat(), "deliverable": deliverable}
        )
        start = due
    return rows


def _due(end: date, month: int, day: int = 1) -> date:
    """A day of the year where the project ends with it; else as far before its end."""
    if (end.month, end.day) == (DECEMBER, 31):
        return date(end.year, month, day)
    return end - (DECEMBER - month) * A_STEP


def _team(author: Author) -> list[dict[str, str]]:
    return [
        {
            "name": _person(author, place),
            "organisation": author.unit.short_name,
            "post": "负责人" if place == 0 else "成员",
            "part": part,
        }
        for place, part in enumerate(PARTS)
    ]
