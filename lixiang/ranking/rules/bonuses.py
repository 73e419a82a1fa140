"""What stands against entering an addition beside the sheets."""

from collections.abc import Iterator
from dataclasses import dataclass

from lixiang.ranking.rules.kinds import ConditionalBonus
from lixiang.ranking.rules.points import LARGEST, written
from lixiang.workflow.findings import Finding

# From the moment at which a dossier is there until the files are closed.
OPEN = ("CLOSING", "IN_APPRAISAL", "RECTIFYING", "CONCLUDED")


@dataclass(frozen=True)
class Typed:
    """What somebody wants entered; no points where none were typed."""

    bonus: str
    points: int | None
    document: str
    reason: str


def blockers_to_entering(
    typed: Typed, setting: ConditionalBonus | None, status: str, *, stands: bool
) -> Iterator[Finding]:
    """One addition of each kind, of a project that is being closed, with points, document and reason."""
    if setting is None:
        yield Finding("no_such_bonus", "方案里没有这一项附加分。", field="bonus")
        return
    clause = setting.clause
    if status not in OPEN:
        yield Finding("not_closing", "提交结项材料之后、归档以前的项目才能登记附加分。", clause)
    if stands:
        sentence = f"该项目已经登记“{setting.title}”，要更改的先撤销登记。"
        yield Finding("entered_already", sentence, clause, field="bonus")
    if typed.points is None or not 0 < typed.points <= LARGEST:
        yield Finding("no_points", f"请填写大于0、不超过{written(LARGEST)}的分数。", clause, field="points")
    if setting.needs_document and not typed.document:
        yield Finding("no_document", "请写明依据的文件名称和文号。", clause, field="document")
    if not typed.reason:
        yield Finding("reason_required", "登记附加分应当写明理由。", clause, field="reason")
