"""Lists the stages' kinds of setting and their transition tables once; everything that needs all of them reads this."""

from lixiang.agreements.rules import Terms
from lixiang.agreements.states import TRANSITIONS as AGREEMENT
from lixiang.approvals.rules import Phrase, Principle, Publicity, ReviewStep
from lixiang.approvals.states import TRANSITIONS as OBJECTION
from lixiang.nominations.rules import Endorsement, Quota, SummaryColumn
from lixiang.nominations.states import TRANSITIONS as SLATE
from lixiang.programmes.rules.kinds import Deadline, Group, Letterhead, Receivers, Wording
from lixiang.programmes.states import TRANSITIONS as PROGRAMME
from lixiang.projects.rules.kinds import (
    Applicant,
    Category,
    Completion,
    Field,
    LeaderPost,
    PersonLimit,
    Section,
    TeamSize,
    TopicSource,
)
from lixiang.projects.states import TRANSITIONS as PROJECT

KINDS: dict[str, type] = {
    "programmes.group": Group,
    "programmes.deadline": Deadline,
    "programmes.letterhead": Letterhead,
    "programmes.receivers": Receivers,
    "programmes.wording": Wording,
    "projects.category": Category,
    "projects.applicant": Applicant,
    "projects.leader_post": LeaderPost,
    "projects.team_size": TeamSize,
    "projects.person_limit": PersonLimit,
    "projects.topic_source": TopicSource,
    "projects.completion": Completion,
    "projects.section": Section,
    "projects.field": Field,
    "nominations.quota": Quota,
    "nominations.endorsement": Endorsement,
    "nominations.summary_column": SummaryColumn,
    "approvals.review_step": ReviewStep,
    "approvals.principle": Principle,
    "approvals.publicity": Publicity,
    "approvals.phrase": Phrase,
    "agreements.terms": Terms,
}

TABLES = {
    "programmes.Programme": PROGRAMME,
    "projects.Project": PROJECT,
    "nominations.Slate": SLATE,
    "approvals.Objection": OBJECTION,
    "agreements.Agreement": AGREEMENT,
}
