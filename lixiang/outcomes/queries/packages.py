"""What goes upward with a recommendation: of the record of its project what speaks for the result, nothing of how."""

from collections.abc import Iterator

from lixiang.outcomes.models import Recommendation
from lixiang.outcomes.queries.holdings import agreements, applications, awards, closing, papers
from lixiang.outcomes.queries.holdings.pieces import act, day_of, page
from lixiang.outcomes.rules.items import Item, Relation
from lixiang.projects.models import Project
from lixiang.ranking.queries.results import final_place_of
from lixiang.ranking.rules.points import written


def items_to_send(recommendation: Recommendation) -> Iterator[Item]:
    """The approved application alone of its revisions; no opinion, no score sheet, no money."""
    project = recommendation.project
    if recommendation.document is not None:
        yield papers.item_of(recommendation.document, project, papers.SECTION)
    yield from _application(project)
    yield from agreements.items_of(project)
    yield from closing.items_of(project)
    yield from _place(project)
    yield from awards.items_of(project)


def _application(project: Project) -> Iterator[Item]:
    approved = project.approved_revision
    if approved is not None:
        approved.project = project
        yield applications.item_of_revision(project, approved)
    yield from applications.scans_of(project)


def _place(project: Project) -> Iterator[Item]:
    """Place, score and grade as they were made known; how the sheets came to them stays in the house."""
    place = final_place_of(project)
    if place is None:
        return
    document = place.ranking.document
    assert document is not None  # a final ranking was issued
    pairs = [
        ("名次", f"第{place.place}名" if place.place else "没有名次"),
        ("得分", written(place.total)),
        ("等次", place.grade),
        ("通报", document.number_text),
    ]
    title = "验收考核名次和等次"
    yield Item(
        "ranking",
        title,
        "排名",
        project.programme.managing_organisation.name,
        day_of(document.issued_at),
        document.number_text,
        (page(title, pairs=pairs),),
        (act("通报", document.issued_at, document.issued_by_name),),
        (Relation("依据", document.number_text),),
    )
