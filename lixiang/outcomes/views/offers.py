"""The verbs of awards and their likes as buttons, and their history as sentences."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from lixiang.history.models import Event
from lixiang.outcomes.states import awards, cases, recommendations
from lixiang.ui.shapes import Action, Entry

TABLES = (awards.TRANSITIONS, recommendations.TRANSITIONS, cases.TRANSITIONS)
LABELS = {row.verb: row.label for table in TABLES for row in table} | {
    "propose_award": "提出奖励建议",
    "draft_recommendation": "起草推荐",
    "open_case": "开始撰写案例",
}
# Kind and verb -> tone, what it means, whether a reason may be written; what has no row here has no button.
MEANINGS = {
    ("award", "grant"): ("primary", "同意后与其他奖励一并印发通报；通报印发以前只有主管单位可以看到。", ""),
    ("award", "decline"): ("plain", "不予奖励的，不再通报。", "required"),
    ("recommendation", "recommend"): ("primary", "推荐公文印发以后不能改动；材料包请另行下载报送。", ""),
    ("recommendation", "withdraw"): ("plain", "撤回后可以重新起草。", "required"),
    ("casestudy", "hand_in"): ("primary", "提交后由主管单位审定，退回以前不能修改。", ""),
    ("casestudy", "send_back"): ("plain", "退回填报单位修改。", "required"),
    ("casestudy", "publish"): ("primary", "推广后全体用户可以在案例展示中查看。", ""),
    ("casestudy", "reopen"): ("plain", "修订期间，展示的仍是已推广的文字。", ""),
    ("casestudy", "withdraw"): ("danger", "撤下后不再展示；修订后可以重新推广。", "required"),
}

# Kind and status -> who has it now and what comes next; what has ended has no row.
WAITS = {
    ("award", "PROPOSED"): "等待科长或者部领导决定；决定以前只有主管单位可以看到。",
    ("award", "GRANTED"): "已同意，等待科长或者部领导在“奖励”页面印发表扬通报。",
    ("recommendation", "DRAFT"): "等待科长或者部领导印发推荐公文；印发以前可以撤回。",
    ("recommendation", "SENT"): "已报送，等待答复；收到后由市级经办或者科长登记。",
    ("casestudy", "DRAFT"): "撰写中，填报单位、申报单位和主管单位都可以修改；写好后提交，由主管单位审定推广。",
    ("casestudy", "HANDED_IN"): "已提交，等待主管单位审定：推广，或者写明理由退回修改。",
    ("assessment", "DRAFT"): "已计算，等待科长或者部领导确认；印发以前只有主管单位可以看到。",
    ("assessment", "CONFIRMED"): "已确认，等待科长或者部领导印发通报。",
}


def waits_of(thing: Any) -> str:
    """A sentence for whoever reads the page, empty where nothing is waited for."""
    return WAITS.get((thing._meta.model_name, thing.status), "")


def verbs_for(user: Any, thing: Any) -> tuple[Action, ...]:
    """What the table of a thing offers this person, by its own address."""
    kind = thing._meta.model_name
    return tuple(
        _action(row.label, f"outcomes:{row.verb}_{kind}", thing.ref, MEANINGS[kind, row.verb])
        for row in thing.transitions.offered_to(user, thing)
        if (kind, row.verb) in MEANINGS
    )


def _action(label: str, route: str, ref: str, meaning: tuple[str, str, str]) -> Action:
    tone, words, reason = meaning
    return Action(label, reverse(route, kwargs={"ref": ref}), tone, confirm=words, reason=reason)


def entries_of(trail: Iterable[Event]) -> tuple[Entry, ...]:
    """Who did what when, newest first."""
    return tuple(
        Entry(event.at, event.by_name, f"{LABELS.get(event.verb, event.verb)}{_about(event.detail)}", event.reason)
        for event in trail
    )


def _about(detail: dict[str, Any]) -> str:
    return f"：{detail['number']}" if detail.get("number") else ""
