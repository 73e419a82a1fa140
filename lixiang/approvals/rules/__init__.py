"""The rules of the review: its settings, whose turn it is, what stands against a verb, which papers go out; pure."""

from lixiang.approvals.rules.kinds import Phrase, Principle, Publicity, ReviewStep, last_day, words_of_period
from lixiang.approvals.rules.papers import PAPERS, Paper, Part, parts_of
from lixiang.approvals.rules.standing import (
    GivenOpinion,
    ReviewView,
    deciding_role,
    next_step,
    standing_against,
    standing_against_approval,
    standing_against_decision,
    standing_against_opinion,
    verdicts_in_use,
    waits_for,
)

__all__ = [
    "PAPERS",
    "GivenOpinion",
    "Paper",
    "Part",
    "Phrase",
    "Principle",
    "Publicity",
    "ReviewStep",
    "ReviewView",
    "deciding_role",
    "last_day",
    "next_step",
    "parts_of",
    "standing_against",
    "standing_against_approval",
    "standing_against_decision",
    "standing_against_opinion",
    "verdicts_in_use",
    "waits_for",
    "words_of_period",
]
