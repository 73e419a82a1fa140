"""Meetings and tasks in the rehearsal and in the demo, and what must hold of them at every moment."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import F, OuterRef, Q
from django.utils import timezone

from lixiang.delivery import actions
from lixiang.delivery.models import Meeting, Task
from lixiang.delivery.queries import kinds_of
from lixiang.delivery.states.meetings import Status as MeetingStatus
from lixiang.history.models import Event
from lixiang.people.models import Organisation
from lixiang.people.roles import Role
from lixiang.projects.models import FormerUnit
from lixiang.projects.states import Status
from lixiang.rehearsal.cycle import Cycle, scan

REASON = "与全市大会时间冲突"
SUMMARY = "会议听取了各项目进展情况，要求各责任单位对照责任书倒排工期，按时完成序时进度。"


def rehearse_meetings(cycle: Cycle) -> None:
    """One meeting of each kind from notice to minutes, its tasks to their end; every refusal on the way."""
    if not kinds_of(cycle.programme, cycle.at):
        return
    gathering = Gathering(cycle)
    with cycle.step("meetings"):
        for kind in kinds_of(cycle.programme, cycle.at):
            gathering.run_into_rules_of_a_notice(kind.code)
            meeting = gathering.held(kind.code, kind.title)
            gathering.minute(meeting)
        gathering.call_one_off(kinds_of(cycle.programme, cycle.at)[0].code)
    with cycle.step("tasks"):
        gathering.finish_tasks()


class Gathering:
    """What the section and the invited do in a cycle, by the public actions on its moved clock."""

    def __init__(self, cycle: Cycle) -> None:
        self.cycle = cycle
        active = list(cycle._projects(Status.ACTIVE))
        self.projects = active[:6]
        self.guests = list({each.nominating_organisation.pk: each.nominating_organisation for each in active}.values())

    @property
    def words(self) -> dict[str, Any]:
        return {"by": self.cycle.section, "at": self.cycle.at}

    def drafted(self, kind: str, title: str, **changed: Any) -> Meeting:
        begins_at = self.next_morning(days=10)
        said = {
            "kind": kind,
            "title": title,
            "place": "市委党校报告厅",
            "chair": "示例甲",
            "begins_at": begins_at,
            "ends_at": begins_at + timedelta(hours=2),
            "requirements": "请项目负责人汇报进展，每个项目不超过10分钟。",
            "organisations": self.guests,
        }
        return actions.draft_meeting(self.cycle.programme, **(said | changed), **self.words)

    def next_morning(self, days: int) -> datetime:
        return timezone.localtime(self.cycle.at + timedelta(days=days)).replace(
            hour=9, minute=0, second=0, microsecond=0
        )

    def announced(self, kind: str, title: str, **changed: Any) -> Meeting:
        meeting = self.drafted(kind, title, **changed)
        for project in self.projects:
            actions.add_item(meeting, project=project, minutes=10, **self.words)
        actions.add_item(meeting, topic="部署下步工作", minutes=20, **self.words)
        self.cycle.later(minutes=30)
        meeting = actions.announce(meeting, mark=self.cycle.mark, **self.words)
        self.cycle.acknowledge()
        return meeting

    def reply(self, meeting: Meeting, *, leave: bool = False) -> None:
        """Every guest names who comes; the last asks leave where `leave`."""
        for place, organisation in enumerate(self.guests):
            by, at = self.cycle.cast.user(Role.NOMINATOR, organisation), self.cycle.later(minutes=11)
            if leave and place == len(self.guests) - 1 and place:
                actions.reply(meeting, organisation, leave_reason="同日迎接上级督查。", by=by, at=at)
            else:
                person = actions.Person(f"示例{place + 1}", "组织部部长")
                actions.reply(meeting, organisation, people=[person], by=by, at=at)

    def hold(self, meeting: Meeting) -> Meeting:
        assert meeting.begins_at is not None
        self.cycle.at = max(self.cycle.at, meeting.begins_at + timedelta(minutes=5))
        meeting = actions.hold(meeting, **self.words)
        people = [
            actions.Person(one.name, one.post, one.organisation_id, one.standing) for one in meeting.attendance.all()
        ]
        host = self.cycle.programme.managing_organisation_id
        people.append(actions.Person("示例甲", "副部长", host))
        actions.record_attendance(meeting, people, **self.words)
        actions.attach_to_meeting(meeting, scan(), name="会场.png", part="photo", **self.words)
        return meeting

    def held(self, kind: str, title: str) -> Meeting:
        """A whole meeting, and each rule of a meeting run into once."""
        cycle = self.cycle
        meeting = self.announced(kind, f"全市基层党建创新项目{title}")
        cycle.is_refused(lambda: actions.hold(meeting, **self.words), "not_begun")
        cycle.is_refused(lambda: actions.write_minutes(meeting, summary=SUMMARY, **self.words), "not_held")
        self.reply(meeting, leave=True)
        actions.correct_notice(meeting, place="市委会议中心", reason="会场检修", mark=cycle.mark, **self.words)
        cycle.acknowledge()
        meeting = self.hold(meeting)
        guest = self.guests[0]
        late = {"people": [actions.Person("示例乙")], "by": cycle.cast.user(Role.NOMINATOR, guest), "at": cycle.at}
        cycle.is_refused(lambda: actions.reply(meeting, guest, **late), "too_late_to_reply")
        cycle.is_refused(lambda: actions.issue_minutes(meeting, **self.words), "no_words")
        cycle.is_refused(lambda: self.hand_out(meeting, None, None), "no_owner", "no_due_date")
        for organisation in self.guests[:3]:
            task = self.hand_out(meeting, organisation, timezone.localtime(cycle.at).date() + timedelta(days=20))
        self._extend(task)
        return meeting

    def hand_out(self, meeting: Meeting, organisation: Organisation | None, due_on: date | None) -> Task:
        project = next((each for each in self.projects if each.nominating_organisation == organisation), None)
        said = {"organisation": organisation, "due_on": due_on, "project": project}
        return actions.hand_out(
            meeting, title="补报上半年进展佐证材料", cooperating="县直机关工委", **said, **self.words
        )

    def minute(self, meeting: Meeting) -> Meeting:
        conclusions = {item.pk: "会议原则同意汇报的下步安排。" for item in meeting.items.all()[:2]}
        self.cycle.later(days=1)
        actions.write_minutes(meeting, summary=SUMMARY, conclusions=conclusions, **self.words)
        meeting = actions.issue_minutes(meeting, mark=self.cycle.mark, **self.words)
        self.cycle.acknowledge()
        cancel = {"reason": REASON, **self.words}
        self.cycle.is_refused(lambda: actions.cancel_meeting(meeting, **cancel), "not_in_this_status")
        return meeting

    def run_into_rules_of_a_notice(self, kind: str) -> None:
        bare = self.drafted(kind, "未定会议", place="", begins_at=None, ends_at=None, organisations=[])
        missing = ("no_place", "no_date", "nobody_invited")
        self.cycle.is_refused(lambda: actions.announce(bare, **self.words), *missing)
        past = {"begins_at": self.cycle.at - timedelta(days=1), "ends_at": None}
        actions.edit_meeting(bare, **past, **self.words)
        self.cycle.is_refused(lambda: actions.announce(bare, **self.words), "in_the_past")
        actions.cancel_meeting(bare, reason="不再召开", **self.words)

    def call_one_off(self, kind: str) -> None:
        meeting = self.announced(kind, "全市基层党建创新项目临时会议")
        self.cycle.later(days=1)
        actions.cancel_meeting(meeting, reason=REASON, mark=self.cycle.mark, **self.words)
        self.cycle.acknowledge()

    def finish_tasks(self) -> None:
        """Reported and closed: one was reminded of, one returned and reported again; the last is cancelled."""
        tasks = list(Task.objects.filter(programme=self.cycle.programme).order_by("number"))
        for place, task in enumerate(tasks):
            if place == len(tasks) - 1 and place:
                actions.cancel_task(task, reason="工作已并入专项行动。", **self.words)
                continue
            if place == 0:
                self._remind_of(task)
            self._finish(task, returns=place == 1)

    def _extend(self, task: Task) -> None:
        back = {"due_on": task.due_on, "reason": "汛期任务重。", **self.words}
        self.cycle.is_refused(lambda: actions.extend_task(task, **back), "not_later")
        actions.extend_task(task, **(back | {"due_on": task.due_on + timedelta(days=60)}))

    def _remind_of(self, task: Task) -> None:
        actions.remind_of_task(task, **self.words)
        self.cycle.is_refused(lambda: actions.remind_of_task(task, **self.words), "reminded_today")

    def _finish(self, task: Task, *, returns: bool) -> None:
        by, at = self.cycle.cast.user(Role.NOMINATOR, task.organisation), self.cycle.later(hours=1)
        self.cycle.is_refused(lambda: actions.report_done(task, note="", by=by, at=at), "no_note")
        actions.attach_to_task(task, scan(), name="佐证.png", by=by, at=at)
        actions.report_done(task, note="佐证材料已经补齐。", by=by, at=at)
        if returns:
            actions.return_done(task, reason="缺少照片说明。", **self.words)
            actions.report_done(task, note="照片说明已经补充。", by=by, at=self.cycle.later(hours=2))
        actions.close_task(task, **self.words)


def tell_meetings(story: Cycle) -> None:
    """For the demo: one minuted meeting with tasks in every state, one announced, one draft, one called off."""
    kinds = kinds_of(story.programme, story.at)
    gathering = Gathering(story)
    if not kinds or not gathering.projects:
        return
    kind = kinds[0]
    meeting = gathering.announced(kind.code, f"全市基层党建创新项目{kind.title}")
    gathering.reply(meeting, leave=True)
    meeting = gathering.hold(meeting)
    due_on = timezone.localtime(story.at).date() + timedelta(days=12)
    tasks = [gathering.hand_out(meeting, gathering.guests[n % len(gathering.guests)], due_on) for n in range(5)]
    gathering.minute(meeting)
    gathering._finish(tasks[0], returns=False)
    by = story.cast.user(Role.NOMINATOR, tasks[1].organisation)
    actions.report_done(tasks[1], note="佐证材料已经补齐，请核实。", by=by, at=story.later(hours=3))
    actions.cancel_task(tasks[2], reason="工作已并入专项行动。", **gathering.words)
    actions.extend_task(
        tasks[3], due_on=due_on + timedelta(days=90), reason="汛期任务重，书面申请延期。", **gathering.words
    )
    gathering.call_one_off(kind.code)
    coming = kinds[1 % len(kinds)]
    ahead = gathering.announced(coming.code, f"全市基层党建创新项目{coming.title}", **_ahead(gathering, 40))
    guest = gathering.guests[0]
    people = [actions.Person("示例乙", "组织部副部长")]
    actions.reply(ahead, guest, people=people, by=story.cast.user(Role.NOMINATOR, guest), at=story.later(hours=1))
    gathering.drafted(kind.code, "四季度工作调度会（拟）", **_ahead(gathering, 60))


def _ahead(gathering: Gathering, days: int) -> dict[str, Any]:
    begins_at = gathering.next_morning(days=days)
    return {"begins_at": begins_at, "ends_at": begins_at + timedelta(hours=2)}


# --- what must hold ------------------------------------------------------------------------------------------------
def tasks_have_one_owner_and_one_due_date() -> Iterator[str]:
    """A task is answered for by whom it was handed to, until the day that it or its last extension set."""
    said: dict[int, tuple[int, str]] = {}
    events = Event.objects.filter(subject_kind="task", verb__in=("hand_out", "extend")).order_by(
        "subject_id", "sequence"
    )
    for subject_id, verb, detail in events.values_list("subject_id", "verb", "detail").iterator():
        owner = detail["owner"] if verb == "hand_out" else said.get(subject_id, (0, ""))[0]
        said[subject_id] = (owner, detail["due_on"])
    rows = Task.objects.order_by("pk").values_list("pk", "ref", "organisation_id", "due_on")
    for pk, ref, owner, due_on in rows.iterator():
        if said.get(pk) != (owner, due_on.isoformat()):
            yield f"任务{ref}的责任单位或者时限与交办、延期记录不符"


def tasks_of_projects_go_to_who_carries_them_out() -> Iterator[str]:
    """A project's task is answered for by an organisation of that project."""
    fits = (
        Q(organisation=F("project__drafting_organisation"))
        | Q(organisation=F("project__nominating_organisation"))
        | Q(organisation=F("project__implementing_organisation"))
        | Q(organisation=F("project__drafting_organisation__successor"))
        | Q(organisation=F("project__nominating_organisation__successor"))
        | Q(organisation=F("project__implementing_organisation__successor"))
        | Q(organisation__in=FormerUnit.objects.filter(project=OuterRef("project")).values("organisation"))
    )
    stray = Task.objects.filter(project__isnull=False).exclude(fits)
    yield from (f"任务{ref}的责任单位不属于所涉项目" for ref in stray.order_by("ref").values_list("ref", flat=True))


def meetings_stand_on_their_papers() -> Iterator[str]:
    """What was announced has its notice, what was minuted its minutes and who was there, and nothing else has."""
    announced = (MeetingStatus.ANNOUNCED, MeetingStatus.HELD, MeetingStatus.MINUTED)
    for ref in Meeting.objects.filter(status__in=announced, notice=None).order_by("ref").values_list("ref", flat=True):
        yield f"会议{ref}已通知而没有通知"
    lacking = Q(status=MeetingStatus.MINUTED) & (Q(minutes=None) | Q(attendance=None))
    early = ~Q(status=MeetingStatus.MINUTED) & Q(minutes__isnull=False)
    for ref in Meeting.objects.filter(lacking | early).order_by("ref").values_list("ref", flat=True).distinct():
        yield f"会议{ref}的纪要与状态不符"
    strangers = Meeting.objects.filter(notice__isnull=False).exclude(
        Q(notice__addressees__organisation=F("invitations__organisation"))
        | Q(notice__addressees__organisation=F("invitations__organisation__successor"))
    )
    for ref in strangers.order_by("ref").values_list("ref", flat=True).distinct():
        yield f"会议{ref}的通知没有发给参会单位"


CHECKS = (
    tasks_have_one_owner_and_one_due_date,
    tasks_of_projects_go_to_who_carries_them_out,
    meetings_stand_on_their_papers,
)
