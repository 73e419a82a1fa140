"""Reads of nominations: what the verbs rest on, the pages, the overview, the workbook and the archive."""

from lixiang.nominations.queries.attachments import stream_attachments, stream_attachments_of
from lixiang.nominations.queries.overview import Overview, nominators_of, overview, touched_by
from lixiang.nominations.queries.pages import (
    SlatePage,
    endorses_by_account,
    endorses_by_sheet,
    may_change,
    place_of,
    project_of,
    receipt_of,
    sheet_of,
    slate_of,
    slate_page,
    slates_of,
)
from lixiang.nominations.queries.slates import (
    chosen,
    entries_of,
    findings_of_time,
    held_seats,
    quota_of,
    seats,
    view_of,
    waiting_for,
)
from lixiang.nominations.queries.summary import write_summary, write_summary_of

__all__ = [
    "chosen",
    "endorses_by_account",
    "endorses_by_sheet",
    "entries_of",
    "findings_of_time",
    "held_seats",
    "may_change",
    "nominators_of",
    "Overview",
    "overview",
    "place_of",
    "project_of",
    "quota_of",
    "receipt_of",
    "seats",
    "sheet_of",
    "slate_of",
    "slate_page",
    "SlatePage",
    "slates_of",
    "stream_attachments",
    "stream_attachments_of",
    "touched_by",
    "view_of",
    "waiting_for",
    "write_summary",
    "write_summary_of",
]
