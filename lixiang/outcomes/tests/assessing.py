"""What tests of the annual assessment arrange: an issued ranking of projects of two counties, a table, each version."""

import io
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from lixiang.agreements.tests.conftest import approved_ones
from lixiang.documents.models import OfficialDocument
from lixiang.files import store
from lixiang.outcomes.actions import assessment as actions
from lixiang.outcomes.models import AssessedOrganisation, Assessment
from lixiang.people.models import User
from lixiang.people.roles import Role
from lixiang.programmes.models import Setting
from lixiang.programmes.tests.arranging import unread
from lixiang.projects.models import Project
from lixiang.projects.states import Status as ProjectStatus
from lixiang.ranking.models import Place, Ranking
from lixiang.ranking.states.rankings import Status as RankingStatus
from lixiang.rehearsal.cast import Cast

GRADES = ("优秀", "合格", "合格", "不合格")
TABLE = (
    ("outcomes.conversion", {"points": 3000, "grade": "优秀"}),
    ("outcomes.conversion", {"points": 1000, "grade": "合格"}),
)


@dataclass
class Year:
    """Projects of two counties, ranked; `assessment` is the version that was computed last."""

    cast: Cast
    at: datetime
    projects: list[Project]
    rankings: list[Ranking] = field(default_factory=list)
    assessment: Assessment | None = None

    @property
    def clerk(self) -> User:
        return self.cast.user(Role.SECTION_CLERK)

    @property
    def head(self) -> User:
        return self.cast.user(Role.SECTION_HEAD)

    def nominator(self, county: int = 0) -> User:
        return User.objects.get(pk=self.cast.user(Role.NOMINATOR, self.cast.nominators[county]).pk)

    def ranked(self, *grades: str) -> "Year":
        """A ranking whose 通报 is in force, its places in the order of the projects; the one before gave way."""
        number = len(self.rankings) + 1
        Ranking.objects.filter(programme=self.cast.programme).update(status=RankingStatus.SUPERSEDED)
        ranking = Ranking.objects.create(
            ref=f"{self.cast.programme.ref}-r{number}",
            number=number,
            programme=self.cast.programme,
            version=self.cast.version,
            status=RankingStatus.FINAL,
            status_since=self.at,
            computed_at=self.at,
            sheets_hash="",
            sheets=0,
            published_at=self.at,
            public_until=self.at,
            document=paper(self, 900 + number),
        )
        Place.objects.bulk_create(
            Place(
                ranking=ranking,
                project=project,
                position=place,
                track=project.category,
                place=place,
                total=90_000 - place,
                raw=90_000 - place,
                grade=grade,
                workings={},
            )
            for place, (project, grade) in enumerate(zip(self.projects, grades or GRADES, strict=False), 1)
        )
        self.rankings.append(ranking)
        return self

    def compute(self, **words: Any) -> "Year":
        self.assessment = actions.compute(self.cast.programme, **{"by": self.clerk, "at": self.at} | words)
        return self

    def confirm(self, **words: Any) -> "Year":
        self.assessment = actions.confirm(self.again(), **{"by": self.head, "at": self.at} | words)
        return self

    def issue(self, **words: Any) -> "Year":
        self.assessment = actions.issue(self.again(), **{"by": self.head, "at": self.at} | words)
        return self

    def shown(self) -> "Year":
        """Issued without printing: for what is read of it."""
        again = self.again()
        changed = {"status": "ISSUED", "document": paper(self, 950 + again.number)}
        Assessment.objects.filter(pk=again.pk).update(**changed)
        return self

    def again(self) -> Assessment:
        assert self.assessment is not None
        related = ("programme", "version", "ranking__document", "corrects", "document")
        return Assessment.objects.select_related(*related).get(pk=self.assessment.pk)

    def result(self, county: int = 0) -> AssessedOrganisation:
        rows = self.again().organisations.select_related("organisation")
        return rows.get(organisation=self.cast.nominators[county])

    def terminate(self, project: int) -> None:
        Project.objects.filter(pk=self.projects[project].pk).update(status=ProjectStatus.TERMINATED)


def paper(year: Year, number: int) -> OfficialDocument:
    """The row of a document that nobody opens."""
    file = store.keep(io.BytesIO(b"%PDF"), media_type="application/pdf", at=year.at)
    return OfficialDocument.objects.create(
        kind="通报",
        title=f"示例通报{number}",
        series="示组通字",
        year=2018,
        number=number,
        context={},
        pdf=file,
        docx=file,
        pages=1,
        issued_at=year.at,
        issued_by_name="示例",
    )


def year_of(cast: Cast, at: datetime, counties: tuple[int, ...] = (0, 0, 1)) -> Year:
    """One approved project per entry of `counties`, in this order, and the ranking of them."""
    projects: list[Project] = []
    for county in dict.fromkeys(counties):
        projects += approved_ones(cast, at, counties.count(county), county)
    return Year(cast, at + timedelta(days=200), projects).ranked()


def with_table(cast: Cast, *rows: tuple[str, dict[str, Any]], **terms: Any) -> None:
    """As if the programme had been published with a table of conversion, and other terms."""
    found = Setting.objects.filter(version=cast.version, kind="outcomes.assessment").get()
    found.parameters = found.parameters | terms
    found.save(update_fields=["parameters"])
    last = Setting.objects.filter(version=cast.version).order_by("-order").values_list("order", flat=True).first() or 0
    for order, (kind, parameters) in enumerate(rows, last + 1):
        Setting.objects.create(
            version=cast.version, kind=kind, parameters=parameters, clause="二.5f", strictness="block", order=order
        )
    read_anew(cast)


def read_anew(cast: Cast) -> None:
    """The changed settings are those of another pack, for whoever holds the version too."""
    cast.version.pack_hash = unread()
    cast.version.save(update_fields=["pack_hash"])
