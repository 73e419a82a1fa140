"""The case study of a project in every revision that was published, and what others copied of it."""

from collections.abc import Iterator

from lixiang.outcomes.models import Adoption, CaseRevision
from lixiang.outcomes.queries.holdings.pieces import act, claimed, day_of, page, text_of_json
from lixiang.outcomes.rules.cases import result_line
from lixiang.outcomes.rules.items import Item, Relation
from lixiang.projects.models import Project
from lixiang.projects.rules.content import canonical

SECTION = "outcomes"


def items_of(project: Project) -> Iterator[Item]:
    """What is being written and was never published is no part of the archive."""
    organisation = project.programme.managing_organisation.name
    for revision in CaseRevision.objects.filter(case__project=project).order_by("number"):
        title = f"典型案例第{revision.number}稿"
        texts = [(part["label"], part["text"]) for part in revision.content["parts"]]
        texts += [("成果", "\n".join(result_line(row) for row in revision.content["results"]))]
        yield Item(
            SECTION,
            title,
            "典型案例",
            organisation,
            day_of(revision.published_at),
            f"{project.ref.upper()}-案例-{revision.number}",
            (page(title, texts=texts), text_of_json(f"{title} 内容.json", canonical(revision.content))),
            (act("推广", revision.published_at, revision.published_by_name),),
            (Relation("校验值", revision.hash),),
        )
    yield from _adoptions(project)


def _adoptions(project: Project) -> Iterator[Item]:
    rows = Adoption.objects.filter(case__project=project, withdrawn_at=None).select_related("organisation")
    for each in rows.order_by("pk"):
        title = f"采用情况 {each.organisation.name}"
        texts = [("采用的做法", each.what), ("成效", each.effect)]
        body = page(title, pairs=[("采用日期", each.adopted_on.isoformat())], texts=texts)
        on = day_of(each.recorded_at)
        pieces = (body, *claimed(each))
        acts = (act("登记", each.recorded_at, each.recorded_by_name),)
        yield Item(SECTION, title, "采用情况", each.organisation.name, on, "", pieces, acts)
