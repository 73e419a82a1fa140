"""Rankings as rows: the ranking, the place of each project with its workings, certificates, objections."""

from lixiang.ranking.models.objections import PlaceObjection
from lixiang.ranking.models.rankings import Place, Ranking, ScoreCertificate

__all__ = ["Place", "PlaceObjection", "Ranking", "ScoreCertificate"]
