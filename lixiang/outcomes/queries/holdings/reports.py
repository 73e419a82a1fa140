"""Reports: every hand-in with its answers and evidence, and how each period stood in the end; no draft."""

from collections.abc import Iterator
from typing import Any

from lixiang.delivery.models import Report, ReportRevision
from lixiang.outcomes.queries.holdings.pieces import act, day_of, moment, named_in, page, text_of_json
from lixiang.outcomes.rules.items import Item, Relation, Table
from lixiang.projects.models import Project
from lixiang.projects.rules.content import canonical

SECTION = "reports"
HEAD = ("汇报", "应报", "首次报送", "状态", "是否逾期", "结果")


def items_of(project: Project) -> Iterator[Item]:
    reports = tuple(Report.objects.filter(project=project).order_by("period_until", "id").select_related("circular"))
    if not reports:
        return
    organisation = project.nominating_organisation.name
    table = Table("汇报情况", HEAD, tuple(_row(each) for each in reports))
    on = max(day_of(each.status_since) for each in reports)
    yield Item(
        SECTION, "定期汇报情况表", "汇报情况表", organisation, on, "", (page("定期汇报情况表", tables=(table,)),)
    )
    for report in reports:
        brought: set[str] = set()
        for revision in report.revisions.order_by("number").iterator(chunk_size=10):
            yield _revision(report, revision, organisation, brought)


def _row(each: Report) -> tuple[str, ...]:
    late = "逾期" if each.is_late else ""
    result = str(each.get_result_display()) if each.result else ""
    status = str(each.get_status_display())
    return each.title, moment(each.due_at), moment(each.first_handed_in_at), status, late, result


def _revision(report: Report, revision: ReportRevision, organisation: str, brought: set[str]) -> Item:
    """Evidence that an earlier hand-in of the same report brought lies there already."""
    content: dict[str, Any] = revision.content
    labels = content.get("labels", {})
    texts = [(labels.get(name, name), text) for name, text in content.get("answers", {}).items()]
    pairs = [(label, str(content.get(key, ""))) for label, key in PLAIN if content.get(key)]
    title = f"{report.title}第{revision.number}稿"
    evidence = [row for row in content.get("evidence", ()) if row["sha256"] not in brought]
    brought |= {row["sha256"] for row in evidence}
    return Item(
        SECTION,
        title,
        "汇报",
        organisation,
        day_of(revision.at),
        revision.receipt_number,
        (
            page(title, pairs=pairs, texts=texts),
            text_of_json(f"{title} 内容.json", canonical(content)),
            *named_in(evidence),
        ),
        (act("报送", revision.at, revision.by_name),),
        (Relation("校验值", revision.hash),),
        "逾期报送" if revision.is_late else "",
    )


PLAIN = (("自评", "self_rating"), ("未附佐证的理由", "no_evidence_reason"))
