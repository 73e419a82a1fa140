"""Reads of delivery, one file per noun."""

from lixiang.delivery.queries.lamps import as_it_stands, lamp_facts, lamp_rules, to_relight
from lixiang.delivery.queries.plans import counts_of, progress_rule, trail_of, without_plan
from lixiang.delivery.queries.progress import Followed, Sheet, evidence_file, sheet_of, to_reuse
from lixiang.delivery.queries.progress_lists import listing_of, newest_programme, write_progress

__all__ = [
    "Followed",
    "Sheet",
    "as_it_stands",
    "counts_of",
    "evidence_file",
    "lamp_facts",
    "lamp_rules",
    "listing_of",
    "newest_programme",
    "progress_rule",
    "sheet_of",
    "to_relight",
    "to_reuse",
    "trail_of",
    "without_plan",
    "write_progress",
]
