"""Rankings as rows: the ranking, the place of each project with its workings, certificates, objections, bonuses."""

from lixiang.ranking.models.bonuses import GivenBonus
from lixiang.ranking.models.objections import PlaceObjection
from lixiang.ranking.models.rankings import Place, Ranking, ScoreCertificate

__all__ = ["GivenBonus", "Place", "PlaceObjection", "Ranking", "ScoreCertificate"]
