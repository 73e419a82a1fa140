"""Decisions not yet known to others, and the batches in which they were made known, with their papers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, QuerySet

from lixiang.access.keys import key_in
from lixiang.approvals.models import Decision, IssuedDocument, Publication, Verdict
from lixiang.approvals.permissions import may_decide_in
from lixiang.approvals.rules import Paper, Part, ReviewStep, deciding_role, parts_of
from lixiang.people.models import Organisation, by_bearer
from lixiang.programmes.models import Programme
from lixiang.programmes.queries import settings_by_kind, version_in_force
from lixiang.programmes.rules.kinds import Wording

PER_PAGE = 250
PAPER_WORDS = {
    Paper.PUBLICITY: "公示",
    Paper.APPROVAL_LIST: "通知（立项名单）",
    Paper.REPLY: "批复",
    Paper.DECLINE: "通知（不予立项）",
}


def quiet_decisions(programme: Programme) -> QuerySet[Decision]:
    """Decisions made and not yet published, in the order of the projects."""
    living = Decision.objects.filter(Decision.QUIET, project__programme=programme)
    return living.select_related("project__nominating_organisation", "revision").order_by("project__number")


@dataclass(frozen=True)
class Quiet:
    """The quiet list: one page of rows by key, how many of each verdict in all, the next page's key, the newest."""

    rows: tuple[Decision, ...]
    counts: tuple[tuple[str, str, int], ...]
    more_after: int | None
    newest: int = 0

    @property
    def total(self) -> int:
        return sum(count for _, _, count in self.counts)


def quiet_page(programme: Programme, *, after: int = 0) -> Quiet:
    """Two queries; the count runs over what is quiet, never over the programme."""
    quiet = quiet_decisions(programme)
    related = ("project__nominating_organisation", "merge_into")
    found = list(quiet.filter(project__number__gt=after).select_related(None).select_related(*related)[: PER_PAGE + 1])
    by_verdict = quiet.select_related(None).order_by().values_list("verdict")
    counted = {verdict: tuple(row) for verdict, *row in by_verdict.annotate(count=Count("pk"), newest=Max("pk"))}
    rows = found[:PER_PAGE]
    return Quiet(
        tuple(rows),
        tuple((verdict.value, str(verdict.label), counted[verdict][0]) for verdict in Verdict if verdict in counted),
        rows[-1].project.number if len(found) > PER_PAGE else None,
        max((newest for _, newest in counted.values()), default=0),
    )


def decisions_named(user: Any, numbers: Iterable[str]) -> list[Decision]:
    """The decisions of these keys that this person may see; what is no key finds nothing."""
    keys = map(key_in, numbers)
    return list(Decision.visible_to(user).filter(pk__in=[key for key in keys if key is not None]).order_by("pk"))


def living(programme: Programme, *, upto: int | None = None, without: Iterable[str] = ()) -> list[Decision]:
    """Every quiet decision of the programme; up to the newest that a person saw, later ones wait to be seen.

    `without` are references of projects to leave out: those that held the batch back.
    """
    quiet = quiet_decisions(programme).select_related(None).exclude(project__ref__in=list(without))
    return list(quiet if upto is None else quiet.filter(pk__lte=upto))


def decides_in(user: Any, programme: Programme, at: datetime) -> bool:
    """Whether this person's word decides in the programme, by the chain in force."""
    return may_decide_in(user, programme, deciding_role(settings_by_kind(version_in_force(programme, at), ReviewStep)))


def publications_of(programme: Programme) -> list[Publication]:
    """The batches, newest first, with how many decisions each made known and how many papers have gone out."""
    batches = Publication.objects.filter(programme=programme).order_by("-number")
    decided = Count("decisions", distinct=True)
    return list(batches.annotate(decided=decided, issued=Count("papers", distinct=True)))


@dataclass(frozen=True)
class Line:
    """A paper of a batch: what it is, to whom, and what went out (None: still to be issued)."""

    part: Part
    word: str
    to: str
    issued: IssuedDocument | None


@dataclass(frozen=True)
class Batch:
    """A publication as its page shows it."""

    publication: Publication
    decisions: tuple[Decision, ...]
    papers: tuple[Line, ...]

    @property
    def issued(self) -> int:
        return sum(line.issued is not None for line in self.papers)

    @property
    def is_complete(self) -> bool:
        return self.issued == len(self.papers)


def batch_of(publication: Publication, at: datetime) -> Batch:
    """The decisions of a batch in the order of the list, and its papers."""
    related = ("project__nominating_organisation", "merge_into")
    in_order = (*by_bearer("project__nominating_organisation"), "project__number")
    ordered = publication.decisions.select_related(*related).order_by(*in_order)
    decisions = tuple(ordered)
    organisations = {d.project.nominating_organisation_id: d.project.nominating_organisation for d in decisions}
    return Batch(publication, decisions, _papers(publication, decisions, organisations, at))


def _papers(
    publication: Publication, decisions: Iterable[Decision], organisations: dict[int, Organisation], at: datetime
) -> tuple[Line, ...]:
    issued = {(each.paper, each.organisation_id or 0): each for each in publication.papers.select_related("document")}
    decided = [(decision.verdict, decision.project.nominating_organisation_id) for decision in decisions]
    return tuple(
        Line(part, PAPER_WORDS[part.paper], _to(part, organisations), issued.get((part.paper, part.organisation)))
        for part in parts_of(decided, worded(publication.programme, at))
    )


def _to(part: Part, organisations: dict[int, Organisation]) -> str:
    if part.organisation:
        return organisations[part.organisation].both_names
    return "在本系统公示" if part.paper == Paper.PUBLICITY else "全部主送单位"


def worded(programme: Programme, at: datetime) -> frozenset[str]:
    """The papers that the programme has words for."""
    return frozenset(wording.document for wording in settings_by_kind(version_in_force(programme, at), Wording))


def parts_to_issue(publication: Publication, at: datetime) -> tuple[Part, ...]:
    """The papers of a batch that have not gone out, in order."""
    return tuple(line.part for line in batch_of(publication, at).papers if line.issued is None)
