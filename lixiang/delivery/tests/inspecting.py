"""Sets the stage for tests of inspections: projects under way, plans, visits, tickets, all at one moment."""

import io
from datetime import date, datetime, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from lixiang.approvals.tests import arranging
from lixiang.delivery.actions import inspections, observations, rectifications
from lixiang.delivery.models import Inspection, Observation, Rectification
from lixiang.people.models import RoleHeld, User
from lixiang.people.roles import Role
from lixiang.projects.models import Project
from lixiang.projects.states import Status
from lixiang.rehearsal.cast import Cast

COUNTY, OTHER_COUNTY = "county-1", "county-2"


def photo(shade: int = 120) -> ContentFile:
    """A picture as a phone takes it, small."""
    stream = io.BytesIO()
    Image.new("RGB", (64, 48), (shade, shade, 90)).save(stream, "JPEG")
    return ContentFile(stream.getvalue(), name="现场.jpg")


def paper() -> ContentFile:
    return ContentFile(b"%PDF-1.4\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n", name="督导记录.pdf")


class Round:
    """The cast with projects under way; `at` is the moment of every verb, `nominated_at` lies before the deadline."""

    def __init__(self, cast: Cast, at: datetime, nominated_at: datetime | None = None) -> None:
        self.cast, self.at, self.nominated_at = cast, at, nominated_at or at
        self.inspector = cast.user(Role.INSPECTOR)
        self.clerk, self.head = cast.user(Role.SECTION_CLERK), cast.user(Role.SECTION_HEAD)
        self.unit, self.nominator = cast.user(Role.UNIT_CLERK, COUNTY), cast.user(Role.NOMINATOR, COUNTY)
        self.stranger = cast.user(Role.NOMINATOR, OTHER_COUNTY)

    @property
    def today(self) -> date:
        return timezone.localtime(self.at).date()

    def day(self, days: int) -> date:
        return self.today + timedelta(days=days)

    def active(self, count: int = 1, *, county: int = 0) -> list[Project]:
        """Projects of one county under agreement, as their inspectors see them."""
        made = arranging.nominated(self.cast, self.nominated_at, count, county=county)
        Project.objects.filter(pk__in=[each.pk for each in made]).update(status=Status.ACTIVE, status_since=self.at)
        return list(Project.visible_to(self.inspector).filter(pk__in=[each.pk for each in made]).order_by("number"))

    def another_inspector(self, *also: tuple[str, str], username: str = "inspector.two") -> User:
        """A second inspector; `also` are further roles at organisations by code."""
        user = User.objects.create_user(username, "示例督导员乙")
        department = self.cast.programme.managing_organisation
        wanted = [(Role.INSPECTOR, department), *((role, self.cast.organisations[code]) for role, code in also)]
        for role, organisation in wanted:
            RoleHeld.objects.create(
                user=user, role=role, organisation=organisation, valid_from=self.at, granted_at=self.at
            )
        return user

    def planned(self, *projects: Project, by: Any = None, **words: Any) -> Inspection:
        given = {"planned_on": self.today, "inspectors": [self.inspector], "by": by or self.clerk, "at": self.at}
        return inspections.plan(self.cast.programme, projects=projects or self.active(), **{**given, **words})

    def seen(self, inspection: Inspection, place: int = 0) -> Observation:
        rows = Observation.objects.select_related("project__programme", "inspection__programme")
        return rows.filter(inspection=inspection).order_by("project__number")[place]

    def observed(self, inspection: Inspection, place: int = 0, by: Any = None, **words: Any) -> Observation:
        said = {"text": "制度上墙，台账不全。", "lamp": "yellow", "reason": "台账缺两个月。", **words}
        observation = self.seen(inspection, place)
        return observations.observe(
            observation, **said, expected=observation.saves, by=by or self.inspector, at=self.at
        )

    def visited(self, *projects: Project, **words: Any) -> Inspection:
        """A record handed in by the inspector, every project observed."""
        inspection = self.planned(*projects)
        for place in range(inspection.observations.count()):
            self.observed(inspection, place, **words)
        return inspections.record_visit(inspection, visited_on=self.today, by=self.inspector, at=self.at)

    def entered(self, inspection: Inspection, **words: Any) -> Inspection:
        """The section enters a paper record on behalf of the inspector."""
        given = {"visited_on": self.today, "inspector": self.inspector, "scan": paper(), "name": "督导记录.pdf"}
        return inspections.enter_paper(inspection, **{**given, **words}, by=self.clerk, at=self.at)

    def opened(self, inspection: Inspection | None = None, by: Any = None, **words: Any) -> Rectification:
        observation = self.seen(inspection or self.visited())
        organisation = words.pop("organisation", observation.project.drafting_organisation)
        given = {"requirement": "补齐台账。", "due_on": self.day(15), "organisation": organisation, **words}
        ticket = rectifications.open_rectification(observation, **given, by=by or self.inspector, at=self.at)
        return self.again(ticket)

    def answered(self, ticket: Rectification, **words: Any) -> Rectification:
        given = {"text": "已补齐。", "proofs": [(photo(), "台账.jpg")], "by": self.unit, "at": self.at, **words}
        return rectifications.answer(ticket, **given)

    def again(self, ticket: Rectification) -> Rectification:
        return Rectification.visible_to(self.inspector).get(pk=ticket.pk)

    def client(self, user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client
