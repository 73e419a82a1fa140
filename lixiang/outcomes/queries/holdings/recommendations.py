"""Recommendations upward that went out, with the paper, the answer and its scan."""

from collections.abc import Iterator

from lixiang.outcomes.models import Recommendation
from lixiang.outcomes.queries.holdings.pieces import act, claimed, day_of, page, pair
from lixiang.outcomes.rules.items import Item, Relation
from lixiang.outcomes.states.recommendations import SENT
from lixiang.projects.models import Project

SECTION = "outcomes"


def items_of(project: Project) -> Iterator[Item]:
    """A draft is no part of the archive."""
    sent = Recommendation.objects.filter(project=project, status__in=SENT)
    for each in sent.select_related("document__pdf", "document__docx").order_by("pk"):
        document = each.document
        assert document is not None
        answer = [("答复日期", str(each.answered_on or "")), ("答复文号", each.answer_paper)]
        title = f"向{each.get_level_display()}推荐"
        pairs = [("推荐给", each.receiver), ("结果", str(each.get_status_display())), *answer]
        body = page(title, pairs=pairs, texts=[("理由", each.reason), ("答复", each.answer)])
        yield Item(
            SECTION,
            title,
            "推荐",
            project.programme.managing_organisation.name,
            day_of(document.issued_at),
            document.number_text,
            (body, *pair(document.pdf, document.docx, document.file_name), *claimed(each)),
            (act("报送", document.issued_at, document.issued_by_name),),
            (Relation("依据", document.number_text),),
            str(each.get_status_display()),
        )
