"""The verbs of closing, one file per noun."""

from lixiang.closing.actions.dossiers import (
    accept_dossier,
    ask_for_check,
    hand_in_dossier,
    open_dossier,
    send_back_dossier,
)
from lixiang.closing.actions.evidence import (
    attach_evidence,
    describe_evidence,
    detach_evidence,
    explain_gaps,
    reuse_evidence,
)
from lixiang.closing.actions.sections import save_figures, save_results, save_written

__all__ = [
    "accept_dossier",
    "ask_for_check",
    "attach_evidence",
    "describe_evidence",
    "detach_evidence",
    "explain_gaps",
    "hand_in_dossier",
    "open_dossier",
    "reuse_evidence",
    "save_figures",
    "save_results",
    "save_written",
    "send_back_dossier",
]
