"""The pages of appraisal."""

from lixiang.appraisal.views.declarations import declare
from lixiang.appraisal.views.meetings import draw_order, live, present, show_scores
from lixiang.appraisal.views.panels import (
    add_judge,
    add_projects,
    assign,
    draw_up,
    name_chair,
    remove_judge,
    remove_project,
    show_list,
    show_panel,
)
from lixiang.appraisal.views.phases import ask_to_declare, close_scoring, count_record, open_materials, reopen_scoring
from lixiang.appraisal.views.projects import show_project
from lixiang.appraisal.views.scores import (
    attachment,
    correct,
    drop_correction,
    evidence,
    find_not_applicable,
    hand_in,
    recuse,
    save_sheet,
    sheet_pdf,
    show_score,
    show_sheet,
)
from lixiang.appraisal.views.workbooks import apply_scores, export_scores, import_scores

__all__ = [
    "evidence",
    "show_project",
    "draw_order",
    "live",
    "present",
    "show_scores",
    "apply_scores",
    "export_scores",
    "import_scores",
    "add_judge",
    "add_projects",
    "ask_to_declare",
    "assign",
    "attachment",
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
    "sheet_pdf",
    "show_list",
    "show_panel",
    "show_score",
    "show_sheet",
]
