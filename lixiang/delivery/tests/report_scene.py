"""Projects under agreement and their reports, so that a test of reports reads as a story."""

import io
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from lixiang.agreements import actions as agreements
from lixiang.agreements.models import Agreement
from lixiang.agreements.tests.conftest import approved_ones
from lixiang.delivery.actions import reports as actions
from lixiang.delivery.jobs import reports as jobs
from lixiang.delivery.models import Report, ReportRevision
from lixiang.people.models import User
from lixiang.people.roles import Role
from lixiang.projects.models import Project
from lixiang.rehearsal.cast import Cast
from lixiang.rehearsal.cycle import scan
from lixiang.ui.written import SHANGHAI

ANSWERS = {"work": "走访支部12个。", "effects": "覆盖党员860人。", "problems": "", "next_steps": "下月召开现场会。"}
NO_FILES = {"no_evidence_reason": "活动照片随下期一并报送。"}


def moment(month: int, day: int, hour: int = 9, year: int = 2018) -> datetime:
    return datetime(year, month, day, hour, tzinfo=SHANGHAI)


def text_of(answer) -> str:
    return answer.content.decode()


def picture(shade: int = 200) -> SimpleUploadedFile:
    stream = io.BytesIO()
    Image.new("L", (8, 8), shade).save(stream, "PNG")
    return SimpleUploadedFile("现场照片.png", stream.getvalue(), "image/png")


def address(report: Report, verb: str = "") -> str:
    return f"/reports/{report.ref}/{verb}"


class ReportScene:
    """The cast, one county's people, and short names for the verbs."""

    def __init__(self, cast: Cast, at: datetime) -> None:
        self.cast, self.at = cast, at
        own, other = cast.nominators[0], cast.nominators[1]
        self.clerk, self.head = cast.user(Role.SECTION_CLERK), cast.user(Role.SECTION_HEAD)
        self.unit, self.nominator = cast.user(Role.UNIT_CLERK, own), cast.user(Role.NOMINATOR, own)
        self.leader = cast.user(Role.NOMINATOR_LEADER, own)
        self.inspector = cast.user(Role.INSPECTOR)
        self.stranger, self.other_unit = cast.user(Role.NOMINATOR, other), cast.user(Role.UNIT_CLERK, other)

    def running(self, count: int = 1, county: int = 0) -> list[Project]:
        """Projects under way since the scene's moment; the first is written out, the others are its likes."""
        (project,) = approved_ones(self.cast, self.at, county=county)
        agreement = agreements.draw_up(project, by=self.clerk, at=self.at)
        by = self.cast.user(Role.NOMINATOR, project.nominating_organisation)
        agreements.attach_scan(agreement, scan(), name="责任书.png", by=by, at=self.at)
        agreements.sign(agreement, by=by, at=self.at)
        agreements.countersign(agreement, by=self.clerk, at=self.at)
        return [self.again(project), *likes_of(self.again(project), count - 1)]

    def due(self, project: Project | None = None, at: datetime | None = None) -> Report:
        """The report of the second quarter, open since early July."""
        project = project or self.running()[0]
        jobs.make_due_reports(at or moment(7, 2))
        return Report.objects.get(project=project, schedule="quarterly")

    def written(self, report: Report, at: datetime | None = None, **changed: str) -> Report:
        values = {**ANSWERS, **NO_FILES, **changed}
        return actions.save_report(report, values, expected=report.saves, by=self.unit, at=at or moment(7, 3))

    def handed_in(self, report: Report | None = None, at: datetime | None = None) -> Report:
        report = report or self.due()
        self.written(report, at)
        self.hand_in(report, at)
        return Report.objects.get(pk=report.pk)

    def hand_in(self, report: Report, at: datetime | None = None, **words: Any) -> ReportRevision:
        return actions.hand_in(report, **{"key": uuid4(), "by": self.unit, "at": at or moment(7, 4), **words})

    def send_back(self, report: Report, at: datetime | None = None, **words: Any) -> Report:
        words = {
            "reason": "成效不够具体。",
            "due_at": moment(7, 12),
            "by": self.clerk,
            "at": at or moment(7, 5),
            **words,
        }
        return actions.send_back(report, **words)

    def again(self, project: Project) -> Project:
        related = ("programme", "version", "approved_revision", "nominating_organisation", "agreement")
        return Project.objects.select_related(*related).get(pk=project.pk)

    def client(self, user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client


def likes_of(project: Project, count: int) -> list[Project]:
    """Rows like this one with an agreement each, as a year's worth of work would leave them."""
    agreement, number = project.agreement, project.number
    copies = [
        _copied(project, number=number + 1000 + n, ref=f"{project.ref}-{n}", draft_key=None) for n in range(count)
    ]
    Project.objects.bulk_create(copies)
    Agreement.objects.bulk_create(_copied(agreement, project=each, ref=each.ref) for each in copies)
    return copies


def _copied(row: Any, **changed: Any) -> Any:
    fields = {
        field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key
    }
    for name in changed:
        fields.pop(f"{name}_id", None)
    return type(row)(**{**fields, **changed})


def person(role: str | None, at: int) -> SimpleNamespace:
    return SimpleNamespace(holds=lambda *roles, organisation=None: role in roles and organisation in (None, at))


QUARTER = date(2018, 4, 1)
