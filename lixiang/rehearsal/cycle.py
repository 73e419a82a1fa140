"""A whole cycle on a moved clock, by the public actions alone; every rule met on the way is run into once."""

import io
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from random import Random
from time import perf_counter
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from lixiang.agreements import actions as agreements
from lixiang.agreements.models import Agreement
from lixiang.approvals import actions as approvals
from lixiang.approvals.models import Decision, Verdict
from lixiang.approvals.rules import Publicity, ReviewStep
from lixiang.documents.models import Addressee
from lixiang.documents.receipt import acknowledge
from lixiang.nominations import actions as nominations
from lixiang.nominations import queries as slates
from lixiang.nominations.models import Slate
from lixiang.nominations.rules import Endorsement, Quota
from lixiang.people.models import Organisation
from lixiang.people.roles import Role
from lixiang.programmes import actions as programmes
from lixiang.programmes.queries import closing_for, settings_by_kind, the_setting
from lixiang.projects import actions as projects
from lixiang.projects.models import Project
from lixiang.projects.queries import sections_of
from lixiang.projects.rules.kinds import Applicant, Category, Field
from lixiang.projects.states import Status
from lixiang.rehearsal import signatures
from lixiang.rehearsal.applications import Author, hand_in, new_key, write
from lixiang.rehearsal.cast import Cast
from lixiang.workflow.findings import Refused

OPENS, CLOSES = 9, 18
RETURN_REASON = "目标不够具体，请补充基线和目标值。"


class NotRefusedError(AssertionError):
    """A rule of the notice let something through that it must stop."""


class Cycle:
    """One cycle of a programme; `at` is the moved clock, `refusals` what was run into, `seconds` what steps took."""

    BETWEEN = timedelta(minutes=4)

    def __init__(self, cast: Cast, seed: int, at: datetime, mark: str) -> None:
        self.cast, self.at, self.mark = cast, at, mark
        self.rng = Random(seed)
        self.refusals: Counter[tuple[str, str]] = Counter()
        self.seconds: dict[str, float] = {}
        self.section = cast.user(Role.SECTION_CLERK)
        self.head = cast.user(Role.SECTION_HEAD)
        self.leader = cast.user(Role.DEPARTMENT_LEADER)

    @property
    def programme(self) -> Any:
        return self.cast.programme

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        start = perf_counter()
        yield
        self.seconds[name] = round(self.seconds.get(name, 0) + perf_counter() - start, 3)

    def later(self, **span: float) -> datetime:
        """Move the clock on; what would fall into the evening or the night is done the next morning."""
        self.at += timedelta(**span)
        local = timezone.localtime(self.at)
        if not OPENS <= local.hour < CLOSES:
            day = local + timedelta(days=local.hour >= CLOSES)
            self.at = day.replace(hour=OPENS, minute=local.minute, second=0, microsecond=0)
        return self.at

    def side_by_side(self, organisations: Iterable[Organisation], verb: Callable[[Organisation], None]) -> None:
        """Organisations act at the same time, as in life: each begins a little after the one before."""
        start = latest = self.at
        for place, organisation in enumerate(organisations):
            self.at = start + place * self.BETWEEN
            self.later()
            verb(organisation)
            latest = max(latest, self.at)
        self.at = latest

    def is_refused(self, verb: Callable[[], Any], *codes: str) -> None:
        """Run into a refusal and count each finding; `codes` are those that must be among them."""
        try:
            verb()
        except Refused as refused:
            self.refusals.update((finding.code, finding.clause) for finding in refused.findings)
            missing = set(codes) - {finding.code for finding in refused.findings}
            if missing:
                raise NotRefusedError(f"没有触发{'、'.join(sorted(missing))}") from refused
        else:
            raise NotRefusedError(f"应当拒绝而没有拒绝：{'、'.join(codes)}")

    # --- 发布 -------------------------------------------------------------------------------------------------
    def publish(self) -> None:
        with self.step("publish"):
            self.cast.programme = programmes.publish(self.programme, by=self.head, at=self.at, mark=self.mark)
            self.cast.version = self.programme.versions.get(number=1)
            self.acknowledge()

    def acknowledge(self) -> None:
        """Every addressee signs for what it received."""
        for row in Addressee.objects.filter(acknowledged_at=None).select_related("document", "organisation"):
            by = self.cast.user(Role.NOMINATOR, row.organisation)
            acknowledge(row.document, row.organisation, by=by, at=self.later(minutes=7))

    # --- 申报 -------------------------------------------------------------------------------------------------
    def apply(self) -> None:
        """Every nominator's units write as many applications as its quota takes, and one more where it can."""
        with self.step("apply"):
            self.side_by_side(self.cast.nominators, self._apply_of)
            self._run_into_application_rules(self.cast.nominators[0])

    def _apply_of(self, organisation: Organisation) -> None:
        quota = self._quota(organisation)
        wanted = self._categories_wanted(quota)
        for category in wanted:
            author = self._author(organisation, category)
            project = write(author, self.programme, category=category, at=self.later(minutes=31))
            hand_in(author, project, at=self.later(minutes=11))

    def _quota(self, organisation: Organisation) -> Quota:
        quota = slates.quota_of(self.cast.version, organisation)
        if quota is None:
            raise NotRefusedError(f"{organisation.name}没有名额")
        return quota

    def _categories_wanted(self, quota: Quota) -> list[str]:
        """Enough of each category that must be there, then the others in turn, up to the most and one more."""
        codes = [category.code for category in settings_by_kind(self.cast.version, Category)] or [""]
        wanted = [code for code, least in quota.at_least.items() for _ in range(least)]
        others = [code for code in codes if code not in quota.at_least] or codes
        while len(wanted) < quota.maximum + 1:
            wanted.append(others[len(wanted) % len(others)])
        return wanted

    def _author(self, organisation: Organisation, category: str, *, fits: bool = True) -> Author:
        """A clerk who writes for a unit that may, or may not, carry out a project of the category."""
        rows = [row for row in settings_by_kind(self.cast.version, Applicant) if row.category == category]

        def may(unit: Organisation) -> bool:
            facts = unit.facts()
            return not rows or any(facts.kind in r.kinds and facts.ranks_at_least(r.minimum_rank) for r in rows)

        suited = [unit for unit in self.cast.units_of(organisation) if may(unit) == fits] or [organisation]
        unit = self.rng.choice([each for each in suited if each != organisation] or suited)
        user = self.cast.users.get(f"{Role.UNIT_CLERK}.{unit.code}")
        if user is not None:
            return Author(user, unit, self.rng, unit)
        return Author(self.cast.user(Role.UNIT_CLERK, organisation), organisation, self.rng, unit)

    def _run_into_application_rules(self, organisation: Organisation) -> None:
        self._run_into_missing_fields(organisation)
        for row in settings_by_kind(self.cast.version, Applicant):
            if row.strictness == "block":
                stranger = self._author(organisation, row.category, fits=False)
                wrong = write(stranger, self.programme, category=row.category, at=self.at)
                self.is_refused(lambda wrong=wrong, by=stranger: hand_in(by, wrong, at=self.at), "wrong_applicant")
                projects.discard(wrong, by=stranger.user, at=self.later(minutes=2))
                break

    def _run_into_missing_fields(self, organisation: Organisation) -> None:
        """An application with nothing filled in: each clause that asks for a field is heard."""
        asked = [
            row for row in settings_by_kind(self.cast.version, Field) if row.required and row.strictness == "block"
        ]
        author = self._author(organisation, "")
        blank = write(author, self.programme, category="", at=self.at, skip=tuple(row.name for row in asked))
        self.is_refused(lambda: hand_in(author, blank, at=self.at), "missing_field")
        unheard = {row.clause for row in asked} - {clause for _, clause in self.refusals}
        if unheard:
            raise NotRefusedError(f"缺少必填栏目而没有触发{'、'.join(sorted(unheard))}")
        projects.discard(blank, by=author.user, at=self.later(minutes=2))

    # --- 推荐 -------------------------------------------------------------------------------------------------
    def nominate(self) -> None:
        with self.step("nominate"):
            *prompt, late = self.cast.nominators
            self.side_by_side(prompt, self._nominate_of)
            self._nominate_late(late)

    def _slate(self, organisation: Organisation) -> Slate:
        return nominations.open_slate(self.programme, organisation, at=self.at)

    def _nominate_of(self, organisation: Organisation) -> None:
        slate, quota = self._slate(organisation), self._quota(organisation)
        by = self.cast.user(Role.NOMINATOR, organisation)
        waiting = list(slates.waiting_for(slate).order_by("pk"))
        self._run_into_slate_rules(slate, quota, waiting, by)
        self._fill(slate, waiting[: quota.maximum], by)
        self._hand_in(slate)
        for project in waiting[quota.maximum :]:
            nominations.pass_over(project, reason="名额有限，择优推荐。", by=by, at=self.later(minutes=3))

    def _endorse(self, slate: Slate, organisation: Organisation, *, is_asked: bool = False) -> None:
        if is_asked and the_setting(self.cast.version, Endorsement) is not None:
            self.is_refused(lambda: self._hand_in(slate), "not_endorsed")
        if slate.status == "OPEN":
            by = self.cast.user(Role.NOMINATOR_LEADER, organisation)
            nominations.endorse(slate, by=by, at=self.later(minutes=5))
            slate.refresh_from_db()

    def _run_into_slate_rules(self, slate: Slate, quota: Quota, waiting: list[Project], by: Any) -> None:
        """Hand in unsigned, too many, too few, and none of the category that must be there; each is refused."""
        self._endorse(slate, slate.organisation, is_asked=True)
        leader = self.cast.user(Role.NOMINATOR_LEADER, slate.organisation)
        others = [project for project in waiting if project.category not in quota.at_least]
        tries = [(waiting, "over_quota")]
        if quota.minimum:
            tries.append((waiting[: quota.minimum - 1], "under_minimum"))
        if quota.at_least and others:
            tries.append((others[: quota.maximum], f"too_few_{next(iter(quota.at_least))}"))
        for chosen, code in tries:
            self._fill(slate, chosen, by)
            nominations.endorse(slate, by=leader, at=self.later(minutes=5))
            self.is_refused(lambda: self._hand_in(slate), code)

    def _fill(self, slate: Slate, chosen: list[Project], by: Any) -> None:
        """Put exactly these projects on the slate, in this order."""
        slate.refresh_from_db()
        if slate.status != "OPEN":
            nominations.reopen(slate, reason="调整推荐名单", by=by, at=self.later(minutes=1))
            slate.refresh_from_db()
        for entry in slate.entries.select_related("project"):
            nominations.set_aside(slate, entry.project, by=by, at=self.later(minutes=1))
        for project in chosen:
            nominations.take_up(slate, project, by=by, at=self.later(minutes=1))

    def _hand_in(self, slate: Slate) -> Any:
        slate.refresh_from_db()
        if slate.status == "OPEN" and slate.entries.exists():
            self._endorse(slate, slate.organisation)
        by = self.cast.user(Role.NOMINATOR, slate.organisation)
        key = new_key(self.rng)
        return nominations.hand_in(slate, key=key, by=by, at=self.later(minutes=5))

    def _nominate_late(self, organisation: Organisation) -> None:
        """The last nominator comes too late, is given an extension, and hands in within it."""
        slate, quota = self._slate(organisation), self._quota(organisation)
        by = self.cast.user(Role.NOMINATOR, organisation)
        waiting = list(slates.waiting_for(slate).order_by("pk"))
        self._run_into_slate_rules(slate, quota, waiting, by)
        self._fill(slate, waiting[: quota.maximum], by)
        self._endorse(slate, organisation)
        closing = closing_for(self.cast.version, "nomination", organisation.pk)
        if closing is not None:
            self.at = max(self.at, closing.until + timedelta(seconds=closing.grace_seconds + 1))
            self.is_refused(lambda: self._hand_in(slate), "late")
            programmes.extend(
                self.programme,
                step="nomination",
                organisation=organisation,
                until=self.at + timedelta(days=2),
                reason="主要负责同志外出参加培训，书面申请延期。",
                by=self.section,
                at=self.later(minutes=20),
            )
        self._hand_in(slate)
        for project in waiting[quota.maximum :]:
            nominations.pass_over(project, reason="名额有限，择优推荐。", by=by, at=self.later(minutes=3))

    # --- 审核与批准 -------------------------------------------------------------------------------------------
    def review(self) -> None:
        with self.step("review"):
            nominated = list(self._projects(Status.NOMINATED))
            self.is_refused(lambda: self._decide(nominated[0], Verdict.APPROVE), "step_not_taken")
            self._send_one_back(nominated[-1])
            for project in self._projects(Status.NOMINATED):
                self._speak(project)

    def _projects(self, status: str) -> Any:
        found = Project.objects.filter(programme=self.programme, status=status).order_by("number")
        return found.select_related("programme", "version", "revision", "approved_revision", "nominating_organisation")

    def _send_one_back(self, project: Project) -> None:
        due = self.at + timedelta(days=5)
        sections = (
            ["goals"]
            if "goals" in [code for code in self._section_codes(project)]
            else self._section_codes(project)[:1]
        )
        approvals.send_back(project, sections=sections, reason=RETURN_REASON, due_at=due, by=self.section, at=self.at)
        by = self.cast.user(Role.NOMINATOR, project.nominating_organisation)
        key = new_key(self.rng)
        nominations.nominate(project, key=key, by=by, at=self.later(days=1))

    def _section_codes(self, project: Project) -> list[str]:
        return [section.code for section, _ in sections_of(project)]

    def _speak(self, project: Project) -> None:
        """Every step before the deciding one gives its opinion, in order."""
        for step in settings_by_kind(project.version, ReviewStep):
            if not step.decides:
                by = self.cast.user(step.role)
                approvals.give_opinion(
                    project, step=step.code, result="agree", text="同意。", by=by, at=self.later(minutes=4)
                )

    def _decide(self, project: Project, verdict: str, reason: str = "") -> Decision:
        return approvals.decide(project, verdict=verdict, reason=reason, by=self.leader, at=self.later(minutes=1))

    def approve(self) -> None:
        """Decide quietly, take one decision back, publish the batch, and issue its documents."""
        with self.step("approve"):
            listed = list(self._projects(Status.NOMINATED))
            declined = listed[-1]
            first = Verdict.SHORTLIST if the_setting(self.cast.version, Publicity) else Verdict.APPROVE
            decisions = [self._decide(project, first) for project in listed if project != declined]
            wrong = self._decide(declined, Verdict.WAITLIST)
            approvals.undo(wrong, reason="复议", by=self.leader, at=self.later(minutes=1))
            decisions.append(self._decide(declined, Verdict.DECLINE, "选题与已有项目重复。"))
            self._publish(decisions)
            if first == Verdict.SHORTLIST:
                self._approve_after_publicity()
        with self.step("acknowledge"):
            self.acknowledge()

    def _approve_after_publicity(self) -> None:
        listed = list(self._projects(Status.SHORTLISTED))
        self.is_refused(lambda: self._decide(listed[0], Verdict.APPROVE), "publicity_runs")
        self.later(days=30)
        self._publish([self._decide(project, Verdict.APPROVE) for project in listed])

    def _publish(self, decisions: list[Decision]) -> None:
        publication = approvals.publish(self.programme, decisions, by=self.head, at=self.later(hours=2))
        approvals.issue_papers(publication, by=self.head, at=self.later(minutes=10), mark=self.mark)

    # --- 责任书 -----------------------------------------------------------------------------------------------
    def agree(self) -> None:
        with self.step("agreement"):
            approved = list(self._projects(Status.APPROVED))
            self.is_refused(
                lambda: agreements.start(approved[0], by=self.section, at=self.at), "agreement_not_in_force"
            )
            drawn = [
                agreements.draw_up(project, by=self.section, at=self.later(minutes=2), mark=self.mark)
                for project in approved
            ]
            *signed, lapsing = drawn
            for agreement in signed:
                self._sign(agreement)
            self._lapse(lapsing)

    def _sign(self, agreement: Agreement) -> None:
        facts = agreement.facts(self.at)
        if facts.is_possible:
            signatures.sign_electronically(self, agreement)
            return
        if facts.is_wished:
            signatures.without_certificate(self, agreement)
        by = self.cast.user(Role.NOMINATOR, agreement.project.nominating_organisation)
        if agreement.pk % 9 == 1:
            self.is_refused(lambda: agreements.sign(agreement, by=by, at=self.at), "no_signed_scan")
        agreements.attach_scan(agreement, scan(), name="责任书（签章）.png", by=by, at=self.later(minutes=9))
        agreements.sign(agreement, by=by, at=self.later(minutes=1))
        agreements.countersign(agreement, by=self.section, at=self.later(minutes=6))

    def _lapse(self, agreement: Agreement) -> None:
        """One is never signed: too early to lapse, then overdue."""
        verb = {"reason": "乙方书面表示不再实施。", "by": self.section}
        self.is_refused(lambda: agreements.lapse(agreement, at=self.at, **verb), "agreement_not_overdue")
        self.at = max(self.at, agreement.sign_by + timedelta(hours=1))
        agreements.lapse(agreement, at=self.at, **verb)


def scan() -> ContentFile:
    """A sheet of paper as a picture, where a signed one would be."""
    stream = io.BytesIO()
    Image.new("L", (620, 877), 245).save(stream, "PNG")
    return ContentFile(stream.getvalue())
