"""The bridge from a ranking to its rules, and what says that its sheets are still the same."""

import hashlib
from datetime import datetime

from django.db.models import Count, Q

from lixiang.appraisal.models import Recusal, ScoreSheet
from lixiang.appraisal.states.panels import Status as PanelStatus
from lixiang.programmes.models import Programme, Version
from lixiang.programmes.queries import the_setting
from lixiang.ranking.models.bonuses import GivenBonus
from lixiang.ranking.models.objections import PlaceObjection
from lixiang.ranking.models.rankings import Ranking
from lixiang.ranking.rules.kinds import Method, Publicity
from lixiang.ranking.rules.standing import RankingFacts
from lixiang.ranking.states.objections import Status as ObjectionStatus


def clause_of(version: Version) -> str:
    row = the_setting(version, Method)
    return row.clause if row else ""


def sheets_hash(programme: Programme) -> str:
    """SHA-256 over every sheet and bonus that counts and every recusal of closed panels; three queries, row by row."""
    current = ScoreSheet.current().filter(programme=programme, assignment__panel__status=PanelStatus.CLOSED)
    away = Recusal.objects.filter(judge__panel__programme=programme, judge__panel__status=PanelStatus.CLOSED)
    hashed = hashlib.sha256()
    for ref, own in current.order_by("pk").values_list("ref", "hash").iterator(chunk_size=2000):
        hashed.update(f"{ref} {own}\n".encode())
    for judge, project in away.order_by("pk").values_list("judge__code", "project__ref").iterator(chunk_size=2000):
        hashed.update(f"{judge} {project}\n".encode())
    for key, points in GivenBonus.counting(programme).values_list("pk", "points").iterator(chunk_size=2000):
        hashed.update(f"+{key} {points}\n".encode())
    return hashed.hexdigest()


def facts_of(ranking: Ranking, at: datetime) -> RankingFacts:
    """Five queries."""
    rule = the_setting(ranking.version, Publicity)
    shown = PlaceObjection.objects.filter(place__ranking__in=[ranking.pk, ranking.corrects_id or ranking.pk])
    objections = shown.aggregate(
        open=Count("pk", filter=Q(status=ObjectionStatus.OPEN)),
        upheld=Count("pk", filter=Q(status=ObjectionStatus.UPHELD, place__ranking=ranking)),
    )
    return RankingFacts(
        clause=clause_of(ranking.version),
        at=at,
        is_current=sheets_hash(ranking.programme) == ranking.sheets_hash,
        without_score=ranking.places.filter(place=None).count(),
        publicity_clause=rule.clause if rule else "",
        has_publicity=rule is not None,
        public_until=ranking.public_until,
        open_objections=objections["open"],
        upheld_objections=objections["upheld"],
    )
