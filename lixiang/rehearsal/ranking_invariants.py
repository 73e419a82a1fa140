"""What must hold of rankings at every moment: recomputed from their sheets they are the same, and results follow."""

from collections.abc import Iterator

from lixiang.history.models import Event
from lixiang.projects.models import Project
from lixiang.projects.states import Status as ProjectStatus
from lixiang.ranking.models import Place, Ranking
from lixiang.ranking.models.facts import sheets_hash
from lixiang.ranking.queries.certificates import certificate_of
from lixiang.ranking.queries.inputs import facts_of
from lixiang.ranking.queries.results import cut_of
from lixiang.ranking.rules.certificate import Certificate
from lixiang.ranking.rules.reading import Unreadable, read
from lixiang.ranking.rules.verifying import verify
from lixiang.ranking.states.rankings import Status

ENDED = (ProjectStatus.CONCLUDED, ProjectStatus.ARCHIVED)
Line = tuple[int | None, int | None, str]


def issued_rankings_equal_their_certificates() -> Iterator[str]:
    """Recomputed from the sheets in its certificate, every issued ranking has the same scores, places and grades."""
    for ranking in _issued():
        with certificate_of(ranking).file.open() as stream:
            content = stream.read()
        findings = verify(content)
        yield from (f"{ranking.ref}的得分证书：{finding.sentence}" for finding in findings[:3])
        try:
            certificate = read(content).certificate
        except Unreadable:
            continue  # said above
        yield from _other_places(ranking, certificate)


def _issued() -> Iterator[Ranking]:
    rows = Ranking.objects.filter(document__isnull=False).select_related("programme", "version", "document")
    return rows.order_by("pk").iterator(chunk_size=10)


def _other_places(ranking: Ranking, certificate: Certificate) -> Iterator[str]:
    """Each project of the certificate has one place, which is what the certificate says."""
    kept = {project: line for project, line in _places(ranking)}
    said = {each.project: (each.place, each.total, each.grade) for each in certificate.outcome.results}
    for project in sorted(kept.keys() | said.keys()):
        if kept.get(project) != said.get(project):
            yield f"{ranking.ref}中{project}的名次、得分或者等次与得分证书不符"


def _places(ranking: Ranking) -> Iterator[tuple[str, Line]]:
    rows = ranking.places.values_list("project__ref", "place", "total", "grade")
    for project, place, total, grade in rows.iterator(chunk_size=2000):
        yield project, (place, total, grade)


def rankings_in_force_rest_on_the_sheets_as_they_are() -> Iterator[str]:
    """While nobody corrects a sheet, the certificate of a ranking in force names the sheets of the record."""
    for ranking in Ranking.objects.filter(status=Status.FINAL).select_related("programme", "version"):
        if sheets_hash(ranking.programme) != ranking.sheets_hash:
            continue  # scoring was opened again: until it is ranked anew, that is how it stands
        with certificate_of(ranking).file.open() as stream:
            certificate = read(stream.read()).certificate
        facts, _ = facts_of(ranking.programme, ranking.version)
        if (facts.entries, facts.sheets) != (certificate.entries, certificate.sheets):
            yield f"{ranking.ref}的得分证书所列项目或者评分表与记录不符"


def results_follow_from_an_issued_ranking() -> Iterator[str]:
    """A concluded project has the place and grade of the issued ranking that its conclusion names."""
    events = Event.objects.filter(subject_kind="project", verb="conclude").order_by("sequence")
    told = dict(events.values_list("subject_id", "detail").iterator(chunk_size=2000))
    issued = Place.objects.filter(project__status__in=ENDED, ranking__document__isnull=False)
    kept = set(issued.values_list("project", "ranking__ref", "place", "grade").iterator(chunk_size=2000))
    for pk, ref in Project.objects.filter(status__in=ENDED).order_by("pk").values_list("pk", "ref").iterator():
        said = told.get(pk, {})
        if (pk, said.get("ranking"), said.get("place"), said.get("grade")) not in kept:
            yield f"{ref}结项所依据的等次不在已通报的排名中"


def grades_in_force_conclude() -> Iterator[str]:
    """In the ranking in force no concluded project has a grade that must rectify, or none."""
    places = Place.objects.filter(ranking__status=Status.FINAL, project__status__in=ENDED)
    for place in places.select_related("project", "ranking__version").defer("workings").iterator(chunk_size=500):
        cut = cut_of(place)
        if cut is None or cut.rectify_months:
            yield f"{place.project.ref}已结项而现行排名的等次为“{place.grade}”"


def rankings_give_way_to_a_later_one() -> Iterator[str]:
    """What others have seen is superseded only by a later ranking, which they see."""
    shown = Ranking.objects.filter(status=Status.SUPERSEDED, published_at__isnull=False)
    for ref in shown.exclude(corrections__published_at__isnull=False).values_list("ref", flat=True).iterator():
        yield f"{ref}已被更正而没有更正它的排名"


RANKING_CHECKS = (
    issued_rankings_equal_their_certificates,
    rankings_in_force_rest_on_the_sheets_as_they_are,
    results_follow_from_an_issued_ranking,
    grades_in_force_conclude,
    rankings_give_way_to_a_later_one,
)
