"""What closing keeps, one file per noun."""

from lixiang.closing.models.dossiers import Dossier
from lixiang.closing.models.evidence import Evidence
from lixiang.closing.models.results import Result
from lixiang.closing.models.revisions import DossierRevision

__all__ = ["Dossier", "DossierRevision", "Evidence", "Result"]
