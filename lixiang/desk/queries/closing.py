"""What closing waits for: dossiers to hand in, to check first, to review; and those of one project for its dossier."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from lixiang.closing.models import Dossier
from lixiang.closing.queries.lists import to_hand_in
from lixiang.closing.rules.kinds import EvidenceKind, FirstCheck, HandInTime
from lixiang.closing.states import TONES, Status
from lixiang.delivery.models import PlannedMilestone
from lixiang.desk.queries.asks import Ask
from lixiang.desk.queries.viewpoint import Viewpoint
from lixiang.desk.rules.items import MOST_COUNTED, Item
from lixiang.programmes.queries import the_setting
from lixiang.programmes.rules.days import end_of
from lixiang.projects.models import Project
from lixiang.ui.addresses import address


def clause_of(view: Viewpoint) -> str:
    """The clause that dossiers rest on; empty where the programme asks for none."""
    kind = the_setting(view.version, EvidenceKind)
    return kind.clause if kind else ""


def items_of_closing(view: Viewpoint) -> Iterator[Item]:
    """For those who carry projects out what is to be handed in; for the nominator what is to be checked first."""
    clause = clause_of(view)
    if not clause or not (view.drafts_for or view.works_for):
        return
    own = Q(drafting_organisation__in=view.drafts_for) | Q(nominating_organisation__in=view.works_for)
    time: Any = the_setting(view.version, HandInTime)
    for ref, title, status, due_at, completed_on, since in _to_hand_in(view, own):
        if due_at is None and time is not None and completed_on is not None:
            due_at = end_of(completed_on + timedelta(days=time.within_days))
        words = (
            "按退回意见改好“{title}”的结项材料，重新提交" if status == Status.SENT_BACK else "提交“{title}”的结项材料"
        )
        url = address("closing:of_project", ref=ref)
        yield Item(words.format(title=title), url, "", clause, due_at, since, label="去整理")
    if view.works_for and the_setting(view.version, FirstCheck) is not None:
        yield from _to_check(view, clause)


def _to_hand_in(view: Viewpoint, own: Q) -> Any:
    last_done = PlannedMilestone.objects.filter(project=OuterRef("pk"), retired_at=None).order_by(
        F("done_on").desc(nulls_last=True)
    )
    still_open = PlannedMilestone.objects.filter(project=OuterRef("pk"), retired_at=None, status="OPEN")
    rows = to_hand_in(Project.objects.filter(own, programme=view.programme), view.at).annotate(
        dossier_due=Subquery(Dossier.objects.filter(project=OuterRef("pk")).order_by("-round").values("due_at")[:1]),
        is_open=Exists(still_open),
        last_done=Subquery(last_done.values("done_on")[:1]),
        completed=Coalesce("last_done", "completion_on"),
    )
    columns = (
        "ref",
        "title",
        "dossier_status",
        "dossier_due",
        "is_open",
        "completed",
        "completion_on",
        "dossier_since",
    )
    found = rows.order_by("number").values_list(*columns)[: MOST_COUNTED + 1]
    for ref, title, status, due_at, is_open, completed, completion_on, since in found:
        yield ref, title, status, due_at, completion_on if is_open else completed, since


def _to_check(view: Viewpoint, clause: str) -> Iterator[Item]:
    waiting = Dossier.objects.filter(
        project__nominating_organisation__in=view.works_for, programme=view.programme, status=Status.WITH_NOMINATOR
    )
    rows = waiting.order_by("status_since").values_list("ref", "project__title", "status_since")[: MOST_COUNTED + 1]
    for ref, title, since in rows:
        url = address("closing:dossier", ref=ref)
        yield Item(f"初核“{title}”的结项材料：同意报送或者退回修改", url, "", clause, None, since, label="去初核")


def asks_of_closing(view: Viewpoint) -> Iterator[Ask]:
    """What the section has to review, and what it still waits for."""
    clause = clause_of(view)
    if not clause:
        return
    url = address("closing:dossiers")
    handed = Dossier.objects.filter(programme=view.programme, status=Status.HANDED_IN)
    yield Ask("{n}份结项材料待审核", handed, f"{url}?shown=handed", clause, "status_since", label="去审核")
    complete = to_hand_in(Project.objects.filter(programme=view.programme), view.at)
    yield Ask("{n}个项目完结后未提交结项材料", complete, f"{url}?shown=due", clause, label="去查看")


def dossiers_of(user: Any, project: Project) -> tuple[dict[str, Any], ...]:
    """The rounds that this person may see, the latest first; one query."""
    rows = Dossier.visible_to(user).select_related(None).filter(project=project).order_by("-round")
    columns = ("ref", "round", "status", "status_since", "first_handed_in_at", "is_late")
    return tuple(
        {**row, "word": Status(row["status"]).label, "tone": TONES[Status(row["status"])]}
        for row in rows.values(*columns)
    )


def trail_of_closing(user: Any, project: Project) -> tuple[QuerySet, tuple[str, ...]]:
    """The keys of its dossiers, and the verbs that only those who write them see."""
    keys = Dossier.visible_to(user).select_related(None).filter(project=project).order_by().values("pk")
    return keys, ("open_dossier", "attach", "detach", "describe")


def names_of_dossiers(user: Any, keys: set[Any]) -> dict[tuple[str, object], tuple[str, str]]:
    rows = Dossier.visible_to(user).select_related(None).filter(pk__in=keys)
    return {
        ("dossier", pk): (f"“{title}”结项材料", address("closing:dossier", ref=ref))
        for pk, ref, title in rows.values_list("pk", "ref", "project__title")
    }
