"""Outcomes as rows: awards, recommendations, cases with their adoptions, compendia, annual assessments, archives."""

from lixiang.outcomes.models.archives import Archive, ArchiveFolder, Concluded, Shelf
from lixiang.outcomes.models.assessment import AssessedOrganisation, Assessment, AssessmentLine
from lixiang.outcomes.models.awards import Award, AwardEvidence
from lixiang.outcomes.models.cases import Adoption, CaseRevision, CaseStudy, Showcase
from lixiang.outcomes.models.compendia import Compendium
from lixiang.outcomes.models.recommendations import Recommendation

__all__ = [
    "Adoption",
    "Archive",
    "ArchiveFolder",
    "AssessedOrganisation",
    "Assessment",
    "AssessmentLine",
    "Award",
    "AwardEvidence",
    "CaseRevision",
    "CaseStudy",
    "Compendium",
    "Concluded",
    "Recommendation",
    "Shelf",
    "Showcase",
]
