"""The dossier: every hand-in with its parts, figures, matrix and results, and each piece of evidence as it came."""

from collections.abc import Iterator
from typing import Any

from lixiang.closing.models import Dossier, DossierRevision
from lixiang.closing.rules.kinds import EvidenceKind
from lixiang.outcomes.queries.holdings.pieces import act, day_of, named_in, page, text_of_json
from lixiang.outcomes.rules.items import Item, Piece, Relation, Table
from lixiang.programmes.queries import settings_by_kind
from lixiang.projects.models import Project
from lixiang.projects.rules.content import canonical

SECTION = "closing"
FIGURES = ("指标", "基线", "目标值", "完成值", "完成比例", "说明")
MATRIX = ("承诺", "内容", "佐证编号", "未附佐证的理由")
EVIDENCE = ("编号", "种类", "文件", "说明", "时间", "地点", "提供人")
RESULTS = ("成果", "成效", "佐证编号")


def items_of(project: Project) -> Iterator[Item]:
    """What was handed in; evidence that an earlier hand-in brought lies there already. No draft."""
    kinds = {kind.code: kind.title for kind in settings_by_kind(project.version, EvidenceKind)}
    for dossier in Dossier.objects.filter(project=project).order_by("round"):
        brought: set[str] = set()
        for revision in dossier.revisions.order_by("number").iterator(chunk_size=1):
            yield _revision(project, dossier, revision, kinds, brought)


def _revision(
    project: Project, dossier: Dossier, revision: DossierRevision, kinds: dict[str, str], brought: set[str]
) -> Item:
    content: dict[str, Any] = revision.content
    title = f"结项材料第{dossier.round}轮第{revision.number}稿"
    evidence = [row for row in content["evidence"] if row["sha256"] not in brought]
    brought |= {row["sha256"] for row in evidence}
    return Item(
        SECTION,
        title,
        "结项材料",
        project.nominating_organisation.name,
        day_of(revision.at),
        revision.receipt_number,
        (
            _page(title, content, kinds),
            text_of_json(f"{title} 内容.json", canonical(content)),
            *named_in(evidence),
        ),
        (act("提交结项材料", revision.at, revision.by_name, revision.reason),),
        (Relation("校验值", revision.hash), Relation("依据", f"申报书第{content['measured_by']['revision']}稿")),
        "经审核受理" if revision.pk == dossier.accepted_revision_id else "",
    )


def _page(title: str, content: dict[str, Any], kinds: dict[str, str]) -> Piece:
    texts = [(part["label"], part["text"]) for part in content["parts"]]
    names = ("indicator", "baseline", "target", "reached", "share", "note")
    figures = tuple(tuple(str(row[name] or "") for name in names) for row in content["figures"])
    matrix = tuple((row["words"], row["detail"], _numbers(row["proofs"]), row["reason"]) for row in content["matrix"])
    evidence = tuple(
        (
            str(row["number"]),
            kinds.get(row["kind"], row["kind"]),
            *(str(row[name]) for name in ("name", "words", "made_at", "place", "made_by")),
        )
        for row in content["evidence"]
    )
    results = tuple((row["title"], row["effect"], _numbers(row["evidence"])) for row in content["results"])
    tables = (
        Table("目标完成情况", FIGURES, figures),
        Table("佐证对照", MATRIX, matrix),
        Table("佐证材料", EVIDENCE, evidence),
        Table("成果", RESULTS, results),
    )
    return page(title, texts=texts, tables=tables)


def _numbers(numbers: list[int]) -> str:
    return "、".join(str(number) for number in numbers)
