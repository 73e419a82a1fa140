"""Meetings and tasks in short words: a drafted, announced, held, minuted meeting, and a task handed out at it."""

from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from lixiang.agreements import actions as agreements
from lixiang.delivery import actions
from lixiang.delivery.models import Meeting, Standing, Task
from lixiang.history.models import Event
from lixiang.messaging.tests.scene import COUNTY, OTHER_COUNTY, Scene
from lixiang.people.models import Organisation
from lixiang.people.roles import Role
from lixiang.projects.models import Project

WHEN = timedelta(days=10, hours=1)  # after the morning: 10 o'clock, ten days ahead


class Gathering(Scene):
    """`section` calls meetings; `county` is invited; `at` stays where it is unless a verb is told otherwise."""

    @property
    def section(self) -> Any:
        return self.user(Role.SECTION_CLERK)

    @property
    def county(self) -> Any:
        return self.user(Role.NOMINATOR, COUNTY)

    @property
    def stranger(self) -> Any:
        return self.user(Role.NOMINATOR, "committee-2")

    def organisation(self, code: str = COUNTY) -> Organisation:
        return self.cast.organisations[code]

    @property
    def begins_at(self) -> datetime:
        return self.at + WHEN

    @property
    def after(self) -> datetime:
        """Half an hour into the meeting."""
        return self.begins_at + timedelta(minutes=30)

    @property
    def due_on(self) -> date:
        """Fifteen days after the meeting."""
        return timezone.localtime(self.after).date() + timedelta(days=15)

    def active(self, code: str = "committee-1") -> Project:
        """A project whose agreement is in force, since before the deadline of the notice whatever day it is here."""
        here, self.at = self.at, self.cast.programme.status_since
        agreement = self.signed(self.agreed(code))
        agreements.countersign(agreement, by=self.section, at=self.at)
        self.at = here
        return self.again(agreement.project)

    def drafted(self, **changed: Any) -> Meeting:
        said = {
            "kind": "promotion",
            "title": "全市基层党建创新项目推进会",
            "place": "市委党校报告厅",
            "begins_at": self.begins_at,
            "ends_at": self.begins_at + timedelta(hours=2),
            "chair": "示例甲",
            "organisations": [self.organisation(COUNTY), self.organisation(OTHER_COUNTY)],
        }
        return actions.draft_meeting(self.cast.programme, **(said | changed), by=self.section, at=self.at)

    def announced(self, **changed: Any) -> Meeting:
        return actions.announce(self.drafted(**changed), by=self.section, at=self.at)

    def held(self, **changed: Any) -> Meeting:
        """Held, with one person put down as present."""
        meeting = actions.hold(self.announced(**changed), by=self.section, at=self.after)
        person = actions.Person("示例乙", "书记", self.organisation(COUNTY).pk, Standing.PRESENT)
        actions.record_attendance(meeting, [person], by=self.section, at=self.after)
        return meeting

    def minuted(self, **changed: Any) -> Meeting:
        meeting = actions.write_minutes(self.held(**changed), summary="抓好落实。", by=self.section, at=self.after)
        return actions.issue_minutes(meeting, by=self.section, at=self.after)

    def task(self, meeting: Meeting | None = None, **changed: Any) -> Task:
        said = {"title": "补报佐证材料", "organisation": self.organisation(COUNTY), "due_on": self.due_on}
        source = meeting or self.held()
        return actions.hand_out(source, **(said | changed), by=self.section, at=self.after)

    def reported(self, task: Task) -> Task:
        return actions.report_done(task, note="材料已补齐。", by=self.county, at=self.after)


def codes(refused: Any) -> set[str]:
    """Of what `pytest.raises(Refused)` caught."""
    return {finding.code for finding in refused.value.findings}


def verbs_of(thing: Meeting | Task) -> list[str]:
    """What its history tells, in order."""
    events = Event.objects.filter(subject_kind=thing._meta.model_name, subject_id=thing.pk).order_by("sequence")
    return list(events.values_list("verb", flat=True))
