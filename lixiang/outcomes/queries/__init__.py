"""Reads of outcomes: what the archive takes in, its lists and its pages."""

from lixiang.outcomes.queries.about import about_of, folder_of, terms_of
from lixiang.outcomes.queries.archives import (
    ENDED_FOR_GOOD,
    Count,
    archive_in_the_making,
    archive_page,
    counts_of,
    page_of_archives,
    run_of,
    to_archive,
    to_pack,
)
from lixiang.outcomes.queries.holdings import items_of

__all__ = [
    "ENDED_FOR_GOOD",
    "Count",
    "about_of",
    "archive_in_the_making",
    "archive_page",
    "counts_of",
    "folder_of",
    "items_of",
    "page_of_archives",
    "run_of",
    "terms_of",
    "to_archive",
    "to_pack",
]
