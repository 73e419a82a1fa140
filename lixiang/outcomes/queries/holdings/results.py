"""What a project was given beside its sheets, what was made of it by its grade, and the 结项证书 that it has."""

from collections.abc import Iterator

from lixiang.documents.fonts import MissingCharacters
from lixiang.files.media_types import PDF
from lixiang.outcomes.queries.holdings.pieces import act, day_of, made, moment, page
from lixiang.outcomes.rules.items import Item, Piece, Relation
from lixiang.projects.models import Project
from lixiang.ranking.documents import completion_paper, printed
from lixiang.ranking.models import AppraisalResult, GivenBonus
from lixiang.ranking.queries.bonuses import bonus_settings
from lixiang.ranking.queries.completion import completion_of
from lixiang.ranking.rules.completion import Completion
from lixiang.ranking.rules.points import written
from lixiang.workflow.findings import Refused

SECTION = "ranking"


def items_of(project: Project) -> Iterator[Item]:
    """Every addition, those withdrawn too, then every decision, the first one first."""
    for given in GivenBonus.objects.filter(project=project).order_by("pk"):
        yield _bonus(project, given)
    results = list(project.appraisal_results.select_related("place__ranking__document").order_by("pk"))
    said = completion_of(project, results[::-1])
    concluding = [result for result in results if result.concludes]
    for result in results:
        yield _result(project, result, said if concluding and result == concluding[-1] else None)


def _bonus(project: Project, given: GivenBonus) -> Item:
    titles = {row.code: row.title for row in bonus_settings(project.programme, given.entered_at)}
    title = f"附加分：{titles.get(given.bonus, given.bonus)}"
    pairs = (
        ("分值", written(given.points)),
        ("依据的文件", given.document),
        ("登记时间", moment(given.entered_at)),
        ("登记人", given.by_name),
        ("撤销时间", moment(given.withdrawn_at)),
    )
    texts = (("理由", given.reason), ("撤销的理由", given.withdrawal_reason))
    taken_back = (act("撤销登记附加分", given.withdrawn_at, "", given.withdrawal_reason),) if given.withdrawn_at else ()
    return Item(
        SECTION,
        title,
        "附加分",
        project.programme.managing_organisation.name,
        day_of(given.entered_at),
        "",
        (page(title, pairs=pairs, texts=texts),),
        (act("登记附加分", given.entered_at, given.by_name, given.reason), *taken_back),
        (Relation("依据", given.document),) if given.document else (),
        "已撤销，不计分" if given.withdrawn_at else "",
    )


def _result(project: Project, result: AppraisalResult, said: Completion | None) -> Item:
    verb, ranking = str(result.get_verb_display()), result.place.ranking
    papers, note = _certificate(project, result, said) if said else ((), "")
    title = f"考核结果：{verb}"
    pairs = (
        ("结果", verb),
        ("等次", result.grade),
        ("整改期限", moment(result.due_at)),
        ("依据的条款", result.clause),
        ("依据的文件", result.document),
        ("办理时间", moment(result.made_at)),
        ("办理人", result.by_name),
        ("证书编号", said.number if said else ""),
        ("证书校验值", said.check if said else ""),
    )
    return Item(
        SECTION,
        title,
        "考核结果",
        project.programme.managing_organisation.name,
        day_of(result.made_at),
        said.number if said else "",
        (page(title, pairs=pairs, texts=(("理由", result.reason),)), *papers),
        (act(verb, result.made_at, result.by_name, result.reason),),
        tuple(Relation("依据", str(each)) for each in (ranking.document, result.document) if each),
        note,
    )


def _certificate(project: Project, result: AppraisalResult, said: Completion) -> tuple[tuple[Piece, ...], str]:
    """The paper in force; where it cannot be made, the index says why, and its words stand on the page."""
    try:
        content = printed(completion_paper(project, said), at=result.made_at)
    except (MissingCharacters, Refused) as stopped:
        return (), f"未生成结项证书：{stopped}"
    return (made(f"结项证书 {said.number}.pdf", PDF, content),), ""
