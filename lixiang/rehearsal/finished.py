"""The demo's finished year: a project of every nominator, over before the running batch was opened."""

from datetime import date, datetime, timedelta
from itertools import cycle

from django.utils import timezone

from lixiang.agreements import actions as agreements
from lixiang.appraisal.rules.kinds import Scoring
from lixiang.approvals.models import Verdict
from lixiang.delivery.jobs.plans import open_plans
from lixiang.delivery.queries import kinds_of
from lixiang.messaging import actions as messaging
from lixiang.nominations import queries as slates
from lixiang.nominations.rules import Quota
from lixiang.outcomes import actions as outcomes
from lixiang.people.models import Organisation
from lixiang.people.roles import Role
from lixiang.programmes.queries import settings_by_kind, the_setting
from lixiang.projects.models import Project
from lixiang.projects.rules.kinds import Category, Completion
from lixiang.projects.states import Status
from lixiang.rehearsal.appraisal import JUDGES_BESIDE, PanelStory, judges_of, under_appraisal
from lixiang.rehearsal.archive import write_archive
from lixiang.rehearsal.cast import Cast
from lixiang.rehearsal.closing import close_project
from lixiang.rehearsal.cycle import Cycle
from lixiang.rehearsal.funds import Purse, payable, spend_of
from lixiang.rehearsal.inspections import tell_a_closed_visit
from lixiang.rehearsal.meetings import Gathering
from lixiang.rehearsal.progress import finish_progress
from lixiang.rehearsal.ranking import RankingStory
from lixiang.rehearsal.reports import tell_reports_in_time
from lixiang.rehearsal.results_told import tell_results

DECLINED = "选题与已有项目重复。"


class FinishedYear(Cycle):
    """What happened in the year before, the ordinary way; nothing of it is left to do but to archive the last."""

    BETWEEN = timedelta(hours=7)

    def __init__(self, cast: Cast, at: datetime, mark: str) -> None:
        super().__init__(cast, seed=2017, at=at, mark=mark)
        categories = settings_by_kind(cast.version, Category)
        self.turn = cycle([category.code for category in categories][::-1] or [""])

    def tell(self) -> None:
        self.publish()
        self.side_by_side(self.cast.nominators, self._apply_of)
        self.side_by_side(self.cast.nominators, self._bring_in)
        self._decide_all()
        self._agree()
        self._deliver()
        self._close()
        self._appraise_and_rank()
        tell_results(self)
        self._archive()
        self._be_told()

    def _categories_wanted(self, quota: Quota) -> list[str]:
        """As many as there must be, first those of a category that must be there, then all in turn."""
        wanted = [code for code, least in quota.at_least.items() for _ in range(least)]
        while len(wanted) < max(quota.minimum, 1):
            wanted.append(next(self.turn))
        return wanted

    def _bring_in(self, organisation: Organisation) -> None:
        slate, by = self._slate(organisation), self.cast.user(Role.NOMINATOR, organisation)
        self._fill(slate, list(slates.waiting_for(slate).order_by("pk")), by)
        self._hand_in(slate)

    def _decide_all(self) -> None:
        """After the deadline, as everybody had until then to hand in."""
        self.later(days=24)
        *approved, declined = self._projects(Status.NOMINATED)
        for project in (*approved, declined):
            self._speak(project)
        decisions = [self._decide(project, Verdict.APPROVE) for project in approved]
        self._publish([*decisions, self._decide(declined, Verdict.DECLINE, DECLINED)])
        self.acknowledge()

    def _agree(self) -> None:
        for project in self._projects(Status.APPROVED):
            self._sign(agreements.draw_up(project, by=self.section, at=self.later(minutes=2), mark=self.mark))

    # --- 实施 -------------------------------------------------------------------------------------------------
    def _deliver(self) -> None:
        """Money, a meeting, a visit, reports and milestones; each noun has a clock of its own, as in life."""
        open_plans(self.at)
        begun, ends = self.at, []
        for tell in (self._spend_all, self._meet, self._visit, self._report, self._reach):
            self.at = begun
            tell()
            ends.append(self.at)
        self.at = max(ends)

    def _spend_all(self) -> None:
        for place, project in enumerate(self._projects(Status.ACTIVE)):
            self._spend(project, place)

    def _spend(self, project: Project, place: int) -> None:
        purse, tranche = Purse(self, project), payable(project)
        purse.match(purse.grant())
        if tranche is not None:
            purse.pay(purse.order(tranche.code))
            spend_of(purse, place)

    def _meet(self) -> None:
        """One meeting, with a task that was done."""
        kinds, gathering = kinds_of(self.programme, self.later(days=60)), Gathering(self)
        if not kinds:
            return
        meeting = gathering.announced(kinds[0].code, f"全市基层党建创新项目{kinds[0].title}")
        gathering.reply(meeting)
        meeting = gathering.hold(meeting)
        due_on = timezone.localtime(self.at).date() + timedelta(days=20)
        gathering.hand_out(meeting, gathering.guests[0], due_on)
        gathering.minute(meeting)
        gathering.finish_tasks()

    def _visit(self) -> None:
        self.later(days=90)
        tell_a_closed_visit(self, list(self._projects(Status.ACTIVE))[1:3])

    def _report(self) -> None:
        tell_reports_in_time(self, self._completion())

    def _reach(self) -> None:
        finish_progress(self)

    def _completion(self) -> date:
        rule = the_setting(self.cast.version, Completion)
        return rule.not_after if rule else timezone.localtime(self.at).date()

    # --- 结项、验收、排名、归档 -------------------------------------------------------------------------------
    def _close(self) -> None:
        self.later(days=2)
        for project in list(self._projects(Status.ACTIVE).select_related("drafting_organisation", "version")):
            close_project(self, project)

    def _appraise_and_rank(self) -> None:
        """The judge of accounts.json sits on every panel beside others; an objection is upheld, and all is settled."""
        rule = the_setting(self.cast.version, Scoring)
        assert rule is not None
        self.later(days=3)
        users = [self.cast.user(Role.JUDGE), *judges_of(self, rule.sheets + JUDGES_BESIDE - 1)]
        for category in sorted({project.category for project in under_appraisal(self)}):
            PanelStory(self, category, users).run()
        story = RankingStory(self)
        story.rank()
        story.correct_what_is_upheld()
        story.conclude()

    def _archive(self) -> None:
        """Half of the files are closed and packed; the others wait for it."""
        concluded = list(self._projects(Status.CONCLUDED))
        for project in concluded[: len(concluded) // 2]:
            outcomes.archive(project, by=self.section, at=self.later(minutes=3))
        made = outcomes.begin_archive(self.programme, by=self.section, at=self.later(minutes=5))
        write_archive(made, self.later(minutes=20))

    def _be_told(self) -> None:
        """Everybody was told of all this then, and has read it."""
        while messaging.deliver(by=None, at=self.at)[0]:
            continue
        for user in self.cast.users.values():
            messaging.mark_all_read(by=user, at=self.at)
