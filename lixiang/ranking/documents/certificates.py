"""The score certificate in print: settings in words, the list, the workings of each place, and what verifies it."""

from collections.abc import Iterator
from typing import Any

from lixiang.documents import blocks as b
from lixiang.ranking.models import Place, Ranking, ScoreCertificate
from lixiang.ranking.rules.certificate import Certificate
from lixiang.ranking.rules.points import written
from lixiang.ranking.rules.reading import setting_of
from lixiang.ranking.rules.settings import LISTS
from lixiang.workflow.findings import Finding, Refused

KIND = "得分证书"
# What is longer is no paper that anybody reads; the file has all of it.
MOST_PRINTED = 200
LIST = (
    b.Column("名次", 0.8),
    b.Column("项目", 3.6, "left"),
    b.Column("申报单位", 2.2, "left"),
    b.Column("得分", 1.1),
    b.Column("等次", 1),
)
SHEETS = (
    b.Column("来源", 1.6),
    b.Column("评分人", 2.2),
    b.Column("原始分"),
    b.Column("平衡后"),
    b.Column("是否计入", 1.6),
)


def certificate_in_print(ranking: Ranking, kept: ScoreCertificate, said: Certificate) -> b.Document:
    """All that the file says in words a reader can recompute. Refused past so many projects: the file has them."""
    if len(said.entries) > MOST_PRINTED:
        sentence = f"项目超过{MOST_PRINTED}个的得分证书不排印，请下载数据文件。"
        raise Refused(Finding("too_many_to_print", sentence))
    places = list(ranking.places.select_related("project__nominating_organisation").order_by("position"))
    return b.Document(
        kind=KIND,
        title=KIND,
        layout="form",
        blocks=(
            b.Title(f"{said.heading.title}{KIND}"),
            _facts(ranking, kept, said),
            b.Heading(1, "一、规则"),
            *(b.Paragraph(_in_words(row)) for row in said.settings),
            b.Heading(1, "二、名次"),
            b.Table(LIST, tuple(_row(place) for place in places)),
            b.Heading(1, "三、各项目的评分和计算"),
            *(block for place in places for block in _workings(place)),
        ),
    )


def _facts(ranking: Ranking, kept: ScoreCertificate, said: Certificate) -> b.FormTable:
    firmness = said.outcome.firmness
    rows = (
        ("排名", f"{ranking}（{ranking.get_status_display()}）"),
        ("通报", kept.document_number or "尚未印发"),
        ("评分表", f"{ranking.sheets}份"),
        ("名次稳定程度", f"抽样{firmness.rounds}次，种子{firmness.seed}"),
        ("格式", said.format),
    )
    long = (("办理轨迹的链头", kept.history_head or "—"), ("数据文件的校验值", kept.hash))
    cells = (*(b.Field(*row) for row in rows), *(b.Field(*row, stacked=True) for row in long))
    return b.FormTable(tuple(b.FieldRow((cell,)) for cell in cells))


def _in_words(row: Any) -> str:
    setting = setting_of(row)
    words = setting.in_words(lambda name, word: LISTS.get(name, {}).get(word, word))
    return f"{setting.TITLE}：{words}（{row.clause}）" if row.clause else f"{setting.TITLE}：{words}"


def _row(place: Place) -> tuple[str, ...]:
    project = place.project
    number = str(place.place) if place.place else "—"
    return (number, str(project), project.nominating_organisation.name, written(place.total), place.grade or "—")


def _workings(place: Place) -> Iterator[b.Block]:
    """Every sheet by the code of whoever gave it, then each step in words."""
    said = place.workings
    yield b.Heading(2, f"{f'第{place.place}名' if place.place else '没有名次'}　{place.project}")
    rows = tuple(
        (source["title"], row["judge"], row["raw"], row["adjusted"], row["use"])
        for source in said["sources"]
        for row in source["rows"]
    )
    if rows:
        yield b.Table(SHEETS, rows)
    steps = [f"{source['title']}：{source['sentence']}" for source in said["sources"] if source["sentence"]]
    steps += [*said["levelling"], said["weighing"], *said["bonuses"], *said["placing"], *said["grading"]]
    yield from (b.Paragraph(step) for step in steps if step)
