"""The verbs of rankings, objections, results and additions as buttons, and the history of a ranking as sentences."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from lixiang.history.models import Event
from lixiang.projects.models import Project
from lixiang.ranking.models import GivenBonus, PlaceObjection, Ranking
from lixiang.ranking.queries.bonuses import Titled
from lixiang.ranking.states.rankings import TRANSITIONS
from lixiang.ui.shapes import Action, Entry

WORDS = {row.verb: row.label for row in TRANSITIONS} | {"compute": "计算排名", "settle": "按等次办理"}
# verb -> what it means, whether a reason may be written; superseding follows from a new ranking and has no button.
MEANINGS = {
    "confirm": ("确认后可以公示；评分表有变化的，须重新计算。", "optional"),
    "publish": ("公示后，申报单位和填报单位可以查看排名、提出异议。", ""),
    "issue": ("通报印发给各主送单位，排名作为附件；得分证书按通报文号重新出具。", ""),
}
RESULTS = {
    "conclude": ("primary", "项目结项。", ""),
    "order_rectification": ("danger", "项目限期整改，期限按方案规定；已经结项的，不再作为结项。", "required"),
    "correct_result": ("primary", "按更正的通报，项目以新的等次结项。", "required"),
}
ANSWERS = {
    "uphold": "异议成立的，请重新开放评分、更正评分表，再重新计算排名。",
    "dismiss": "异议不成立的，排名不变。",
}


def verbs_for(user: Any, ranking: Ranking) -> tuple[Action, ...]:
    """What the table offers this person."""
    own = {"ref": ranking.ref}
    return tuple(
        Action(
            row.label,
            reverse(f"ranking:{row.verb}", kwargs=own),
            "primary",
            confirm=MEANINGS[row.verb][0],
            reason=MEANINGS[row.verb][1],
        )
        for row in ranking.transitions.offered_to(user, ranking)
        if row.verb in MEANINGS
    )


def answers_for(user: Any, objection: PlaceObjection) -> tuple[Action, ...]:
    return tuple(
        Action(
            row.label,
            reverse(f"ranking:{row.verb}", kwargs={"pk": objection.pk}),
            confirm=ANSWERS[row.verb],
            reason="required",
            reason_label="复核情况和处理意见",
        )
        for row in objection.transitions.offered_to(user, objection)
    )


def results_for(user: Any, project: Project, verb: str) -> tuple[Action, ...]:
    """The one verb that follows from the grade, where the table offers it to this person."""
    return tuple(
        Action(
            row.label,
            reverse(f"ranking:{row.verb}", kwargs={"ref": project.ref}),
            RESULTS[row.verb][0],
            confirm=RESULTS[row.verb][1],
            reason=RESULTS[row.verb][2],
        )
        for row in project.transitions.offered_to(user, project)
        if row.verb == verb
    )


def offers_annulment(user: Any, project: Project) -> bool:
    """It has a page of its own, for what it rests on."""
    return any(row.verb == "annul" for row in project.transitions.offered_to(user, project))


def bonuses_for(rows: Iterable[Titled]) -> tuple[tuple[Titled, tuple[Action, ...]], ...]:
    """Each addition, and its withdrawal while it stands."""
    return tuple((each, _withdrawal(each.given)) for each in rows)


def _withdrawal(given: GivenBonus) -> tuple[Action, ...]:
    if given.withdrawn_at is not None:
        return ()
    url = reverse("ranking:withdraw_bonus", kwargs={"pk": given.pk})
    return (Action("撤销登记", url, confirm="撤销后重新计算排名，不再计入得分。", reason="required"),)


def entries_of(trail: Iterable[Event]) -> tuple[Entry, ...]:
    """Who did what when, newest first."""
    return tuple(
        Entry(event.at, event.by_name, f"{WORDS.get(event.verb, event.verb)}{_about(event.detail)}", event.reason)
        for event in trail
    )


def _about(detail: dict[str, Any]) -> str:
    if detail.get("number"):
        return f"：{detail['number']}"
    return f"：{detail['count']}个项目，{detail['sheets']}份评分表" if "sheets" in detail else ""
