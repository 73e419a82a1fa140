"""What the clock does for ranking: computes one that somebody began and that has too many sheets for a request."""

from datetime import datetime

from lixiang.programmes.models import Programme
from lixiang.ranking import actions
from lixiang.work.jobs import Progress
from lixiang.workflow.findings import Refused


def compute_ranking(at: datetime, progress: Progress, programme: int, reason: str) -> str:
    """As whoever began it; what is refused meanwhile is told on the page of the run, and not tried again."""
    found = Programme.objects.get(pk=programme)
    try:
        made = actions.compute(found, by=progress.run.by, at=at, reason=reason, counter=progress)
    except Refused as refused:
        first, *more = refused.findings
        return f"没有计算：{first.sentence}{f'另有{len(more)}项。' if more else ''}"
    return f"{made}已计算，{made.places.count()}个项目"
