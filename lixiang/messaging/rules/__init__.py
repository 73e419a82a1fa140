"""Which event is told to whom and in which words; pure.

A verb of a stage that stands here with an empty tuple is told to nobody on purpose: the worklist shows it. Words are
filled with the values that queries gather; `{by_when}`, `{ground}` and `{because}` are nothing where nothing is known.
"""

from datetime import datetime, timedelta

from lixiang.messaging.rules.agreements import AGREEMENT
from lixiang.messaging.rules.appraisal import PANEL
from lixiang.messaging.rules.assessment import ASSESSMENT
from lixiang.messaging.rules.changes import CHANGE, SUPPLEMENT
from lixiang.messaging.rules.closing import DOSSIER
from lixiang.messaging.rules.closing import OF_THE_PROJECT as OF_A_DOSSIER
from lixiang.messaging.rules.inspections import INSPECTION, RECTIFICATION
from lixiang.messaging.rules.meetings import MEETING, TASK
from lixiang.messaging.rules.money import MONEY
from lixiang.messaging.rules.outcomes import OUTCOMES
from lixiang.messaging.rules.progress import PROGRESS
from lixiang.messaging.rules.ranking import RANKING, RESULTS
from lixiang.messaging.rules.reminded import REMINDED
from lixiang.messaging.rules.reports import REPORT
from lixiang.messaging.rules.told import (
    ADDRESSEES,
    DRAFTERS,
    FORMER,
    LEADERS,
    NOBODY,
    NOMINATORS,
    OF_THE_NOMINATOR,
    OUTSIDE,
    SECTION,
    SECTION_CLERKS,
    UNITS,
    Audience,
    Told,
)
from lixiang.ui.written import SHANGHAI

__all__ = ["Audience", "Told"]

LONGEST_REASON = 120
# Before a date, how many days ahead it is reminded of; 0 is the last day itself.
REMIND_DAYS_BEFORE = (3, 1, 0)
FURTHEST_REMINDER = timedelta(days=max(REMIND_DAYS_BEFORE))
BEFORE_NOMINATION = ("WITH_NOMINATOR", "RETURNED_BY_NOMINATOR")
AFTER_NOMINATION = ("NOMINATED", "RETURNED_BY_DEPARTMENT")

PROJECT = {
    "hand_in": (Told((NOMINATORS,), "{drafting}提交了“{title}”，请{by_when}列入推荐名单或者退回修改{ground}。"),),
    "send_back": (
        Told(
            (DRAFTERS,),
            "“{title}”被{nominating}退回，请{by_when}修改后重新提交{ground}{because}。",
            "projects:application",
            moved_to=("RETURNED_BY_NOMINATOR",),
        ),
        Told(
            (DRAFTERS,),
            "“{title}”被{managing}退回，请{by_when}改好标明的部分{ground}{because}。",
            "projects:application",
            moved_to=("RETURNED_BY_DEPARTMENT",),
        ),
        Told(
            OF_THE_NOMINATOR,
            "“{title}”被{managing}退回，请督促{drafting}修改，{by_when}重新申报{ground}{because}。",
            moved_to=("RETURNED_BY_DEPARTMENT",),
        ),
    ),
    "extend_return": (Told(OUTSIDE, "“{title}”的修改期限延长，请{by_when}改好后重新提交{ground}{because}。"),),
    "nominate": (
        Told((DRAFTERS,), "“{title}”已由{nominating}申报。"),
        Told(
            (SECTION_CLERKS,),
            "“{title}”已按退回意见修改并重新申报，请审核{ground}。",
            coming_from=("RETURNED_BY_DEPARTMENT",),
        ),
    ),
    "pass_over": (Told((DRAFTERS,), "{nominating}未将“{title}”列入推荐名单{because}。"),),
    "withdraw": (
        Told((DRAFTERS, NOMINATORS), "“{title}”已撤回{because}。", coming_from=BEFORE_NOMINATION),
        Told((*OUTSIDE, SECTION_CLERKS), "{nominating}撤回了“{title}”的申报{because}。", coming_from=AFTER_NOMINATION),
    ),
    "shortlist": (Told(OUTSIDE, "“{title}”列为拟立项项目{ground}。"),),
    "approve": (Told(OUTSIDE, "“{title}”已批准立项{ground}；项目责任书生效前不得启动实施。"),),
    "waitlist": (Told(OUTSIDE, "“{title}”列为候补项目{ground}。"),),
    "merge": (Told(OUTSIDE, "“{title}”并入其他项目合并立项{ground}{because}。"),),
    "decline": (Told(OUTSIDE, "“{title}”不予立项{ground}{because}。"),),
    "start": (Told((DRAFTERS,), "“{title}”的项目责任书已生效，可以启动实施{ground}。"),),
    "lapse": (Told(OUTSIDE, "“{title}”逾期未签项目责任书，立项失效{ground}{because}。"),),
    "suspend": (Told(OUTSIDE, "“{title}”暂停实施{ground}{because}。"),),
    "resume": (Told(OUTSIDE, "“{title}”恢复实施{ground}{because}。"),),
    "terminate": (Told(OUTSIDE, "“{title}”终止{ground}{because}。"),),
    **RESULTS,
    "amend": NOBODY,  # the change request tells it
    "hand_over": (
        Told((FORMER,), "“{title}”自即日起由责任单位{drafting}填报，你单位仍可查看此前的内容。"),
        Told((DRAFTERS,), "“{title}”的责任单位为你单位，自即日起由你单位填报，请按责任书继续实施。"),
    ),
    "remind": REMINDED,
    "correct_title": (Told(OUTSIDE, "项目名称已由{managing}更正为“{title}”，勘误另行印发。"),),
    "draft": NOBODY,
    "attach": NOBODY,
    "detach": NOBODY,
    "attach_scan": NOBODY,
    "discard": NOBODY,
    **dict.fromkeys(OF_A_DOSSIER, NOBODY),
}
SLATE = {
    "endorse": (Told((NOMINATORS,), "推荐名单已由{leader}审签，请{by_when}报送{ground}。", "nominations:slate"),),
    "hand_in": (Told((SECTION_CLERKS,), "{nominating}报送了推荐名单，请审核{ground}。", "nominations:slate"),),
    "reopen": (
        Told(
            (SECTION_CLERKS,),
            "{nominating}收回推荐名单重新编制{because}。",
            "nominations:slate",
            coming_from=("HANDED_IN",),
        ),
        Told((LEADERS,), "推荐名单重新编制，报送前请再次审签{ground}{because}。", "nominations:slate"),
    ),
    "remind": (Told(OF_THE_NOMINATOR, "催办：请{by_when}报送推荐名单{ground}{gap}。", "nominations:slate"),),
    "open_slate": NOBODY,
    "take_up": NOBODY,
    "set_aside": NOBODY,
    "put_in_order": NOBODY,
    "attach_sheet": NOBODY,
}
APPROVALS = {
    ("opinion", "give_opinion"): NOBODY,  # two hundred a day would bury the rest; the worklist counts them
    ("decision", "decide"): (
        Told((SECTION,), "“{title}”已有决定：{verdict}。尚未公布，请勿外传；请核对后公布。", "approvals:decisions"),
    ),
    ("decision", "undo"): (Told((SECTION,), "“{title}”的未公布决定已撤销{because}。"),),
    ("publication", "publish"): (
        Told((SECTION,), "已公布{count}个项目的决定，请印发有关公文{ground}。", "approvals:decisions"),
    ),
    ("publication", "announce"): NOBODY,
    ("objection", "object_to"): (Told((SECTION,), "公示期内收到对“{title}”的异议，请核查处理{ground}。"),),
    ("objection", "uphold"): (Told((SECTION,), "对“{title}”的异议成立{because}。"),),
    ("objection", "dismiss"): (Told((SECTION,), "对“{title}”的异议不成立{because}。"),),
}
PROGRAMME = {
    "publish": (
        Told((ADDRESSEES,), "《{title}》已发布，请{by_when}报送推荐名单{ground}。", "desk:worklist"),
        Told((UNITS,), "《{title}》已发布，可以起草申报书；本单位的推荐名单请{by_when}报送{ground}。", "desk:worklist"),
    ),
    "publish_version": (
        Told(
            (ADDRESSEES, UNITS, SECTION),
            "《{title}》有修改，自{in_force_from}起施行{because}。",
            "programmes:programme",
        ),
    ),
    "extend": (Told((ADDRESSEES, UNITS), "《{title}》的截止时间延至{until}{because}。", "desk:worklist"),),
    "close": (Told((ADDRESSEES, SECTION), "《{title}》已结束{because}。", "programmes:programme"),),
    **dict.fromkeys(("load", "clone", "discard_version"), NOBODY),
}
DOCUMENT = {
    "issue": (Told((ADDRESSEES,), "收到{number}《{title}》，请签收。", "documents:document"),),
    "acknowledge": NOBODY,
}
CATALOGUE: dict[tuple[str, str], tuple[Told, ...]] = {
    **{("project", verb): told for verb, told in PROJECT.items()},
    **{("slate", verb): told for verb, told in SLATE.items()},
    **{("agreement", verb): told for verb, told in AGREEMENT.items()},
    **{("programme", verb): told for verb, told in PROGRAMME.items()},
    **{("officialdocument", verb): told for verb, told in DOCUMENT.items()},
    **dict.fromkeys((("dispatch", "hold"), ("dispatch", "release"), ("dispatch", "drop")), NOBODY),
    **{("halt", verb): NOBODY for verb in ("halt", "lift")},
    ("calendarfeed", "renew"): NOBODY,
    **{("phrasing", verb): NOBODY for verb in ("word", "reset_words")},
    **{("changerequest", verb): told for verb, told in CHANGE.items()},
    **{("supplementaryagreement", verb): told for verb, told in SUPPLEMENT.items()},
    **APPROVALS,
    **PROGRESS,
    **{("meeting", verb): told for verb, told in MEETING.items()},
    **{("task", verb): told for verb, told in TASK.items()},
    **{("inspection", verb): told for verb, told in INSPECTION.items()},
    **{("rectification", verb): told for verb, told in RECTIFICATION.items()},
    **MONEY,
    **PANEL,
    **RANKING,
    **OUTCOMES,
    **ASSESSMENT,
    **{("report", verb): told for verb, told in REPORT.items()},
    **{("dossier", verb): told for verb, told in DOSSIER.items()},
    ("project", "archive"): NOBODY,  # fifty at a time, and nobody has to do anything; the project's page says it
    ("reportrequest", "ask_all"): NOBODY,  # each report tells it
    ("calendarday", "set_day"): NOBODY,
}


def told_of(kind: str, verb: str, from_status: str, to_status: str) -> tuple[Told, ...]:
    """What is told of an event; nothing for kinds and verbs that concern nobody else."""
    return tuple(told for told in CATALOGUE.get((kind, verb), NOBODY) if told.fits(from_status, to_status))


def by_when(due_at: datetime | None, at: datetime | None = None) -> str:
    """于2018年4月4日23:59前, or 及时 where no date is set; where it has passed `at`, nobody can keep it any more."""
    if due_at is None:
        return "及时"
    if at and due_at < at:
        return f"抓紧（期限{moment_words(due_at)}已过）"
    return f"于{moment_words(due_at)}前"


def moment_words(at: datetime) -> str:
    local = at.astimezone(SHANGHAI)
    return f"{local.year}年{local.month}月{local.day}日{local:%H:%M}"


def ground(clause: str) -> str:
    """（通知二.3c）, or nothing."""
    return f"（通知{clause}）" if clause else ""


def because(reason: str) -> str:
    """The reason behind a comma, cut where it would fill the page; the dossier has it in full."""
    words = " ".join(reason.split()).rstrip("。；;.")
    return f"，理由：{words[:LONGEST_REASON]}{'…' if len(words) > LONGEST_REASON else ''}" if words else ""


def days_to_remind(due_at: datetime, at: datetime) -> int | None:
    """The reminder that is due now: the smallest number of days of REMIND_DAYS_BEFORE that has been reached.

    Nothing before the first of them and nothing after the date itself.
    """
    if at > due_at:
        return None
    reached = [days for days in REMIND_DAYS_BEFORE if at >= _start_of_day(due_at) - timedelta(days=days)]
    return min(reached, default=None)


def occasion_before(due_at: datetime, days: int) -> str:
    """What a reminder by the clock is known by: a date that moves is reminded of anew."""
    return f"{due_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M} -{days}"


def occasion_by_hand(at: datetime) -> str:
    """A reminder by a person: once a day for each thing."""
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d}"


def _start_of_day(moment: datetime) -> datetime:
    return moment.astimezone(SHANGHAI).replace(hour=0, minute=0, second=0, microsecond=0)
