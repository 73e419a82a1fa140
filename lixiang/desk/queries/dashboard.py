"""The figures of a programme by organisation, category, status and topic, each with the address of its rows."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet

from lixiang.desk.rules.counts import Row, TopicCount, crosstab, crowded, most_taken, unclaimed
from lixiang.people.models import Organisation, bearer_of
from lixiang.programmes.models import Programme, Version
from lixiang.programmes.permissions import is_of_the_section
from lixiang.programmes.queries import settings_by_kind
from lixiang.projects.models import Project
from lixiang.projects.rules.kinds import Category
from lixiang.projects.states import Status
from lixiang.ui.addresses import address
from lixiang.ui.shapes import Figure

FIGURES = (
    (Status.NOMINATED, "审核中", "已申报，待审核决定", "active"),
    (Status.RETURNED_BY_DEPARTMENT, "退回修改", "待修改后重新申报", "attention"),
    (Status.APPROVED, "已立项", "责任书尚未生效", "good"),
    (Status.ACTIVE, "实施中", "责任书已生效", "good"),
    (Status.SUSPENDED, "暂停", "待恢复实施或者终止", "attention"),
    (Status.CLOSING, "结项材料审核", "已提交，待受理或者退回", "active"),
    (Status.IN_APPRAISAL, "验收中", "待评分、排名和办理结果", "active"),
    (Status.RECTIFYING, "限期整改", "待整改后重新提交", "attention"),
    (Status.CONCLUDED, "已结项", "已办理结项，待归档", "good"),
)


@dataclass(frozen=True)
class Dashboard:
    """What the charts draw; `scope` says whose projects are counted, `is_whole` that it is all of them."""

    scope: str
    is_whole: bool
    figures: tuple[Figure, ...]
    categories: tuple[str, ...]
    of_a_category: tuple[str, ...]
    by_organisation: list[Row]
    by_category: list[Row]
    by_status: list[Row]
    by_topic: list[Row]
    free_topics: int
    unclaimed: tuple[TopicCount, ...]
    crowded: tuple[TopicCount, ...]

    @property
    def is_empty(self) -> bool:
        return not self.by_status


def dashboard_of(user: Any, programme: Programme, version: Version) -> Dashboard:
    """Four queries, three of them GROUP BY over what this person may see; drafts of others are in none of them."""
    seen = Project.visible_to(user).select_related(None).filter(programme=programme).order_by()
    by_place = list(_grouped(seen, bearer_of("nominating_organisation"), "category"))
    by_status = {status: count for status, count in _grouped(seen, "status")}
    by_topic = {topic: count for topic, count in _grouped(seen, "topic__number")}
    is_inside = is_of_the_section(user, programme)
    topics = _topics(version, by_topic)
    rows = address("projects:list")
    categories = settings_by_kind(version, Category)
    return Dashboard(
        "全部申报单位" if is_inside else "本单位",
        is_inside,
        _figures(by_status, rows),
        tuple(f"{category.code} {category.title}" for category in categories),
        tuple(f"category={category.code}" for category in categories),
        _by_organisation(by_place, [category.code for category in categories], rows),
        _by_category(by_place, categories, rows),
        _by_status(by_status, rows),
        [(f"{t.number}.{t.title}", (t.count,), _rows(rows, topic=t.number)) for t in most_taken(topics)],
        by_topic.get(None, 0),
        unclaimed(topics) if is_inside else (),
        crowded(topics) if is_inside else (),
    )


def _grouped(projects: QuerySet[Project], *fields: Any) -> Any:
    return projects.values_list(*fields).annotate(count=Count("pk"))


def _rows(prefix: str, **wanted: object) -> str:
    """The list of projects behind a figure."""
    return f"{prefix}?{'&'.join(f'{name}={value}' for name, value in wanted.items())}"


def _topics(version: Version, counts: dict[int | None, int]) -> list[TopicCount]:
    """The catalogue in its order, as the version in force words it."""
    return [TopicCount(number, title, counts.get(number, 0)) for number, title in version.topics]


def _by_organisation(counts: list[tuple[int, str, int]], categories: list[str], rows: str) -> list[Row]:
    """Those that nominate today, in official order."""
    wanted = {pk for pk, _, _ in counts}
    names = Organisation.objects.filter(pk__in=wanted).order_by("order", "pk").values_list("pk", "code", "short_name")
    keys = [(str(pk), name, _rows(rows, organisation=code)) for pk, code, name in names]
    return crosstab(((str(pk), category, count) for pk, category, count in counts), keys, categories)


def _by_category(counts: list[tuple[int, str, int]], categories: tuple[Category, ...], rows: str) -> list[Row]:
    totals: Counter[str] = Counter()
    for _, category, count in counts:
        totals[category] += count
    return [(f"{each.code} {each.title}", (totals[each.code],), _rows(rows, category=each.code)) for each in categories]


def _by_status(counts: dict[str, int], rows: str) -> list[Row]:
    """In the order of the life cycle, those that occur."""
    return [
        (str(status.label), (counts[status],), _rows(rows, status=status)) for status in Status if counts.get(status)
    ]


def _figures(counts: dict[str, int], rows: str) -> tuple[Figure, ...]:
    """How many there are, and how many stand where somebody has to act; each leads to exactly its rows."""
    total = sum(counts.values())
    return (
        Figure("项目总数", total, "项", "", rows),
        *(
            Figure(label, counts.get(status, 0), "项", note, _rows(rows, status=status), tone)
            for status, label, note, tone in FIGURES
        ),
    )
