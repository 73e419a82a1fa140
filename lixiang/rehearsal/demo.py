"""The demo: a finished year, and the notice in mid-cycle with some sixty projects in every state that exists."""

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from django.utils import timezone

from lixiang.agreements import actions as agreements
from lixiang.approvals import actions as approvals
from lixiang.approvals.models import Verdict
from lixiang.approvals.rules import ReviewStep
from lixiang.documents.models import Addressee, NumberSeries
from lixiang.documents.receipt import acknowledge
from lixiang.nominations import actions as nominations
from lixiang.nominations import queries as slates
from lixiang.people.models import Organisation
from lixiang.people.roles import Role
from lixiang.people.samples import rows_of_directory
from lixiang.programmes import actions as programmes
from lixiang.programmes.queries import settings_by_kind
from lixiang.programmes.rules.kinds import Letterhead, Pack
from lixiang.projects import actions as projects
from lixiang.projects.models import Project
from lixiang.projects.states import Status
from lixiang.rehearsal.applications import hand_in, write
from lixiang.rehearsal.cast import Cast, accounts, build_cast
from lixiang.rehearsal.cycle import Cycle, scan
from lixiang.rehearsal.delivery import tell_delivery
from lixiang.rehearsal.finished import FinishedYear
from lixiang.rehearsal.present import (
    OPENED_DAYS_AGO,
    SECOND_OPENED_DAYS_AGO,
    finished_year,
    pack_of_the_present,
    second_batch,
)
from lixiang.rehearsal.signatures import install_test_certificates, tell_signatures

PACK = "huainan-2018"
FIRST_HOUR = timedelta(hours=9)
BEYOND_QUOTA = "同类项目较多，择优推荐其他项目。"


def build(today: datetime, folder: Path, *, mark: str) -> Cast:
    """Tell the story up to today and write accounts.json; the moved clock starts when the notice was issued."""
    before = finished_year(PACK, today.date())
    begun = timezone.localtime(before.about.in_force_from) + FIRST_HOUR
    past = build_cast(begun, pack=before, rows=rows_of_directory(), is_published=False)
    users = dict(past.users)  # the other judges of that year have no account in the list
    FinishedYear(past, begun, mark).tell()
    opened = (today - timedelta(days=OPENED_DAYS_AGO)).replace(hour=9, minute=0, second=0, microsecond=0)
    cast = under(replace(past, users=users), pack_of_the_present(PACK, today.date()), opened)
    Story(cast, opened, mark).tell()
    SecondBatch.of(cast, today, mark).tell()
    rows = json.dumps(accounts(cast), ensure_ascii=False, indent=2)
    (folder / "accounts.json").write_text(rows + "\n", "utf-8")
    return cast


def under(cast: Cast, pack: Pack, at: datetime) -> Cast:
    """The same people and organisations under another notice, which has the next number of its series."""
    letterhead = next(iter(pack.of(Letterhead)))
    issued = NumberSeries.objects.filter(code=letterhead.series, year=at.year).first()
    number = issued.last + 1 if issued else letterhead.first_number
    about = replace(pack.about, document_number=f"{letterhead.series}〔{at.year}〕{number}号")
    version = programmes.load(replace(pack, about=about), by=None, at=at)
    return Cast(cast.organisations, pack, version.programme, version, cast.users)


class Story(Cycle):
    """What happened so far: the first third is decided on, the second is nominated, the rest still write."""

    BETWEEN = timedelta(hours=11)

    def __init__(self, cast: Cast, at: datetime, mark: str) -> None:
        super().__init__(cast, seed=2018, at=at, mark=mark)
        self.today = at

    def tell(self) -> None:
        self.publish()
        everybody = self.cast.nominators
        early, middle, rest = (
            everybody[:3] + everybody[7:10],
            everybody[3:5] + everybody[10:12],
            everybody[5:7] + everybody[12:],
        )
        self.side_by_side((*early, *middle), self._apply_of)
        self.side_by_side((*early, *middle), self._bring_in)
        self._review_and_decide(self._nominated_of(early))
        self._agreements()
        self._review_in_part(self._nominated_of(middle))
        self.side_by_side(rest, self._still_writing)
        tell_delivery(self)

    def acknowledge(self) -> None:
        """All but the last few have signed for what they received."""
        rows = Addressee.objects.filter(acknowledged_at=None).select_related("document", "organisation")
        for row in list(rows.order_by("document", "place"))[:-3]:
            by = self.cast.user(Role.NOMINATOR, row.organisation)
            acknowledge(row.document, row.organisation, by=by, at=self.later(minutes=7))

    def _bring_in(self, organisation: Organisation) -> None:
        """A slate as the quota allows; what is left over is passed over, or taken back by its unit."""
        slate, quota = self._slate(organisation), self._quota(organisation)
        by = self.cast.user(Role.NOMINATOR, organisation)
        waiting = list(slates.waiting_for(slate).order_by("pk"))
        self._fill(slate, waiting[: quota.maximum], by)
        self._hand_in(slate)
        for place, project in enumerate(waiting[quota.maximum :]):
            if (place + organisation.order) % 2:
                nominations.pass_over(project, reason=BEYOND_QUOTA, by=by, at=self.later(minutes=3))
            else:
                nominations.withdraw(project, reason="本单位研究后决定明年再报。", by=by, at=self.later(minutes=3))

    def _nominated_of(self, organisations: Iterable[Organisation]) -> list[Project]:
        return list(self._projects(Status.NOMINATED).filter(nominating_organisation__in=list(organisations)))

    def _review_and_decide(self, listed: list[Project]) -> None:
        for project in listed:
            self._speak(project)
        *approved, waitlisted, merged, declined = listed
        decisions = [self._decide(project, Verdict.APPROVE) for project in approved]
        decisions.append(self._decide(waitlisted, Verdict.WAITLIST))
        decisions.append(self._decide(declined, Verdict.DECLINE, "选题与已有项目重复。"))
        decisions.append(
            approvals.decide(
                merged,
                verdict=Verdict.MERGE,
                merge_into=approved[0],
                reason="与该项目内容相近，合并实施。",
                by=self.leader,
                at=self.later(minutes=2),
            )
        )
        self._publish(decisions)
        self.acknowledge()

    def _agreements(self) -> None:
        """In force, signed by one side, waiting, overdue and lapsed, and some not drawn up yet."""
        *drawn, _, _ = self._projects(Status.APPROVED)
        papers = [agreements.draw_up(p, by=self.section, at=self.later(minutes=2), mark=self.mark) for p in drawn]
        *signed, half, waiting, lapsing = papers
        for agreement in signed:
            self._sign(agreement)
        by = self.cast.user(Role.NOMINATOR, half.project.nominating_organisation)
        agreements.attach_scan(half, scan(), name="责任书（签章）.png", by=by, at=self.later(minutes=5))
        agreements.sign(half, by=by, at=self.later(minutes=1))
        overdue = lapsing.sign_by + timedelta(hours=10)
        agreements.lapse(lapsing, reason="乙方书面表示不再实施。", by=self.section, at=max(overdue, self.at))
        self.at = max(self.at, overdue)

    def _review_in_part(self, listed: list[Project]) -> None:
        """One is sent back, a third has its first check, a third is studied, one has a decision nobody knows of yet."""
        first, second = [s for s in settings_by_kind(self.cast.version, ReviewStep) if not s.decides][:2]
        returned, *others = listed
        due = self.at + timedelta(days=20)
        reason = "目标不够具体，请补充基线和目标值。"
        approvals.send_back(returned, sections=["goals"], reason=reason, due_at=due, by=self.section, at=self.at)
        for place, project in enumerate(others):
            for step in (first, second)[: place % 3]:
                by = self.cast.user(step.role)
                text = "同意。" if step is first else "拟同意，请部领导审示。"
                approvals.give_opinion(
                    project, step=step.code, result="agree", text=text, by=by, at=self.later(minutes=6)
                )
        studied = [project for place, project in enumerate(others) if place % 3 == 2]
        for project in studied[:1]:
            self._decide(project, Verdict.APPROVE)

    def _still_writing(self, organisation: Organisation) -> None:
        """Drafts, some handed in and waiting, one sent back to its unit, one thrown away."""
        quota = self._quota(organisation)
        by = self.cast.user(Role.NOMINATOR, organisation)
        for place, category in enumerate(self._categories_wanted(quota)):
            author = self._author(organisation, category)
            skip = ("measures", "goals", "team") if place % 3 == 0 else ()
            project = write(author, self.programme, category=category, at=self.later(minutes=13), skip=skip)
            if not skip:
                hand_in(author, project, at=self.later(minutes=5))
                if (place + organisation.order) % 3 == 1:
                    reason = "请补充与本地实际结合的具体措施。"
                    nominations.send_back(project, sections=["goals"], reason=reason, by=by, at=self.later(minutes=9))
            elif organisation.order % 4 == 0:
                projects.discard(project, by=author.user, at=self.later(minutes=1))


class SecondBatch(Story):
    """Of three nominators' projects in a second batch some stand in 公示; the first's are approved and being signed."""

    @classmethod
    def of(cls, cast: Cast, today: datetime, mark: str) -> "SecondBatch":
        """The same people and organisations under the second batch's own notice."""
        pack = second_batch(PACK, today.date())
        opened = (today - timedelta(days=SECOND_OPENED_DAYS_AGO)).replace(hour=9, minute=0, second=0, microsecond=0)
        story = cls(under(cast, pack, opened), opened, mark)
        story.today = today
        install_test_certificates(story.cast, opened)
        return story

    def tell(self) -> None:
        self.publish()
        everybody = self.cast.nominators
        taking_part = (everybody[0], *everybody[8:10])
        self.side_by_side(taking_part, self._apply_of)
        self.side_by_side(taking_part, self._bring_in)
        self.at = self.today - timedelta(days=24)
        for project in self._projects(Status.NOMINATED):
            self._speak(project)
        self._shortlist(taking_part[:1])
        self.at = self.today - timedelta(days=8)
        self._publish([self._decide(project, Verdict.APPROVE) for project in self._projects(Status.SHORTLISTED)])
        self._sign_electronically()
        self.at = self.today - timedelta(days=2)
        self._shortlist(taking_part[1:])

    def _shortlist(self, organisations: Iterable[Organisation]) -> None:
        self._publish([self._decide(project, Verdict.SHORTLIST) for project in self._nominated_of(organisations)])

    def _sign_electronically(self) -> None:
        approved = self._projects(Status.APPROVED)
        drawn = [agreements.draw_up(p, by=self.section, at=self.later(minutes=2), mark=self.mark) for p in approved]
        tell_signatures(self, drawn)
