"""Sets the stage for tests of the archive: projects at their end with something of every stage, and the ZIP opened."""

import io
import zipfile
from datetime import datetime
from typing import Any
from xml.etree import ElementTree

from lixiang.delivery import actions as delivery
from lixiang.delivery.actions import changes, evidence
from lixiang.delivery.jobs import reports as report_jobs
from lixiang.delivery.models import Report
from lixiang.delivery.tests.gathering import Gathering
from lixiang.delivery.tests.inspecting import Round, photo
from lixiang.delivery.tests.report_scene import ReportScene, moment, picture
from lixiang.delivery.tests.underway import done, milestones_of
from lixiang.documents.models import OfficialDocument
from lixiang.funds import actions as funds
from lixiang.funds.tests.conftest import paid, spent
from lixiang.funds.tests.conftest import sides_of as payers
from lixiang.outcomes import actions
from lixiang.outcomes.models import Archive
from lixiang.people.roles import Role
from lixiang.projects.models import Project
from lixiang.projects.rules.facts import DossierFacts, ResultFacts
from lixiang.projects.states import Status
from lixiang.rehearsal.cast import Cast
from lixiang.workflow.moves import move

DECEMBER = moment(12, 20)
DRAFTED = "第三季度还没有报出的草稿"


class Silent:
    """A counter that keeps what it was told; it can break off after so many steps, as a kill would."""

    def __init__(self, breaks_after: int | None = None) -> None:
        self.total, self.done, self.breaks_after = 0, 0, breaks_after

    def of(self, total: int) -> None:
        self.total, self.done = total, 0

    def step(self, more: int = 1, message: str = "") -> None:
        self.done += more
        if self.breaks_after is not None and self.done >= self.breaks_after:
            raise KeyboardInterrupt


def concluded(cast: Cast, project: Project, at: datetime = DECEMBER) -> Project:
    """Closed and appraised, as the stages before do it."""
    unit = cast.user(Role.UNIT_CLERK, project.drafting_organisation)
    clerk, head = cast.user(Role.SECTION_CLERK), cast.user(Role.SECTION_HEAD)
    move(project, "hand_in_dossier", facts=DossierFacts(), by=unit, at=at)
    move(project, "accept_dossier", facts=DossierFacts(), by=clerk, at=at)
    move(project, "conclude", facts=ResultFacts(), by=head, at=at)
    return Project.objects.select_related("programme", "version").get(pk=project.pk)


def with_everything(cast: Cast, at: datetime) -> Project:
    """A project under way with a milestone reached, reports, a meeting, a visit, a draft change, money."""
    scene = ReportScene(cast, at)
    project = scene.running()[0]
    delivery.open_plan(project, by=None, at=at)
    files = (("现场.png", picture(90)),)
    done(milestones_of(project)[0], scene.unit, moment(6, 1), evidence=files)
    _reports(scene, project)
    _meeting(cast, project)
    visits = Round(cast, moment(8, 1))
    visits.answered(visits.opened(visits.visited(project)), proofs=[(photo(), "整改后.jpg")])
    changes.draft(project, ("leader",), by=scene.unit, at=moment(8, 2))
    sides = payers(cast)
    funds.grant(project, by=sides.clerk, at=moment(8, 3))
    paid(project, sides, moment(8, 4))
    spent(project, sides, moment(8, 5))
    return scene.again(project)


def _reports(scene: ReportScene, project: Project) -> None:
    """The second quarter's handed in with a picture; the third's only begun."""
    report = scene.due(project)
    evidence.attach_evidence(report, picture(), name="现场照片.png", by=scene.unit, at=moment(7, 3))
    scene.written(Report.objects.get(pk=report.pk), no_evidence_reason="")
    scene.hand_in(Report.objects.get(pk=report.pk))
    report_jobs.make_due_reports(moment(10, 2))
    third = Report.objects.filter(project=project).order_by("-period_until").first()
    scene.written(third, moment(10, 2), work=DRAFTED)


def _meeting(cast: Cast, project: Project) -> None:
    """Held and minuted, with the project on its agenda; another is only drafted."""
    room = Gathering(cast, moment(6, 4))
    meeting = room.drafted()
    delivery.add_item(meeting, project=project, by=room.section, at=room.at)
    delivery.announce(meeting, by=room.section, at=room.at)
    delivery.hold(meeting, by=room.section, at=room.after)
    person = delivery.Person("示例乙", "书记", project.nominating_organisation_id, "PRESENT")
    delivery.record_attendance(meeting, [person], by=room.section, at=room.after)
    delivery.write_minutes(meeting, summary="抓好落实。", by=room.section, at=room.after)
    delivery.issue_minutes(meeting, by=room.section, at=room.after)
    room.drafted(title="还没有通知的会议")


def archived(cast: Cast, at: datetime, count: int = 1) -> list[Project]:
    """Projects that are archived; the first went all the way, the others are its likes."""
    first = concluded(cast, ReportScene(cast, at).running(count)[0])
    actions.archive(first, by=cast.user(Role.SECTION_CLERK), at=DECEMBER)
    others = Project.objects.filter(programme=cast.programme).exclude(pk=first.pk)
    others.update(status=Status.ARCHIVED, status_since=DECEMBER)
    return list(Project.objects.filter(programme=cast.programme).order_by("number"))


def begun(cast: Cast, at: datetime = DECEMBER) -> Archive:
    return actions.begin_archive(cast.programme, by=cast.user(Role.SECTION_CLERK), at=at)


def written(made: Archive, at: datetime = DECEMBER, counter: Any = None) -> Archive:
    actions.build(made.pk, counter or Silent(), by=None, at=at)
    return Archive.objects.select_related("file", "programme").get(pk=made.pk)


def finished(cast: Cast, at: datetime = DECEMBER) -> Archive:
    return written(begun(cast, at), at)


def opened(made: Archive) -> zipfile.ZipFile:
    with made.file.open() as stream:
        return zipfile.ZipFile(io.BytesIO(stream.read()))


def everything_in(archive: zipfile.ZipFile) -> str:
    """Every text of the archive at once, for what must not stand in any."""
    names = [name for name in archive.namelist() if not name.endswith((".pdf", ".docx", ".png", ".jpg"))]
    return "\n".join(archive.read(name).decode() for name in names)


def metadata_in(archive: zipfile.ZipFile, project: Project) -> ElementTree.Element:
    (name,) = [n for n in archive.namelist() if n.startswith(project.ref.upper()) and n.endswith("/metadata.xml")]
    return ElementTree.fromstring(archive.read(name))


def documents() -> list[str]:
    return [document.number_text for document in OfficialDocument.objects.order_by("pk")]
