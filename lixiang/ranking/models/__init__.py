"""Rankings as rows: the ranking, places with workings, certificates, objections, bonuses, results."""

from lixiang.ranking.models.bonuses import GivenBonus
from lixiang.ranking.models.objections import PlaceObjection
from lixiang.ranking.models.rankings import Place, Ranking, ScoreCertificate
from lixiang.ranking.models.results import AppraisalResult

__all__ = ["AppraisalResult", "GivenBonus", "Place", "PlaceObjection", "Ranking", "ScoreCertificate"]
