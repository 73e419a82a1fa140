"""The verbs of appraisal: panels, declarations of interest, assignments, the record counted, score sheets."""

from lixiang.appraisal.actions.assignments import assign
from lixiang.appraisal.actions.meetings import draw_order, present, show_scores
from lixiang.appraisal.actions.panels import (
    add_judge,
    add_projects,
    ask_to_declare,
    close_scoring,
    draw_up,
    name_chair,
    open_materials,
    remove_judge,
    remove_project,
    reopen_scoring,
)
from lixiang.appraisal.actions.records import count_record
from lixiang.appraisal.actions.recusals import declare, recuse
from lixiang.appraisal.actions.sheets import correct, drop_correction, find_not_applicable, hand_in, save_sheet
from lixiang.appraisal.actions.workbooks import import_scores

__all__ = [
    "draw_order",
    "present",
    "show_scores",
    "import_scores",
    "add_judge",
    "add_projects",
    "ask_to_declare",
    "assign",
    "close_scoring",
    "correct",
    "count_record",
    "declare",
    "draw_up",
    "drop_correction",
    "find_not_applicable",
    "hand_in",
    "name_chair",
    "open_materials",
    "recuse",
    "remove_judge",
    "remove_project",
    "reopen_scoring",
    "save_sheet",
]
