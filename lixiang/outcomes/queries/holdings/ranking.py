"""The place in every ranking that was issued, explained down to each sheet, its certificate, and what was objected."""

from collections.abc import Iterator

from lixiang.outcomes.queries.holdings.pieces import act, day_of, kept, moment, page
from lixiang.outcomes.rules.items import Act, Item, Piece, Relation, Table
from lixiang.projects.models import Project
from lixiang.ranking.models import Place, PlaceObjection, Ranking, ScoreCertificate
from lixiang.ranking.queries.certificates import certificate_of
from lixiang.ranking.queries.explained import Explained, explained
from lixiang.ranking.queries.pages import Sees, advised_words, firm_words
from lixiang.ranking.rules.points import written
from lixiang.ranking.states.objections import Status

SECTION = "ranking"
SHEETS = ("评分人", "原始分", "平衡后", "是否计入", "各项得分")
# As the section sees it; where scoring is anonymous, a judge goes by a number there too.
ALL = Sees(is_section=True, all=True, sheets="named")


def items_of(project: Project) -> Iterator[Item]:
    """A ranking that was computed and never issued stays out; so does an objection that nobody has answered yet."""
    related = ("ranking__version", "ranking__programme", "ranking__document", "ranking__corrects__document", "project")
    issued = Place.objects.filter(project=project, ranking__document__isnull=False).select_related(*related)
    for place in issued.order_by("ranking__number"):
        yield _place(project, place)
    answered = PlaceObjection.objects.filter(place__project=project).exclude(status=Status.OPEN)
    for objection in answered.select_related("place__ranking").order_by("raised_at", "id"):
        yield _objection(objection)


def _place(project: Project, place: Place) -> Item:
    ranking, certificate = place.ranking, certificate_of(place.ranking)
    assert ranking.document is not None
    title = f"{ranking}名次和等次"
    return Item(
        SECTION,
        title,
        "排名",
        project.programme.managing_organisation.name,
        day_of(ranking.document.issued_at),
        ranking.ref.upper(),
        (_page(title, place), kept(certificate.file, f"{ranking}得分证书.json")),
        (act("计算排名", ranking.computed_at, ""), *_shown(ranking)),
        tuple(_relations(ranking, certificate)),
        "已被更正" if ranking.is_superseded else "",
    )


def _shown(ranking: Ranking) -> tuple[Act, ...]:
    assert ranking.document is not None
    until = f"公示至{moment(ranking.public_until)}"
    issued = act("印发通报", ranking.document.issued_at, ranking.document.issued_by_name, ranking.document.number_text)
    return act("公示排名", ranking.published_at, "", until), issued


def _relations(ranking: Ranking, certificate: ScoreCertificate) -> Iterator[Relation]:
    yield Relation("依据", str(ranking.document))
    yield Relation("校验值", certificate.hash)
    if ranking.corrects:
        yield Relation("更正", ranking.corrects.ref.upper())


def _page(title: str, place: Place) -> Piece:
    said = explained(place, ALL)
    pairs = (
        ("名次", f"第{place.place}名" if place.place else "没有名次"),
        ("得分", written(place.total)),
        ("平衡前得分", written(place.raw)),
        ("等次", place.grade),
        ("名次区间", firm_words(place)),
        ("校准参考", advised_words(place)),
        ("更正理由", place.ranking.correction_reason),
    )
    return page(title, pairs=pairs, texts=_texts(said), tables=_tables(said))


def _texts(said: Explained) -> Iterator[tuple[str, str]]:
    steps = (*said.levelling, said.weighing, *said.bonuses, *said.placing, *said.grading)
    yield from ((source.title, source.sentence or f"得分{source.score}") for source in said.sources)
    yield "怎样得出名次和等次", "\n".join(step for step in steps if step)
    yield "参考", "\n".join(words for words in (said.firmness, said.advice) if words)


def _tables(said: Explained) -> Iterator[Table]:
    for source in said.sources:
        rows = tuple((row["judge"], row["raw"], row["adjusted"], row["use"], _lines(row)) for row in source.rows)
        if rows:
            yield Table(f"{source.title}的评分", SHEETS, rows)


def _lines(row: dict[str, list[tuple[str, str]]]) -> str:
    return "，".join(f"{title}{points}" for title, points in row["lines"])


def _objection(objection: PlaceObjection) -> Item:
    ranking = objection.place.ranking
    title = f"对{ranking}的异议和复核意见"
    pairs = (
        ("提出人", objection.by_name),
        ("提出时间", moment(objection.raised_at)),
        ("结果", str(objection.get_status_display())),
        ("答复时间", moment(objection.status_since)),
    )
    texts = (("异议", objection.text), ("复核意见", objection.answer))
    acts = (act("提出异议", objection.raised_at, objection.by_name), act("答复异议", objection.status_since, ""))
    on, relation = day_of(objection.status_since), Relation("附于", ranking.ref.upper())
    return Item(
        SECTION, title, "异议", objection.by_name, on, "", (page(title, pairs=pairs, texts=texts),), acts, (relation,)
    )
