"""The cast at work: short names for the public verbs, so that a test of messages or of the desk reads as a story."""

from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.test import Client

from lixiang.agreements import actions as agreements
from lixiang.agreements.models import Agreement
from lixiang.approvals import actions as approvals
from lixiang.approvals.models import Decision, Publication
from lixiang.approvals.queries import steps_of
from lixiang.messaging.models import Message
from lixiang.nominations import actions as nominations
from lixiang.nominations.models import Slate
from lixiang.people.models import User
from lixiang.people.roles import Role
from lixiang.projects.models import Project
from lixiang.rehearsal.applications import Author, hand_in, new_key, write
from lixiang.rehearsal.cast import Cast
from lixiang.rehearsal.cycle import scan

COUNTY, OTHER_COUNTY, COMMITTEE = "county-1", "county-2", "committee-1"


class Scene:
    """The cast, a moment, and the verbs; `at` of a verb is the scene's own unless given."""

    def __init__(self, cast: Cast, at: datetime) -> None:
        self.cast, self.at, self.rng = cast, at, Random(7)

    def user(self, role: str, code: str | None = None) -> User:
        return self.cast.user(role, code)

    def later(self, **span: float) -> datetime:
        return self.at + timedelta(**span)

    def draft(self, code: str = COUNTY, category: str = "B", **changed: Any) -> Project:
        author = self._author(code)
        return write(author, self.cast.programme, category=category, at=self.at, **changed)

    def handed_in(self, code: str = COUNTY, category: str = "B", **changed: Any) -> Project:
        """An application that waits for its nominator."""
        project = self.draft(code, category, **changed)
        hand_in(self._author(code), project, at=self.at)
        return self.again(project)

    def nominated(self, code: str = COMMITTEE, *categories: str) -> list[Project]:
        """A slate handed in with one project of each category; one of B where none is named."""
        projects = [self.handed_in(code, category) for category in categories or ("B",)]
        slate, by = self.slate(code), self.user(Role.NOMINATOR, code)
        for project in projects:
            nominations.take_up(slate, project, by=by, at=self.at)
        nominations.endorse(slate, by=self.user(Role.NOMINATOR_LEADER, code), at=self.at)
        nominations.hand_in(slate, key=new_key(self.rng), by=by, at=self.at)
        return [self.again(project) for project in projects]

    def slate(self, code: str = COUNTY) -> Slate:
        return nominations.open_slate(self.cast.programme, self.cast.organisations[code], at=self.at)

    def speak(self, project: Project, *steps: str) -> None:
        """The opinions of these steps, of all before the deciding one where none is named."""
        for step in steps_of(project):
            if not step.decides and (not steps or step.code in steps):
                by = self.user(step.role)
                approvals.give_opinion(project, step=step.code, result="agree", text="同意。", by=by, at=self.at)

    def decide(self, project: Project, verdict: str = "approve", reason: str = "") -> Decision:
        """A quiet decision, all steps before it spoken."""
        self.speak(project)
        by = self.user(Role.DEPARTMENT_LEADER)
        return approvals.decide(project, verdict=verdict, by=by, at=self.at, reason=reason)

    def publish(self, *decisions: Decision) -> Publication:
        by = self.user(Role.SECTION_HEAD)
        return approvals.publish(self.cast.programme, decisions, by=by, at=self.at)

    def send_back(self, project: Project, due_at: datetime) -> Project:
        """Returned by the department for its goals."""
        by, reason = self.user(Role.SECTION_CLERK), "目标不够具体。"
        return approvals.send_back(project, sections=["goals"], reason=reason, due_at=due_at, by=by, at=self.at)

    def agreed(self, code: str = COMMITTEE) -> Agreement:
        """An agreement drawn up and waiting for the county's signature."""
        (project,) = self.nominated(code)
        self.publish(self.decide(project))
        return agreements.draw_up(self.again(project), by=self.user(Role.SECTION_CLERK), at=self.at)

    def signed(self, agreement: Agreement) -> Agreement:
        by = self.user(Role.NOMINATOR, agreement.project.nominating_organisation)
        agreements.attach_scan(agreement, scan(), name="责任书.png", by=by, at=self.at)
        return agreements.sign(agreement, by=by, at=self.at)

    def again(self, project: Project) -> Project:
        """The project as it stands now, as its section sees it."""
        related = ("programme", "version", "revision", "nominating_organisation", "implementing_organisation")
        return Project.objects.select_related(*related).get(pk=project.pk)

    def client(self, role: str, code: str | None = None) -> Client:
        client = Client()
        client.force_login(self.user(role, code))
        return client

    def _author(self, code: str) -> Author:
        organisation = self.cast.organisations[code]
        return Author(self.user(Role.UNIT_CLERK, code), organisation, self.rng, organisation)


def told(user: User) -> list[str]:
    """The sentences that a person was told, oldest first."""
    return list(Message.objects.filter(user=user).order_by("pk").values_list("sentence", flat=True))
