"""Closing on the moved clock: gaps are refused, one dossier is sent back, one comes late; and those of the demo."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile

from lixiang.closing import actions
from lixiang.closing.actions.evidence import Described
from lixiang.closing.models import Dossier, DossierRevision
from lixiang.closing.models.facts import closes, promised_by
from lixiang.closing.queries.forms import Measure, measured_by
from lixiang.closing.rules.dossiers import FIGURES, RESULTS, WRITTEN, findings
from lixiang.closing.rules.kinds import PICTURE_ENDINGS, EvidenceKind
from lixiang.people.roles import Role
from lixiang.projects.models import Project
from lixiang.projects.states import Status
from lixiang.rehearsal.applications import new_key
from lixiang.rehearsal.cycle import Cycle, scan
from lixiang.rehearsal.summaries import summary_of

WHY = "个别指标按年终台账更正，已在说明栏写明。"
PLACE = "示例社区党群服务中心"


def rehearse_closing(cycle: Cycle) -> None:
    """Every project under way closes: the first runs into every rule and is sent back once, the last comes late."""
    with cycle.step("closing"):
        projects = list(_running(cycle)) if closes(cycle.cast.version) else []
        for place, project in enumerate(projects):
            dossier = actions.open_dossier(project, by=_writer(cycle, project), at=cycle.later(minutes=11))
            if place == 0:
                _run_into_gaps(cycle, dossier)
            _fill(cycle, dossier)
            if place == len(projects) - 1 > 0:
                _come_late(cycle, dossier)
            _hand_in(cycle, dossier)
            if place == 0:
                _send_back_and_again(cycle, dossier)
            actions.accept_dossier(dossier, opinion="材料齐全。", by=cycle.section, at=cycle.later(minutes=6))


def _running(cycle: Cycle) -> Iterable[Project]:
    rows = Project.objects.filter(programme=cycle.programme, status=Status.ACTIVE).order_by("number")
    return rows.select_related("programme", "version", "drafting_organisation")


def _writer(cycle: Cycle, project: Project) -> Any:
    return cycle.cast.user(Role.UNIT_CLERK, project.drafting_organisation)


def _again(dossier: Dossier) -> Dossier:
    related = ("project__programme", "project__version", "project__approved_revision", "based_on")
    more = ("project__drafting_organisation", "project__nominating_organisation")
    return Dossier.objects.select_related(*related, *more).get(pk=dossier.pk)


def _run_into_gaps(cycle: Cycle, dossier: Dossier) -> None:
    """An empty dossier hears of everything that it lacks; a file of the wrong kind is not taken."""
    dossier, by = _again(dossier), _writer(cycle, dossier.project)
    lacking = {finding.code for finding in findings(dossier.facts(cycle.at)) if finding.is_blocking}
    words = {"key": new_key(cycle.rng), "reason": WHY, "by": by}
    cycle.is_refused(lambda: actions.hand_in_dossier(dossier, **words, at=cycle.at), *lacking)
    narrow = next((kind for kind in measured_by(dossier).terms.kinds if kind.endings), None)
    if narrow is not None:
        more = {"name": "材料.ppt", "kind": narrow.code, "by": by, "at": cycle.at}
        cycle.is_refused(lambda: actions.attach_evidence(dossier, scan(), **more), "wrong_kind_of_file")


def _fill(cycle: Cycle, dossier: Dossier, *, but: tuple[str, ...] = ()) -> None:
    """Everything that the programme asks for; `but` names kinds of evidence that are left out."""
    dossier = _again(dossier)
    measure, by = measured_by(dossier), _writer(cycle, dossier.project)
    promised = promised_by(dossier).content
    texts = {part.name: summary_of(promised, part.name, _least(measure, part.name)) for part in measure.terms.parts}
    goals = [promise for promise in measure.promises if promise.kind == "goal"]
    reached = {f"reached-{goal.key}": goal.target or "已完成" for goal in goals}
    for section, verb, values in (
        (WRITTEN, actions.save_written, texts),
        (FIGURES, actions.save_figures, reached | {f"share-{goal.key}": "100" for goal in goals}),
    ):
        verb(dossier, values, expected=dossier.saves_of(section), by=by, at=cycle.later(minutes=17))
    for kind in measure.terms.kinds:
        for place in range(kind.at_least if kind.code not in but else 0):
            _attach(cycle, dossier, measure, kind, place)
    _register(cycle, dossier, measure)


def _least(measure: Measure, part: str) -> int:
    """How many characters the programme asks of a part, or of all parts together."""
    return max((rule.minimum for rule in measure.terms.texts if rule.field in ("", part)), default=0)


def _attach(cycle: Cycle, dossier: Dossier, measure: Measure, kind: EvidenceKind, place: int) -> None:
    is_picture = bool(kind.endings) and bool(PICTURE_ENDINGS & set(kind.endings))
    ending = "png" if is_picture else "pdf" if not kind.endings else kind.endings[0]
    upload = scan() if is_picture else _paper(f"{dossier.ref} {kind.code} {place}")
    told = {"made_at": f"{cycle.at:%Y-%m-%d}", "place": PLACE} if kind.asks_where else {}
    described = Described(**told, proves=tuple(promise.key for promise in measure.promises))
    words = {"name": f"{kind.title}{place + 1}.{ending}", "kind": kind.code, "described": described}
    by = _writer(cycle, dossier.project)
    actions.attach_evidence(dossier, upload, **words, by=by, at=cycle.later(minutes=3))


def _paper(words: str) -> ContentFile:
    """A small PDF that differs from every other."""
    return ContentFile(b"%PDF-1.4\n% " + words.encode() + b"\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n")


def _register(cycle: Cycle, dossier: Dossier, measure: Measure) -> None:
    kept = [promise for promise in measure.promises if promise.kind == "result"]
    rows = [{"kind": p.of or "practice", "title": p.words[:200], "promise": p.key, "evidence": []} for p in kept]
    rows = rows or [{"kind": "practice", "title": "实践做法汇编", "evidence": []}]
    words = {"expected": _again(dossier).saves_of(RESULTS), "by": _writer(cycle, dossier.project)}
    actions.save_results(dossier, rows, **words, at=cycle.later(minutes=9))


def close_project(cycle: Cycle, project: Project) -> None:
    """From the empty dossier to the accepted one; after a rectification what stood in the last is mended."""
    dossier = actions.open_dossier(project, by=_writer(cycle, project), at=cycle.later(minutes=11))
    if dossier.round > 1:
        _mend(cycle, dossier, "对照验收意见逐条整改，已经完成。")
    else:
        _fill(cycle, dossier)
    _hand_in(cycle, dossier)
    actions.accept_dossier(dossier, opinion="材料齐全。", by=cycle.section, at=cycle.later(minutes=6))


def _mend(cycle: Cycle, dossier: Dossier, words: str) -> None:
    dossier = _again(dossier)
    mended = {part.name: f"{dossier.answers[part.name]}{words}" for part in measured_by(dossier).terms.parts}
    by, at = _writer(cycle, dossier.project), cycle.later(minutes=30)
    actions.save_written(dossier, mended, expected=dossier.saves_of(WRITTEN), by=by, at=at)


def _come_late(cycle: Cycle, dossier: Dossier) -> None:
    """So long after completion that it must say why."""
    view = _again(dossier).facts(cycle.at)
    if view.last_day is None:
        return
    days = (view.last_day - view.today).days + 1
    cycle.later(days=max(days, 0))
    words = {"key": new_key(cycle.rng), "by": _writer(cycle, dossier.project), "at": cycle.at}
    cycle.is_refused(lambda: actions.hand_in_dossier(dossier, **words), "late")


def _hand_in(cycle: Cycle, dossier: Dossier) -> DossierRevision:
    """By way of the first check where there is one; a warning is answered with a reason."""
    dossier = _again(dossier)
    by, view = _writer(cycle, dossier.project), dossier.facts(cycle.later(minutes=8))
    reason = WHY if findings(view) else ""
    words = {"key": new_key(cycle.rng), "reason": reason}
    if view.terms.first_check is not None:
        cycle.is_refused(lambda: actions.hand_in_dossier(dossier, **words, by=by, at=cycle.at), "first_check_missing")
        actions.ask_for_check(dossier, reason=reason, by=by, at=cycle.at)
        by = cycle.cast.user(Role.NOMINATOR, dossier.project.nominating_organisation)
    return actions.hand_in_dossier(dossier, **words, by=by, at=cycle.later(minutes=12))


def _send_back_and_again(cycle: Cycle, dossier: Dossier) -> None:
    """A return without its parts is refused; then one section opens, and no other."""
    dossier, by = _again(dossier), _writer(cycle, dossier.project)
    cycle.is_refused(lambda: _hand_in(cycle, dossier), "not_in_this_status")
    words = {"by": cycle.section, "at": cycle.later(hours=2)}
    due = {"reason": "成效没有数字。", "due_at": cycle.at + timedelta(days=7)}
    cycle.is_refused(lambda: actions.send_back_dossier(dossier, sections=[], **due, **words), "no_section")
    past = {**due, "due_at": cycle.at - timedelta(days=1)}
    cycle.is_refused(lambda: actions.send_back_dossier(dossier, sections=[WRITTEN], **past, **words), "due_in_the_past")
    silent = {**due, "reason": " "}
    cycle.is_refused(
        lambda: actions.send_back_dossier(dossier, sections=[WRITTEN], **silent, **words), "reason_required"
    )
    actions.send_back_dossier(dossier, sections=[WRITTEN], **due, **words)
    dossier, at = _again(dossier), cycle.later(hours=20)
    cycle.is_refused(lambda: actions.save_figures(dossier, {}, expected=1, by=by, at=at), "not_open")
    _mend(cycle, dossier, "覆盖支部12个。")
    _hand_in(cycle, dossier)


def tell_closing(story: Cycle) -> None:
    """For the demo: one dossier half written, one handed in ahead of time, one sent back."""
    if not closes(story.cast.version):
        return
    for place, project in enumerate(list(_running(story))[-3:]):
        dossier = actions.open_dossier(project, by=_writer(story, project), at=story.later(minutes=11))
        kinds = measured_by(_again(dossier)).terms.kinds
        _fill(story, dossier, but=tuple(kind.code for kind in kinds[1:]) if place == 0 else ())
        if place > 0:
            _hand_in(story, dossier)
        if place == 1:
            words = {"reason": "“成效”请补充受益人数。", "by": story.section, "at": story.later(minutes=50)}
            due = story.at + timedelta(days=10)
            actions.send_back_dossier(_again(dossier), sections=[WRITTEN], due_at=due, **words)
