"""The life of a project as a rail of stages, who has it now, and what comes next; pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from lixiang.closing.rules.dossiers import SECTIONS

STAGES = ("申报", "推荐", "审核", "公示", "立项", "责任书", "实施", "结项", "验收", "成果")
DRAFTING, NOMINATION, REVIEW, PUBLICITY, APPROVAL, AGREEMENT, DELIVERY, CLOSING, APPRAISAL, USE = range(10)

# Which stage is under way in a status; one that has ended stands where it ended, by the status it came from.
NOW = {
    "DRAFT": DRAFTING,
    "RETURNED_BY_NOMINATOR": DRAFTING,
    "WITH_NOMINATOR": NOMINATION,
    "NOMINATED": REVIEW,
    "RETURNED_BY_DEPARTMENT": REVIEW,
    "WAITLISTED": REVIEW,
    "SHORTLISTED": PUBLICITY,
    "APPROVED": AGREEMENT,
    "ACTIVE": DELIVERY,
    "SUSPENDED": DELIVERY,
    "CLOSING": CLOSING,
    "IN_APPRAISAL": APPRAISAL,
    "RECTIFYING": CLOSING,
    "CONCLUDED": USE,
}
# The stage that reaching a status completes.
COMPLETES = {
    "WITH_NOMINATOR": DRAFTING,
    "NOMINATED": NOMINATION,
    "SHORTLISTED": REVIEW,
    "APPROVED": APPROVAL,
    "ACTIVE": AGREEMENT,
    "CLOSING": DELIVERY,
    "IN_APPRAISAL": CLOSING,
    "CONCLUDED": APPRAISAL,
    "ARCHIVED": USE,
}
# Who acts in a status: the side of the project that has it.
HOLDER = {
    "DRAFT": "drafting",
    "RETURNED_BY_NOMINATOR": "drafting",
    "RETURNED_BY_DEPARTMENT": "drafting",
    "WITH_NOMINATOR": "nominating",
    "NOMINATED": "managing",
    "WAITLISTED": "managing",
    "SHORTLISTED": "managing",
    "APPROVED": "managing",
    "ACTIVE": "implementing",
    "SUSPENDED": "managing",
    "CLOSING": "managing",
    "IN_APPRAISAL": "managing",
    "RECTIFYING": "implementing",
    "CONCLUDED": "managing",
}
# What the holder does, and what the others read meanwhile.
DOING = {
    "DRAFT": ("填完申报书并提交", "正在填写申报书"),
    "RETURNED_BY_NOMINATOR": ("按退回意见修改后重新提交", "正在按退回意见修改"),
    "RETURNED_BY_DEPARTMENT": ("改好标明的部分，交申报单位重新申报", "正在按退回意见修改"),
    "WITH_NOMINATOR": ("列入推荐名单，或者退回修改", "正在研究推荐"),
    "NOMINATED": ("提出审核意见", "正在审核"),
    "WAITLISTED": ("候补项目，待有名额时研究", "列为候补"),
    "SHORTLISTED": ("公示期满、异议处理完毕后决定", "正在公示"),
    "ACTIVE": ("按责任书组织实施", "正在组织实施"),
    "SUSPENDED": ("研究恢复实施或者终止", "暂停实施"),
    "CLOSING": ("审核结项材料，受理或者退回", "正在审核结项材料"),
    "IN_APPRAISAL": ("组织验收考核", "正在验收考核"),
    "RECTIFYING": ("完成整改后重新提交结项材料", "正在限期整改"),
    "CONCLUDED": ("运用成果，年度终了归档", "已结项，正在运用成果"),
}
# An approved project waits on its agreement: who has that, what they do, what the others read.
AGREEMENT_STEPS = {
    "": ("managing", "拟制项目责任书", "正在拟制项目责任书"),
    "PENDING": ("nominating", "签订项目责任书：打印、签字盖章、上传扫描件，或者电子签名", "正在签订项目责任书"),
    "SIGNED_BY_NOMINATOR": ("managing", "核对后确认责任书生效", "正在确认责任书"),
}


# On whose behalf a person acts in an event of a project or of its agreement; other verbs are the section's.
ACTS_FOR = {
    **dict.fromkeys(("draft", "attach", "detach", "hand_in", "discard"), "drafting"),
    **dict.fromkeys(("nominate", "pass_over", "withdraw", "sign", "sign_electronically"), "nominating"),
    "attach_scan": "",  # each side uploads its own
    # a plan is carried out by two organisations, and taken back by a third
    **dict.fromkeys(("open_plan", "follow_revision", "complete", "reopen", "relight"), ""),
    **dict.fromkeys(("attach_evidence", "detach_evidence", "report_goal"), ""),
    "answer": "",  # whichever organisation the ticket names
}


def acted_for(verb: str, to_status: str) -> str:
    """The side whose step an event was, "" where it may have been any."""
    return "nominating" if to_status == "RETURNED_BY_NOMINATOR" else ACTS_FOR.get(verb, "managing")


@dataclass(frozen=True)
class Move:
    """One change of status in the past."""

    from_status: str
    to_status: str
    at: datetime


@dataclass(frozen=True)
class Step:
    """One stage of the rail: done, now, to_come or off."""

    label: str
    state: str
    on: datetime | None = None
    note: str = ""
    url: str = ""


@dataclass(frozen=True)
class Turn:
    """Whose turn it is: the side, what it does, and what others read."""

    side: str
    to_do: str
    meanwhile: str


def rail(status: str, word: str, moves: Iterable[Move], has_publicity: bool) -> tuple[Step, ...]:
    """The stages with the day each was completed; what a programme leaves out is off, and so is all after an end."""
    moves = tuple(moves)
    done_on = {COMPLETES[move.to_status]: move.at for move in moves if move.to_status in COMPLETES}
    if APPROVAL in done_on:
        done_on.setdefault(REVIEW, done_on[APPROVAL])
    ended = status not in NOW
    now = NOW.get(moves[-1].from_status, DRAFTING) if ended and moves else NOW.get(status, DRAFTING)
    return tuple(_step(place, now, ended, word, done_on, has_publicity) for place in range(len(STAGES)))


def _step(place: int, now: int, ended: bool, word: str, done_on: dict[int, datetime], has_publicity: bool) -> Step:
    label = STAGES[place]
    if place == PUBLICITY and not has_publicity and place != now:
        return Step(label, "off")
    if place < now:
        return Step(label, "done", done_on.get(place))
    if place == now:
        return Step(label, "now", note=word)
    return Step(label, "off" if ended else "to_come")


def returned(turn: Turn, sections: Iterable[str]) -> Turn:
    """A dossier was sent back: what is to be mended stands before everything else."""
    named = "、".join(SECTIONS.get(each, each) for each in sections)
    what = f"结项材料（{named}）" if named else "结项材料"
    return Turn(turn.side, f"按退回意见改好{what}后重新提交", "正在按退回意见修改结项材料")


def turn(status: str, agreement: str | None) -> Turn | None:
    """Whose turn it is; None once a project has ended. `agreement` is the status of its agreement, if there is one."""
    if status == "APPROVED":
        step = AGREEMENT_STEPS.get(agreement or "")
        return Turn(*step) if step else None
    return Turn(HOLDER[status], *DOING[status]) if status in HOLDER else None
