"""The appraisal: score sheets handed in, what was counted from the record, and who kept away on what ground."""

from collections.abc import Iterator

from lixiang.appraisal.models import AutomaticScore, PanelProject, Recusal, ScoreSheet
from lixiang.appraisal.queries.results import names_of
from lixiang.appraisal.rules.kinds import Source
from lixiang.appraisal.rules.points import written
from lixiang.appraisal.rules.scoring import total_words
from lixiang.appraisal.states.sheets import Status
from lixiang.outcomes.queries.holdings.pieces import act, day_of, page, text_of_json
from lixiang.outcomes.rules.items import Item, Relation, Table
from lixiang.programmes.queries import settings_by_kind
from lixiang.projects.models import Project
from lixiang.projects.rules.content import canonical

SECTION = "appraisal"
LINES = ("指标", "计分", "理由", "佐证文件")


def items_of(project: Project) -> Iterator[Item]:
    """Where scoring is anonymous, a judge goes by the number, as on the pages of the section."""
    for entry in PanelProject.objects.filter(project=project).select_related("panel__version").order_by("panel"):
        names = names_of(entry.panel)
        yield from _record(project, entry, names)
        sheets = ScoreSheet.objects.filter(project=project, assignment__panel=entry.panel, status=Status.HANDED_IN)
        related = ("assignment__organisation", "revision", "corrects", "version")
        for sheet in sheets.select_related(*related).order_by("assignment", "number"):
            yield _sheet(sheet, names)


def _sheet(sheet: ScoreSheet, names: dict[int, str]) -> Item:
    assert sheet.content is not None and sheet.handed_in_at is not None
    given = sheet.assignment
    scorer = names[given.judge_id] if given.judge_id else given.organisation.name  # type: ignore[union-attr]
    sources = {row.code: row.title for row in settings_by_kind(sheet.version, Source)}
    content = sheet.content
    rows = tuple(
        (line["title"], written(line["counted"]), line["reason"], line["document"]) for line in content["lines"]
    )
    pairs = [
        ("评分人", scorer),
        ("评分来源", sources.get(given.source, given.source)),
        ("总分", total_words(sheet.total)),
    ]
    pairs += [("不适用的理由", sheet.not_applicable)] if sheet.is_not_applicable else []
    pairs += [("更正理由", sheet.correction_reason)] if sheet.corrects else []
    title = f"评分表 {scorer}" + (f"（第{sheet.number}份）" if sheet.number > 1 else "")
    corrects = (Relation("更正", sheet.corrects.ref.upper()),) if sheet.corrects else ()
    return Item(
        SECTION,
        title,
        "评分表",
        scorer,
        day_of(sheet.handed_in_at),
        sheet.ref.upper(),
        (
            page(title, pairs=pairs, texts=(("评语", sheet.comment),), tables=(Table("计分", LINES, rows),)),
            text_of_json(f"{title} 内容.json", canonical(content)),
        ),
        (act("提交评分表", sheet.handed_in_at, scorer),),
        (Relation("校验值", sheet.hash), Relation("依据", f"申报书第{sheet.revision.number}稿"), *corrects),
    )


def _record(project: Project, entry: PanelProject, names: dict[int, str]) -> Iterator[Item]:
    """Nothing where nothing was counted and nobody kept away."""
    counted = tuple(AutomaticScore.objects.filter(panel=entry.panel, project=project).order_by("indicator"))
    away = tuple(Recusal.objects.filter(judge__panel=entry.panel, project=project).order_by("at", "pk"))
    if not counted and not away:
        return
    tables = (
        Table("自动计分", ("指标", "得分", "依据"), tuple((e.indicator, written(e.points), e.words) for e in counted)),
        Table(
            "回避",
            ("评委", "情形", "说明"),
            tuple((names[each.judge_id], str(each.get_ground_display()), each.reason) for each in away),
        ),
    )
    title = f"{entry.panel.title}计分依据和回避情况"
    on = day_of(max(each.at for each in (*counted, *away)))
    organisation = project.programme.managing_organisation.name
    yield Item(SECTION, title, "验收记录", organisation, on, entry.panel.ref.upper(), (page(title, tables=tables),))
