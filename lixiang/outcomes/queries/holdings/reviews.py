"""The review: opinions with their points, decisions that were made known with their papers, objections answered."""

from collections.abc import Iterator

from django.db.models import Prefetch

from lixiang.approvals.models import Decision, IssuedDocument, Objection, Opinion
from lixiang.approvals.rules import ReviewStep
from lixiang.outcomes.queries.holdings.pieces import act, claimed, day_of, moment, page, pair
from lixiang.outcomes.rules.items import Item, Piece, Relation, Table
from lixiang.programmes.queries import settings_by_kind
from lixiang.projects.models import Project

SECTION = "review"
HEAD = ("环节", "意见", "分数", "内容", "办理人", "时间", "修订稿", "备注")


def items_of(project: Project) -> Iterator[Item]:
    """Nothing of a decision that was never published: it was the section's own matter and counts for nothing."""
    yield from _opinions(project)
    papers = Prefetch("publication__papers", IssuedDocument.objects.select_related("pdf", "docx", "document"))
    published = Decision.objects.filter(project=project, publication__isnull=False).order_by("at", "id")
    for decision in published.select_related("publication", "merge_into", "revision").prefetch_related(papers):
        yield _decision(project, decision)
    for objection in Objection.objects.filter(project=project).order_by("raised_at", "id"):
        yield _objection(objection)


def _opinions(project: Project) -> Iterator[Item]:
    rows = Opinion.objects.filter(project=project).select_related("revision").prefetch_related("scores")
    opinions = tuple(rows.order_by("at", "id"))
    if not opinions:
        return
    steps = {step.code: step.title for step in settings_by_kind(project.version, ReviewStep)}
    table = Table("审核意见", HEAD, tuple(_row(opinion, steps.get(opinion.step, opinion.step)) for opinion in opinions))
    acts = tuple(
        act(steps.get(each.step, each.step), each.at, each.by_name, str(each.get_result_display())) for each in opinions
    )
    organisation, on = project.programme.managing_organisation.name, day_of(opinions[-1].at)
    yield Item(SECTION, "审核意见", "审核意见", organisation, on, "", (page("审核意见", tables=(table,)),), acts)


def _row(opinion: Opinion, step: str) -> tuple[str, ...]:
    points = [score.points for score in opinion.scores.all()]
    return (
        step,
        str(opinion.get_result_display()),
        str(sum(points)) if points else "",
        opinion.text,
        opinion.by_name,
        moment(opinion.at),
        f"第{opinion.revision.number}稿",
        "退回后作废" if opinion.voided_at else "",
    )


def _decision(project: Project, decision: Decision) -> Item:
    assert decision.publication is not None
    word = str(decision.get_verdict_display())
    facts = [
        ("决定", word),
        ("理由", decision.reason),
        ("依据", f"申报书第{decision.revision.number}稿"),
        ("决定人", f"{decision.by_name} {moment(decision.at)}"),
        ("公布时间", moment(decision.publication.at)),
    ]
    if decision.merge_into:
        facts.append(("并入项目", f"{decision.merge_into.ref.upper()} {decision.merge_into.title}"))
    relations = tuple(
        Relation("印发", str(paper.document)) for paper in decision.publication.papers.all() if paper.document
    )
    return Item(
        SECTION,
        f"决定：{word}",
        "决定",
        project.programme.managing_organisation.name,
        day_of(decision.publication.at),
        decision.publication.ref,
        (page(f"决定 {word}", pairs=facts), *_unnumbered(decision)),
        (act("决定", decision.at, decision.by_name, decision.reason), act("公布", decision.publication.at, "")),
        relations,
    )


def _unnumbered(decision: Decision) -> tuple[Piece, ...]:
    """The 公示, which takes no number from the register."""
    assert decision.publication is not None
    papers = (paper for paper in decision.publication.papers.all() if paper.pdf and paper.docx)
    return tuple(piece for paper in papers for piece in pair(paper.pdf, paper.docx, "拟立项公示"))  # type: ignore[arg-type]


def _objection(objection: Objection) -> Item:
    facts = (
        ("提出", objection.raised_by),
        ("时间", moment(objection.raised_at)),
        ("状态", str(objection.get_status_display())),
    )
    texts = (("异议内容", objection.text), ("答复", objection.answer))
    pieces = (page("公示异议", pairs=facts, texts=texts), *claimed(objection))
    acts = (act("提出异议", objection.raised_at, objection.raised_by),)
    return Item(SECTION, "公示异议", "异议", objection.raised_by, day_of(objection.raised_at), "", pieces, acts)
