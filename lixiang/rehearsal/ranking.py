"""Ranking on the moved clock: computed, shown, objected to, corrected, issued, settled; a rectified project again."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from lixiang.appraisal import actions as appraisal
from lixiang.appraisal.models import PanelProject
from lixiang.people.models import User
from lixiang.people.roles import Role
from lixiang.programmes.queries import the_setting, version_in_force
from lixiang.projects.models import Project
from lixiang.projects.states import Status as ProjectStatus
from lixiang.ranking import actions
from lixiang.ranking.models import Place, PlaceObjection, Ranking
from lixiang.ranking.queries.results import cut_of, to_settle
from lixiang.ranking.rules.kinds import Method, Publicity
from lixiang.rehearsal.appraisal import FULL, MENDED, PanelStory, under_appraisal
from lixiang.rehearsal.closing import close_project
from lixiang.rehearsal.cycle import Cycle

RELATED = ("project__programme", "project__drafting_organisation", "ranking__programme", "ranking__version")
RAISED = "评分表漏计了已经提交的佐证材料，申请复核。"
UPHELD, DISMISSED = "经复核，漏计属实，由评审组更正评分。", "经复核，计分与评分标准相符，维持原名次。"
CORRECTED, RECTIFIED = "复核时发现评分漏计，更正后重新排名。", "整改项目重新验收，更正后重新排名。"
RECTIFYING_DAYS = 60


def rehearse_ranking(cycle: Cycle) -> None:
    """The programme's ranking and its results; what must rectify does, is appraised a second time and ranked anew."""
    with cycle.step("ranking"):
        if not _may_rank(cycle):
            return
        story = RankingStory(cycle, runs_into_rules=True)
        story.rank()
        story.correct_what_is_upheld()
        story.conclude()
    with cycle.step("rectification"):
        rectify(cycle, story)


def _may_rank(cycle: Cycle) -> bool:
    """Whether the programme says how, and anything was scored; a programme that does not is refused a ranking."""
    version = version_in_force(cycle.programme, cycle.at)
    lacking = "no_projects" if the_setting(version, Method) else "no_setting"
    if the_setting(version, Method) and PanelProject.objects.filter(panel__programme=cycle.programme).exists():
        return True
    cycle.is_refused(lambda: actions.compute(cycle.programme, by=cycle.section, at=cycle.at), lacking)
    return False


class RankingStory:
    """The rankings of one programme, one after the other; `runs_into_rules` meets every rule on the way."""

    def __init__(self, cycle: Cycle, *, runs_into_rules: bool = False) -> None:
        self.cycle, self.runs_into_rules = cycle, runs_into_rules
        self.ranking: Any = None

    @property
    def now(self) -> dict[str, Any]:
        return {"by": self.cycle.head, "at": self.cycle.at}

    def later(self, **span: float) -> dict[str, Any]:
        self.cycle.later(**span)
        return self.now

    def refused(self, verb: Callable[[], Any], *codes: str) -> None:
        if self.runs_into_rules:
            self.cycle.is_refused(verb, *codes)

    def again(self) -> Ranking:
        related = ("programme", "version", "corrects", "document")
        self.ranking = Ranking.objects.select_related(*related).get(pk=self.ranking.pk)
        return self.ranking

    def places(self) -> list[Place]:
        """Those with a place, the best first."""
        return list(self.ranking.places.exclude(place=None).select_related(*RELATED).order_by("position"))

    def rank(self, reason: str = "") -> None:
        """Computed, confirmed, shown."""
        self.compute(reason)
        self.refused(lambda: actions.publish(self.ranking, **self.now), "not_in_this_status")
        self.confirm()
        if the_setting(self.ranking.version, Publicity) is None:
            self.refused(lambda: actions.publish(self.ranking, **self.now), "no_publicity")
            return
        actions.publish(self.again(), **self.later(hours=2))
        self.again()

    def compute(self, reason: str = "") -> None:
        words = {"by": self.cycle.section, "at": self.cycle.later(hours=1), "seed": self.cycle.rng.getrandbits(31)}
        if reason:
            self.refused(lambda: actions.compute(self.cycle.programme, **words), "reason_required")
        self.ranking = actions.compute(self.cycle.programme, reason=reason, **words)
        self.again()

    def confirm(self) -> None:
        """Projects that too few could score stay without a place, which wants a word."""
        reason = ""
        if self.ranking.facts(self.cycle.at).without_score:
            self.refused(lambda: actions.confirm(self.ranking, **self.now), "without_score")
            reason = "评委回避后有效评分不足，另行安排评审。"
        actions.confirm(self.ranking, reason=reason, **self.later(hours=3))
        self.again()

    # --- 公示与异议 -------------------------------------------------------------------------------------------
    def correct_what_is_upheld(self) -> None:
        """Of two objections one is dismissed; the other is right: its sheets are corrected, and all is ranked anew."""
        places = self.places()
        if not self.is_shown or len(places) < 2:
            return
        self.refused(lambda: actions.issue(self.ranking, **self.now), "in_publicity")
        wronged, other = places[len(places) // 2], places[0]
        self.refused(lambda: self.object_to(other, " "), "no_words")
        groundless, right = self.object_to(other), self.object_to(wronged)
        self.answer(groundless, right)
        self.correct(wronged)
        self.refused(lambda: actions.issue(self.ranking, **self.now), "upheld_objections", "outdated")
        self.rank(CORRECTED)

    @property
    def is_shown(self) -> bool:
        return self.ranking.public_until is not None

    def object_to(self, place: Place, text: str = RAISED) -> PlaceObjection:
        by = self.cycle.cast.user(Role.UNIT_CLERK, place.project.drafting_organisation)
        return actions.object_to(place, text=text, by=by, at=self.cycle.later(minutes=20))

    def answer(self, groundless: PlaceObjection, right: PlaceObjection) -> None:
        by_section = {"by": self.cycle.section, "at": self.cycle.later(hours=4)}
        self.refused(lambda: actions.issue(self.ranking, **self.now), "open_objections")
        self.refused(lambda: actions.uphold(right, answer=" ", **by_section), "reason_required")
        actions.dismiss(groundless, answer=DISMISSED, **by_section)
        actions.uphold(right, answer=UPHELD, **by_section)
        self.refused(lambda: actions.dismiss(right, answer=DISMISSED, **by_section), "not_in_this_status")

    def correct(self, place: Place) -> None:
        """Scoring is opened again, every judge of the project corrects the sheet, and scoring is closed."""
        entry = PanelProject.objects.filter(project=place.project, panel__programme=self.cycle.programme)
        panel = entry.select_related("panel__programme", "panel__version").order_by("-panel__number")[0].panel
        told = PanelStory(self.cycle, panel.category, [])
        told.panel = appraisal.reopen_scoring(panel, reason="异议成立，更正评分。", **told.by_section())
        words = {"by": self.cycle.section, "at": self.cycle.at, "reason": CORRECTED}
        self.refused(lambda: actions.compute(self.cycle.programme, **words), "panel_not_closed")
        for task in told.tasks().filter(project=place.project, judge__isnull=False):
            appraisal.correct(task, reason=UPHELD, by=task.judge.user, at=self.cycle.later(minutes=15))
            told.hand_in(task, task.judge.user, FULL)
        told.end()

    # --- 通报与结果 -------------------------------------------------------------------------------------------
    def conclude(self) -> None:
        """After 公示 the 通报, which everybody signs for; then every project has the result of its grade."""
        if not self.is_shown:
            return
        self.run_into_results_before()
        self.cycle.at = max(self.cycle.at, self.ranking.public_until + timedelta(minutes=1))
        self.cycle.later(hours=10)
        actions.issue(self.again(), mark=self.cycle.mark, **self.now)
        self.again()
        self.cycle.acknowledge()
        self.run_into_results()
        while actions.settle(self.ranking, **self.later(hours=1)):
            continue

    def run_into_results_before(self) -> None:
        waiting = under_appraisal(self.cycle)[:1]
        for project in waiting:
            self.refused(lambda project=project: actions.conclude(project, **self.now), "no_ranking")

    def run_into_results(self) -> None:
        """Objections come too late; a grade has the one result that the programme gives it."""
        places = list(to_settle(self.ranking).select_related(*RELATED))
        for rectifies in (True, False):
            told = [each for each in places if (cut := cut_of(each)) and bool(cut.rectify_months) == rectifies]
            for place in told[:1]:
                self.refused(lambda place=place: self.object_to(place), "not_in_publicity")
                self.wrong_result(place.project, rectifies=rectifies)

    def wrong_result(self, project: Project, *, rectifies: bool) -> None:
        if rectifies:
            self.refused(lambda: actions.conclude(project, **self.now), "must_rectify")
        else:
            words = {"reason": "试", **self.now}
            self.refused(lambda: actions.order_rectification(project, **words), "must_conclude")


class SecondPanel(PanelStory):
    """A panel for those that rectified; they stand well now, and excel nowhere."""

    TITLE = "{}类整改验收评审组"
    TENTHS = MENDED


def rectify(cycle: Cycle, story: RankingStory) -> None:
    """Those ordered to hand their dossiers in anew, are scored by a panel of their own, and all is ranked again."""
    ordered = Project.objects.filter(programme=cycle.programme, status=ProjectStatus.RECTIFYING).order_by("number")
    projects = list(ordered.select_related("programme", "version", "drafting_organisation"))
    if not projects:
        return
    cycle.later(days=RECTIFYING_DAYS)
    for project in projects:
        close_project(cycle, project)
    for category in sorted({project.category for project in projects}):
        SecondPanel(cycle, category, judges_on(cycle)).run()
    story.rank(RECTIFIED)
    story.conclude()


def judges_on(cycle: Cycle) -> list[User]:
    """The accounts that judged before, in the order in which they sat."""
    first = cycle.programme.panels.order_by("number")[0]
    return [judge.user for judge in first.judges.select_related("user").order_by("pk")]
