"""What tests of ranking arrange: projects scored by a closed panel and by the section, and rankings in each phase."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from lixiang.appraisal import actions as appraisal
from lixiang.appraisal.tests.arranging import Scene, accepted, scoring
from lixiang.people.models import User
from lixiang.people.roles import Role
from lixiang.programmes.tests.arranging import unread
from lixiang.projects.models import Project
from lixiang.ranking import actions
from lixiang.ranking.models import GivenBonus, Place, Ranking
from lixiang.rehearsal.cast import Cast

LATER = timedelta(days=30)


@dataclass
class Ranked:
    """A panel whose scoring is closed, and the ranking computed from it once there is one."""

    scene: Scene
    ranking: Ranking | None = None

    @property
    def cast(self) -> Cast:
        return self.scene.cast

    @property
    def at(self) -> datetime:
        return self.scene.at

    @property
    def after(self) -> datetime:
        """When every 公示 is over."""
        return self.at + LATER

    @property
    def clerk(self) -> User:
        return self.cast.user(Role.SECTION_CLERK)

    @property
    def head(self) -> User:
        return self.cast.user(Role.SECTION_HEAD)

    def unit(self, project: int = 0) -> User:
        return self.cast.user(Role.UNIT_CLERK, self.scene.projects[project].drafting_organisation)

    def compute(self, **words: Any) -> "Ranked":
        self.ranking = actions.compute(self.cast.programme, **{"by": self.clerk, "at": self.at, "seed": 7} | words)
        return self

    def confirm(self, **words: Any) -> "Ranked":
        self.ranking = actions.confirm(self.again(), **{"by": self.head, "at": self.at} | words)
        return self

    def publish(self, **words: Any) -> "Ranked":
        self.ranking = actions.publish(self.again(), **{"by": self.head, "at": self.at} | words)
        return self

    def issue(self, **words: Any) -> "Ranked":
        self.ranking = actions.issue(self.again(), **{"by": self.head, "at": self.after} | words)
        return self

    def again(self) -> Ranking:
        assert self.ranking is not None
        related = ("programme", "version", "corrects", "document")
        return Ranking.objects.select_related(*related).get(pk=self.ranking.pk)

    def place(self, project: int = 0) -> Place:
        related = ("project__programme", "ranking__programme", "ranking__version")
        return self.again().places.select_related(*related).get(project=self.scene.projects[project])

    def project(self, number: int = 0) -> Project:
        return Project.objects.select_related("programme", "version").get(pk=self.scene.projects[number].pk)

    def issued(self) -> "Ranked":
        return self.compute().confirm().publish().issue()

    def issued_anew(self, at: datetime, reason: str = "复核后更正计分。") -> "Ranked":
        """A ranking that corrects the one before, with its 通报; what the inputs are now."""
        self.compute(reason=reason, at=at).confirm(at=at).publish(at=at)
        return self.issue(at=at + LATER)

    def bonus(self, project: int = 0, points: int = 3_000, **words: Any) -> GivenBonus:
        said = {"bonus": "award", "document": "示例组通字〔2018〕3号", "reason": "获市级表彰。"}
        by = {"by": self.clerk, "at": self.at}
        return actions.enter_bonus(self.project(project), points=points, **said | by | words)

    def appraise_again(self, project: int = 0, at: datetime | None = None, **points: str) -> None:
        """A rectified project hands its dossier in again, and a panel of its own scores it."""
        at, users = at or self.after, [self.scene.user(place) for place in range(3)]
        again = accepted(self.cast, self.project(project), at)
        by = {"by": self.clerk, "at": at}
        panel = appraisal.draw_up(self.cast.programme, title="再次验收组", sheets=3, **by)
        for user in users:
            appraisal.add_judge(panel, user, **by)
        appraisal.add_projects(panel, [again], **by)
        scene = Scene(self.cast, at, [again], users, panel).ask().declare_all().assign().open()
        for judge in range(3):
            scene.score(judge, 0, **points)
        own = scene.side("department", 0)
        scene.save(own, self.clerk)
        appraisal.hand_in(own, key=uuid4(), by=self.clerk, at=at)
        scene.close()

    def correct(self, judge: int = 0, project: int = 0, **changed: str) -> None:
        """Scoring is opened again, a judge corrects one sheet, and it is closed."""
        scene = self.scene
        scene.run(appraisal.reopen_scoring, scene.again(), reason="复核。")
        scene.again()
        task, by = scene.task(judge, project), scene.user(judge)
        appraisal.correct(task, reason="计分有误。", by=by, at=scene.at)
        last = task.sheets.order_by("-number").first()
        scene.save(task, by, expected=last.saves, **changed)
        appraisal.hand_in(task, key=uuid4(), by=by, at=scene.at)
        scene.close()


def with_bonus(cast: Cast, **parameters: Any) -> None:
    """As if the notice gave points for an award."""
    version = cast.version
    row = {"code": "award", "title": "获上级表彰", "at_most": 5000} | parameters
    order = version.settings.order_by("-order").values_list("order", flat=True)[0] + 1
    version.settings.create(kind="ranking.bonus", parameters=row, clause="二.5e", strictness="block", order=order)
    type(version).objects.update(pack_hash=unread())


def pass_from(cast: Cast, minimum: int) -> None:
    """As if the notice took 合格 from so many points on; three of the example have 71.6, 72.4 and 73.2."""
    row = cast.version.settings.get(kind="ranking.grade_cut", parameters__title="合格")
    row.parameters = row.parameters | {"minimum": minimum}
    row.save(update_fields=["parameters"])
    type(cast.version).objects.update(pack_hash=unread())


def scored(cast: Cast, at: datetime, *, projects: int = 3, judges: int = 3, closed: bool = True) -> Ranked:
    """Every judge scores every project, the first project lowest; so does the section; then scoring is closed."""
    scene = scoring(cast, at, projects=projects, judges=judges, sheets=judges)
    for number in range(projects):
        for judge in range(judges):
            scene.score(judge, number, points_goals=f"{min(15, 9 + number)}")
        own = scene.side("department", number)
        scene.save(own, scene.clerk)
        appraisal.hand_in(own, key=uuid4(), by=scene.clerk, at=at)
    if closed:
        scene.close()
    return Ranked(scene)
