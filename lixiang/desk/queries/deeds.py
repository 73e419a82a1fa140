"""What one person did (已办): events with the thing they were done to, as far as it is still this person's to see."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from markupsafe import Markup

from lixiang.agreements.models import Agreement
from lixiang.appraisal.models import Panel, ScoreSheet
from lixiang.delivery.models import Inspection, Meeting, Rectification, Report, Task
from lixiang.desk.queries.changes import names_of_changes, names_of_supplements
from lixiang.desk.queries.closing import names_of_dossiers
from lixiang.desk.queries.trail import words_of
from lixiang.documents.models import OfficialDocument
from lixiang.funds.models import PaymentOrder, Spending
from lixiang.history.models import Event
from lixiang.nominations.models import Slate
from lixiang.outcomes.models import Adoption, Assessment, Award, CaseStudy, Recommendation
from lixiang.programmes.models import Programme
from lixiang.projects.models import Project
from lixiang.ranking.models import GivenBonus, PlaceObjection, Ranking
from lixiang.ui.addresses import address

PER_PAGE = 50
# Things of many projects or of none, though an event of theirs may name one.
OF_MANY = ("slate", "meeting", "task", "award", "recommendation", "casestudy")
Named = dict[tuple[str, object], tuple[str, str]]


@dataclass(frozen=True)
class Deed:
    """One thing done: when, to what, in which words."""

    at: datetime
    title: str
    url: str
    words: Markup


def deeds_page(user: Any, after: int | None) -> tuple[list[Deed], int | None]:
    """The newest first, by key; a fixed number of queries. What one may see no more has no line."""
    events = Event.objects.filter(by=user).order_by("-pk")
    found = list((events.filter(pk__lt=after) if after else events)[: PER_PAGE + 1])
    shown = found[:PER_PAGE]
    names = _names(user, shown)
    deeds = [Deed(event.at, *names[key], words_of(event)) for event in shown if (key := _key(event)) in names]
    return deeds, shown[-1].pk if len(found) > PER_PAGE else None


def _key(event: Event) -> tuple[str, object]:
    """The thing an event is about: an opinion, a decision or an objection is about its project, by reference."""
    if "project" in event.detail and event.subject_kind not in OF_MANY:
        return "project", event.detail["project"]
    return event.subject_kind, event.subject_id


def _names(user: Any, events: Iterable[Event]) -> Named:
    """Title and address of every thing that these events are about and that the person may see."""
    wanted: dict[str, set[Any]] = {}
    for kind, key in map(_key, events):
        wanted.setdefault(kind, set()).add(key)
    names: Named = {}
    for kind, keys in wanted.items():
        names |= NAMES[kind](user, keys) if kind in NAMES else {}
    return names


def _projects(user: Any, keys: set[Any]) -> Named:
    ids, refs = [key for key in keys if isinstance(key, int)], [key for key in keys if isinstance(key, str)]
    rows = Project.visible_to(user).select_related(None).filter(Q(pk__in=ids) | Q(ref__in=refs))
    names: Named = {}
    for pk, ref, title in rows.values_list("pk", "ref", "title"):
        named = (title or "（未命名项目）", address("desk:dossier", ref=ref))
        names |= {("project", pk): named, ("project", ref): named}
    return names


def _slates(user: Any, keys: set[Any]) -> Named:
    rows = Slate.visible_to(user).filter(pk__in=keys).values_list("pk", "ref", "organisation__short_name")
    return {("slate", pk): (f"{name}推荐名单", address("nominations:slate", ref=ref)) for pk, ref, name in rows}


def _agreements(user: Any, keys: set[Any]) -> Named:
    rows = Agreement.visible_to(user).filter(pk__in=keys).values_list("pk", "ref", "project__title")
    return {
        ("agreement", pk): (f"“{title}”责任书", address("agreements:agreement", ref=ref)) for pk, ref, title in rows
    }


def _programmes(user: Any, keys: set[Any]) -> Named:
    rows = Programme.visible_to(user).filter(pk__in=keys).values_list("pk", "ref", "title")
    return {("programme", pk): (title, address("programmes:programme", ref=ref)) for pk, ref, title in rows}


def _documents(user: Any, keys: set[Any]) -> Named:
    rows = OfficialDocument.visible_to(user).filter(pk__in=keys).values_list("pk", "ref", "title")
    return {("officialdocument", pk): (title, address("documents:document", ref=ref)) for pk, ref, title in rows}


def _inspections(user: Any, keys: set[Any]) -> Named:
    rows = Inspection.visible_to(user).select_related(None).filter(pk__in=keys).values_list("pk", "ref", "number")
    return {
        ("inspection", pk): (f"第{number}次督导", address("delivery:inspection", ref=ref)) for pk, ref, number in rows
    }


def _rectifications(user: Any, keys: set[Any]) -> Named:
    rows = Rectification.visible_to(user).select_related(None).filter(pk__in=keys)
    return {
        ("rectification", pk): (f"“{title}”整改单", address("delivery:rectification", ref=ref))
        for pk, ref, title in rows.values_list("pk", "ref", "project__title")
    }


def _meetings(user: Any, keys: set[Any]) -> Named:
    rows = Meeting.visible_to(user).select_related(None).filter(pk__in=keys).values_list("pk", "ref", "title")
    return {("meeting", pk): (title, address("delivery:meeting", ref=ref)) for pk, ref, title in rows}


def _tasks(user: Any, keys: set[Any]) -> Named:
    rows = Task.visible_to(user).select_related(None).filter(pk__in=keys).values_list("pk", "ref", "title")
    return {("task", pk): (title, address("delivery:task", ref=ref)) for pk, ref, title in rows}


def _orders(user: Any, keys: set[Any]) -> Named:
    rows = PaymentOrder.visible_to(user).select_related(None).filter(pk__in=keys)
    return {
        ("paymentorder", pk): (f"“{project}”{title}", address("funds:payment_order", ref=ref))
        for pk, ref, title, project in rows.values_list("pk", "ref", "title", "project__title")
    }


def _spendings(user: Any, keys: set[Any]) -> Named:
    rows = Spending.visible_to(user).select_related(None).filter(pk__in=keys)
    return {
        ("spending", pk): (f"“{project}”{words}", address("funds:spending", ref=ref))
        for pk, ref, words, project in rows.values_list("pk", "ref", "words", "project__title")
    }


def _reports(user: Any, keys: set[Any]) -> Named:
    rows = Report.readable_by(user).select_related(None).filter(pk__in=keys)
    return {
        ("report", pk): (f"“{project}”{title}", address("delivery:report", ref=ref))
        for pk, ref, title, project in rows.values_list("pk", "ref", "title", "project__title")
    }


def _panels(user: Any, keys: set[Any]) -> Named:
    rows = Panel.visible_to(user).select_related(None).filter(pk__in=keys).values_list("pk", "ref", "title")
    return {("panel", pk): (title, address("appraisal:panel", ref=ref)) for pk, ref, title in rows}


def _sheets(user: Any, keys: set[Any]) -> Named:
    """The own ones alone, and none of a project that the judge keeps away from by now."""
    rows = ScoreSheet.visible_to(user).select_related(None).filter(pk__in=keys)
    return {
        ("scoresheet", pk): (f"“{project}”评分表", address("appraisal:score", ref=ref))
        for pk, ref, project in rows.values_list("pk", "assignment__ref", "project__title")
    }


def _rankings(user: Any, keys: set[Any]) -> Named:
    rows = Ranking.visible_to(user).select_related(None).filter(pk__in=keys).values_list("pk", "ref", "number")
    return {("ranking", pk): (f"第{number}次排名", address("ranking:ranking", ref=ref)) for pk, ref, number in rows}


def _place_objections(user: Any, keys: set[Any]) -> Named:
    rows = PlaceObjection.visible_to(user).select_related(None).filter(pk__in=keys)
    return {
        ("placeobjection", pk): (f"对“{title}”名次的异议", address("ranking:ranking", ref=ref))
        for pk, ref, title in rows.values_list("pk", "place__ranking__ref", "place__project__title")
    }


def _awards(user: Any, keys: set[Any]) -> Named:
    rows = Award.visible_to(user).select_related(None).filter(pk__in=keys)
    return {
        ("award", pk): (f"“{project}”{title}", address("outcomes:award", ref=ref))
        for pk, ref, title, project in rows.values_list("pk", "ref", "title", "project__title")
    }


def _recommendations(user: Any, keys: set[Any]) -> Named:
    rows = Recommendation.visible_to(user).select_related(None).filter(pk__in=keys)
    return {
        ("recommendation", pk): (f"“{project}”的推荐", address("outcomes:recommendation", ref=ref))
        for pk, ref, project in rows.values_list("pk", "ref", "project__title")
    }


def _cases(user: Any, keys: set[Any]) -> Named:
    rows = CaseStudy.visible_to(user).select_related(None).filter(pk__in=keys).values_list("pk", "ref", "title")
    return {("casestudy", pk): (f"案例“{title}”", address("outcomes:case", ref=ref)) for pk, ref, title in rows}


def _adoptions(user: Any, keys: set[Any]) -> Named:
    rows = Adoption.visible_to(user).select_related(None).filter(pk__in=keys, case__published_revision__isnull=False)
    return {
        ("adoption", pk): (f"采用“{title}”", address("outcomes:shown_case", ref=ref))
        for pk, ref, title in rows.values_list("pk", "case__ref", "case__published_revision__title")
    }


def _assessments(user: Any, keys: set[Any]) -> Named:
    rows = Assessment.visible_to(user).select_related(None).filter(pk__in=keys).values_list("pk", "ref", "number")
    return {
        ("assessment", pk): (f"年度考核结果第{number}版", address("outcomes:assessment", ref=ref))
        for pk, ref, number in rows
    }


def _given_bonuses(user: Any, keys: set[Any]) -> Named:
    rows = GivenBonus.visible_to(user).select_related(None).filter(pk__in=keys)
    return {
        ("givenbonus", pk): (f"“{title}”的附加分", address("ranking:of_project", ref=ref))
        for pk, ref, title in rows.values_list("pk", "project__ref", "project__title")
    }


NAMES = {
    "casestudy": _cases,
    "adoption": _adoptions,
    "recommendation": _recommendations,
    "award": _awards,
    "assessment": _assessments,
    "ranking": _rankings,
    "givenbonus": _given_bonuses,
    "placeobjection": _place_objections,
    "panel": _panels,
    "scoresheet": _sheets,
    "inspection": _inspections,
    "meeting": _meetings,
    "task": _tasks,
    "paymentorder": _orders,
    "spending": _spendings,
    "rectification": _rectifications,
    "project": _projects,
    "slate": _slates,
    "agreement": _agreements,
    "programme": _programmes,
    "officialdocument": _documents,
    "report": _reports,
    "dossier": names_of_dossiers,
    "changerequest": names_of_changes,
    "supplementaryagreement": names_of_supplements,
}
