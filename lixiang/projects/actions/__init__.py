"""The verbs of an application: draft, save a section, attach, hand in, discard, amend, hand over."""

from lixiang.projects.actions.amendments import adopt, hand_over, propose
from lixiang.projects.actions.attachments import attach, attach_files, attach_scan, detach
from lixiang.projects.actions.drafts import discard, draft
from lixiang.projects.actions.hand_in import hand_in, take_revision
from lixiang.projects.actions.sections import save_section

__all__ = [
    "adopt",
    "attach",
    "attach_files",
    "attach_scan",
    "detach",
    "discard",
    "draft",
    "hand_in",
    "hand_over",
    "propose",
    "save_section",
    "take_revision",
]
