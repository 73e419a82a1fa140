"""The verbs of the review, one file per noun."""

from lixiang.approvals.actions.decisions import decide, decide_all, publish, undo
from lixiang.approvals.actions.objections import dismiss, object_to, uphold
from lixiang.approvals.actions.opinions import give_opinion, give_opinions, send_back
from lixiang.approvals.actions.papers import issue_paper, issue_papers

__all__ = [
    "decide",
    "decide_all",
    "dismiss",
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
