"""One place step by step, with the scorers called as this person may know them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from lixiang.appraisal.models import Judge
from lixiang.appraisal.queries.results import is_anonymous
from lixiang.appraisal.rules.kinds import Indicator
from lixiang.people.models import Organisation
from lixiang.programmes.queries import settings_by_kind
from lixiang.ranking.models import Place
from lixiang.ranking.queries.pages import Sees


@dataclass(frozen=True)
class Source:
    """One source: its sheets as rows, or none where they are not shown."""

    title: str
    sentence: str
    score: str
    raw_score: str
    rows: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class Explained:
    """Every step from the sheets to place and grade."""

    sources: tuple[Source, ...]
    levelling: tuple[str, ...]
    weighing: str
    bonuses: tuple[str, ...]
    placing: tuple[str, ...]
    grading: tuple[str, ...]
    firmness: str
    advice: str


def explained(place: Place, sees: Sees) -> Explained:
    """From the workings that were kept; two queries for the names of those who scored, none where none are shown.

    Whoever sees only their own places learns nothing of a neighbour.
    """
    said = place.workings
    shown = sees.sheets != "none"
    codes = {row["judge"] for source in said["sources"] for row in source["rows"]}
    names = _names(codes, named=sees.sheets == "named") if shown else {}
    titles = {row.code: row.title for row in settings_by_kind(place.ranking.version, Indicator)}
    return Explained(
        tuple(_source(source, names, titles, shown) for source in said["sources"]),
        tuple(_renamed(said["levelling"], names)) if shown else (),
        said["weighing"],
        tuple(said["bonuses"]),
        tuple(said["placing"] if sees.all else said["placing"][:1]),
        tuple(said["grading"]),
        said["firmness"],
        said["advice"],
    )


def _source(said: dict[str, Any], names: dict[str, str], titles: dict[str, str], shown: bool) -> Source:
    rows = tuple(
        {
            **row,
            "judge": names.get(row["judge"], row["judge"]),
            "lines": [(titles.get(code, code), points) for code, points in row["lines"]],
        }
        for row in said["rows"]
    )
    sentence = said["sentence"] if shown else ""
    return Source(said["title"], sentence, said["score"], said["raw_score"], rows if shown else ())


def _names(codes: set[str], *, named: bool) -> dict[str, str]:
    """Code -> name; 评委 with a number, in the order of the codes, where the name is not to be known."""
    judges = Judge.objects.filter(code__in=codes).select_related("panel__version").order_by("code")
    names = dict(Organisation.objects.filter(code__in=codes).values_list("code", "short_name"))
    for number, judge in enumerate(judges, 1):
        names[judge.code] = judge.name if named and not is_anonymous(judge.panel) else f"评委{number}"
    return names


def _renamed(sentences: Iterable[str], names: dict[str, str]) -> Iterable[str]:
    """A sentence of balancing begins with the judge or panel that it speaks of."""
    for sentence in sentences:
        head, colon, rest = sentence.partition("：")
        yield f"{names.get(head, head)}{colon}{rest}"
