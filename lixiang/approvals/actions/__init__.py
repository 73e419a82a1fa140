"""The verbs of the review, one file per noun."""

from lixiang.approvals.actions.amendments import amend, correct_title
from lixiang.approvals.actions.decisions import decide, decide_all, publish, undo
from lixiang.approvals.actions.objections import dismiss, object_to, uphold
from lixiang.approvals.actions.opinions import give_opinion, give_opinions
from lixiang.approvals.actions.papers import issue_paper, issue_papers
from lixiang.approvals.actions.returns import extend_return, send_back

__all__ = [
    "amend",
    "correct_title",
    "decide",
    "decide_all",
    "dismiss",
    "extend_return",
    "give_opinion",
    "give_opinions",
    "issue_paper",
    "issue_papers",
    "object_to",
    "publish",
    "send_back",
    "undo",
    "uphold",
]
