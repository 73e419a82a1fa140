"""The 公示 of a ranking as a paper: no number and no addressee, since it is no 文种; the list stands in the text."""

from django.utils import timezone

from lixiang.documents import blocks as b
from lixiang.documents.dates import official_date
from lixiang.programmes.documents import letterhead_of, worded, wording_for
from lixiang.programmes.rules.wording import filled
from lixiang.ranking.documents.circulars import RELATED, table_of, values_of
from lixiang.ranking.models import Ranking
from lixiang.ranking.queries.pages import PUBLICITY


def publicity_paper(ranking: Ranking) -> b.Document:
    """What was shown and until when. Refused where the programme has no words for it."""
    wording, letterhead = wording_for(ranking.version, PUBLICITY), letterhead_of(ranking.version)
    places = list(ranking.places.select_related(*RELATED).order_by("position"))
    moments = {"from_on": ranking.published_at, "until_on": ranking.public_until}
    days = {name: timezone.localtime(moment).date() for name, moment in moments.items() if moment}
    values = values_of(ranking, places) | {name: official_date(day) for name, day in days.items()}
    title = filled(wording.title, values)
    first, *rest = worded(wording.paragraphs, values)
    return b.Document(
        kind="公示",
        title=title,
        layout="agreement",
        blocks=(
            b.Title(title),
            first,
            table_of(ranking, places),
            *rest,
            b.SignOff(letterhead.organisation, official_date(days["from_on"])),
        ),
    )
