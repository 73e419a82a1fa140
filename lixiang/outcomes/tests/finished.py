"""Sets the stage for what follows a ranking: concluded projects with a grade and the evidence of their dossiers."""

import io
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import uuid4

from lixiang.closing.models import Dossier, DossierRevision, Evidence, Result
from lixiang.closing.states import Status as DossierStatus
from lixiang.delivery.tests.report_scene import ReportScene
from lixiang.documents import blocks as b
from lixiang.documents.issue import issue
from lixiang.files import store
from lixiang.outcomes.tests.arranging import DECEMBER
from lixiang.people.models import User
from lixiang.people.roles import Role
from lixiang.projects.models import Project
from lixiang.projects.states import Status
from lixiang.ranking.models import Place, Ranking
from lixiang.ranking.states.rankings import Status as RankingStatus
from lixiang.rehearsal.cast import Cast

PARTS = {"summary": "坚持问题导向，建立台账。", "effects": "覆盖党员860人。"}


@dataclass
class Finished:
    """Projects of one county at their end, the first ranked first; `at` is when all that follows happens."""

    cast: Cast
    projects: list[Project] = field(default_factory=list)
    at: datetime = DECEMBER

    @property
    def clerk(self) -> User:
        return self.cast.user(Role.SECTION_CLERK)

    @property
    def head(self) -> User:
        return self.cast.user(Role.SECTION_HEAD)

    @property
    def unit(self) -> User:
        return self.cast.user(Role.UNIT_CLERK, self.projects[0].drafting_organisation)

    def evidence(self, project: Project) -> Evidence:
        return Evidence.objects.get(dossier__project=project)

    def words(self, **changed: Any) -> dict[str, Any]:
        return {"by": self.clerk, "at": self.at} | changed


def finished(cast: Cast, at: datetime, count: int = 1, grades: tuple[str, ...] = ()) -> Finished:
    """Projects under way, brought to their end."""
    return ended(cast, ReportScene(cast, at).running(count), grades)


def ended(cast: Cast, projects: list[Project], grades: tuple[str, ...] = ()) -> Finished:
    """As the stages before leave them: concluded, the dossier accepted, the 通报 of the ranking issued."""
    scene = Finished(cast, projects)
    Project.objects.filter(programme=cast.programme).update(status=Status.CONCLUDED, status_since=DECEMBER)
    ranking = _ranked(scene)
    for position, project in enumerate(scene.projects, 1):
        grade = grades[position - 1] if grades else "优秀"
        Place.objects.create(
            ranking=ranking, project=project, position=position, place=position, total=90000, grade=grade, workings={}
        )
        _closed(scene, project, f"党员积分管理办法之{position}")
    related = ("programme", "version", "drafting_organisation", "nominating_organisation", "implementing_organisation")
    rows = Project.objects.filter(programme=cast.programme).select_related(*related)
    scene.projects = list(rows.order_by("number"))
    return scene


def _ranked(scene: Finished) -> Ranking:
    programme = scene.cast.programme
    paper = b.Document("通报", "关于综合排名的通报", (b.Title("关于综合排名的通报"), b.Paragraph("排名如下。")))
    document = issue("通报", build=lambda number: paper, by=scene.head, at=DECEMBER, programme_code=programme.ref)
    return Ranking.objects.create(
        ref=f"{programme.ref}-r1",
        number=1,
        programme=programme,
        version=scene.cast.version,
        status=RankingStatus.FINAL,
        status_since=DECEMBER,
        computed_at=DECEMBER,
        sheets_hash="",
        sheets=0,
        published_at=DECEMBER,
        public_until=DECEMBER,
        document=document,
    )


def _closed(scene: Finished, project: Project, result: str) -> None:
    dossier = Dossier.objects.create(
        ref=f"{project.ref}-d1",
        programme=scene.cast.programme,
        project=project,
        round=1,
        answers=PARTS,
        status_since=DECEMBER,
        opened_at=DECEMBER,
        opened_by_name="示例填报员",
        based_on=project.approved_revision,
    )
    revision = DossierRevision.objects.create(
        dossier=dossier,
        number=1,
        content=_content(result),
        hash="0" * 64,
        receipt_number=f"{project.ref}-结项-1",
        key=uuid4(),
        by=scene.clerk,
        by_name=scene.clerk.name,
        at=DECEMBER,
    )
    Dossier.objects.filter(pk=dossier.pk).update(status=DossierStatus.ACCEPTED, accepted_revision=revision)
    file = store.keep(io.BytesIO(f"省级简报{project.pk}".encode()), media_type="application/pdf", at=DECEMBER)
    claim = store.claim(file, dossier, part="evidence", name="省级简报.pdf", by=scene.clerk, at=DECEMBER)
    Evidence.objects.create(
        dossier=dossier, number=1, claim=claim, kind="report", added_at=DECEMBER, added_by_name="示例填报员"
    )
    Result.objects.create(
        programme=scene.cast.programme,
        project=project,
        dossier=dossier,
        place=1,
        kind="institution",
        title=result,
        effect="全县推行",
    )


def _content(result: str) -> dict[str, Any]:
    """As a hand-in says it."""
    return {
        "parts": [
            {"name": "summary", "label": "做法", "text": PARTS["summary"]},
            {"name": "effects", "label": "成效", "text": PARTS["effects"]},
        ],
        "figures": [],
        "matrix": [],
        "evidence": [],
        "results": [
            {
                "kind": "institution",
                "title": result,
                "effect": "全县推行",
                "promise": "",
                "evidence": [1],
            }
        ],
        "measured_by": {"revision": 1},
    }
