"""Reads of projects: lists, the form as it stands, its papers, revisions and their differences."""

from lixiang.projects.models.facts import facts_of, values_of
from lixiang.projects.queries.amendments import (
    amended_content,
    amended_facts,
    fields_named,
    has_own_clerk,
    is_written_on_behalf,
    may_take_over,
    passes_to_another,
    unit_without_clerk,
)
from lixiang.projects.queries.application import (
    Application,
    Part,
    application_for,
    findings_of,
    saves_of,
    sections_of,
)
from lixiang.projects.queries.files import attachment, files_of, is_handed_in
from lixiang.projects.queries.fitting import fit
from lixiang.projects.queries.form import (
    closing_if_past,
    closing_of,
    fields_of,
    locked_with_form,
    open_sections,
    under_its_form,
)
from lixiang.projects.queries.listing import (
    Chosen,
    Listing,
    listing_for,
    organisation_to_draft_for,
)
from lixiang.projects.queries.recount import rows_out_of_step
from lixiang.projects.queries.revisions import (
    as_read_today,
    changes_between,
    changes_from,
    last_revision,
    revision_of,
    revisions_of,
)

__all__ = [
    "Application",
    "Chosen",
    "Listing",
    "Part",
    "amended_content",
    "amended_facts",
    "as_read_today",
    "application_for",
    "attachment",
    "changes_between",
    "changes_from",
    "closing_if_past",
    "closing_of",
    "facts_of",
    "fields_named",
    "fields_of",
    "files_of",
    "findings_of",
    "fit",
    "has_own_clerk",
    "is_handed_in",
    "is_written_on_behalf",
    "last_revision",
    "listing_for",
    "locked_with_form",
    "may_take_over",
    "open_sections",
    "organisation_to_draft_for",
    "passes_to_another",
    "unit_without_clerk",
    "revision_of",
    "revisions_of",
    "rows_out_of_step",
    "saves_of",
    "sections_of",
    "under_its_form",
    "values_of",
]
