"""The award of a project once it was made known: its reason and the evidence that it rests on."""

from collections.abc import Iterator

from lixiang.outcomes.models import Award
from lixiang.outcomes.queries.holdings.pieces import act, day_of, page
from lixiang.outcomes.rules.items import Item, Relation, Table
from lixiang.outcomes.states.awards import Status
from lixiang.projects.models import Project

SECTION = "outcomes"
HEAD = ("材料", "影响层级", "说明")


def items_of(project: Project) -> Iterator[Item]:
    """What was proposed or granted and not made known is quiet and no part of the archive."""
    published = Award.objects.filter(project=project, status=Status.PUBLISHED).select_related("document")
    for award in published.order_by("pk"):
        assert award.document is not None
        evidence = award.evidence.select_related("evidence__claim")
        rows = tuple((each.evidence.claim.name, each.get_impact_display(), each.words) for each in evidence)
        title = f"奖励 {award.title}"
        table = Table("依据的佐证材料", HEAD, rows)
        yield Item(
            SECTION,
            title,
            "奖励",
            project.programme.managing_organisation.name,
            day_of(award.document.issued_at),
            award.document.number_text,
            (page(title, pairs=[("奖励", award.title)], texts=[("理由", award.reason)], tables=(table,)),),
            (act("提出", award.proposed_at, award.proposed_by_name), act("通报", award.status_since, "")),
            (Relation("依据", award.document.number_text),),
        )
