"""Appraisal as rows: panels with judges and projects, recusals, assignments, score sheets, what the record counts."""

from lixiang.appraisal.models.assignments import Assignment
from lixiang.appraisal.models.panels import Judge, Panel, PanelProject, Recusal
from lixiang.appraisal.models.sheets import AutomaticScore, ScoreLine, ScoreSheet

__all__ = ["Assignment", "AutomaticScore", "Judge", "Panel", "PanelProject", "Recusal", "ScoreLine", "ScoreSheet"]
