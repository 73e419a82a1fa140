"""A project, its revisions, and the rows of its application."""

from lixiang.projects.models.former_units import FormerUnit, past_of
from lixiang.projects.models.project import Draft, Project
from lixiang.projects.models.revision import Revision
from lixiang.projects.models.rows import (
    Answer,
    ExpectedResult,
    Goal,
    JointOrganisation,
    Milestone,
    SectionSave,
    TeamMember,
)

__all__ = [
    "Answer",
    "Draft",
    "ExpectedResult",
    "FormerUnit",
    "Goal",
    "JointOrganisation",
    "Milestone",
    "Project",
    "Revision",
    "SectionSave",
    "TeamMember",
    "past_of",
]
