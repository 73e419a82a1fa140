"""Lists the stages' kinds of setting and their transition tables once; everything that needs all of them reads this."""

from lixiang.agreements.rules import PARTY_WORDS, SIGNING_WORDS, Terms
from lixiang.agreements.states import TRANSITIONS as AGREEMENT
from lixiang.approvals.rules import Phrase, Principle, Publicity, ReviewStep
from lixiang.approvals.states import TRANSITIONS as OBJECTION
from lixiang.nominations.rules import COLUMNS, ENDORSEMENTS, Endorsement, Quota, SummaryColumn
from lixiang.nominations.states import TRANSITIONS as SLATE
from lixiang.people.kinds import Level, OrganisationKind, PostKind, Rank
from lixiang.people.roles import Role
from lixiang.programmes.rules.checking import Words
from lixiang.programmes.rules.kinds import STEPS, Deadline, Group, Letterhead, Receivers, Wording
from lixiang.programmes.rules.signing import Signing
from lixiang.programmes.states import TRANSITIONS as PROGRAMME
from lixiang.projects.rules.kinds import (
    WIDGETS,
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
    "programmes.signing": Signing,
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

# What a setting may name besides other settings, and the placeholders that each paper fills.
DECISION = frozenset({"year", "notice_title", "notice_number", "count", "first_title", "titles", "sign_by"})
AMENDED = frozenset({"amended_title", "amended_number", "amended_on", "text"})
NOTICE = frozenset({"notice_title", "notice_number", "year"})
WORDS = Words(
    lists={
        "people.kind": dict(OrganisationKind.choices),
        "people.level": dict(Level.choices),
        "people.rank": dict(Rank.choices),
        "people.post": dict(PostKind.choices),
        "people.role": dict(Role.choices),
        "programmes.step": STEPS,
        "programmes.document": {
            "opening_notice": "启动通知",
            "approval_list": "立项名单通知",
            "reply": "立项批复",
            "decline": "不予立项通知",
            "publicity": "拟立项公示",
            "correction": "勘误",
            "supplement": "补充通知",
        },
        "projects.widget": WIDGETS,
        "nominations.endorsement": ENDORSEMENTS,
        "nominations.column": COLUMNS,
        "approvals.result": {"agree": "同意", "disagree": "不同意"},
        "agreements.party": PARTY_WORDS,
        "agreements.signing": SIGNING_WORDS,
    },
    placeholders={
        "opening_notice": frozenset({"year", "title"}),
        "approval_list": DECISION,
        "reply": DECISION | {"organisation"},
        "decline": DECISION | {"organisation"},
        "publicity": DECISION | {"from_on", "until_on"},
        "correction": AMENDED,
        "supplement": AMENDED,
        "agreement": NOTICE
        | {"title", "category", "ref", "revision", "leader", "completion_on", "copies", "drawn_up_on"}
        | set(PARTY_WORDS),
    },
    placeholder_words={
        "year": "年度",
        "title": "名称",
        "notice_title": "通知标题",
        "notice_number": "通知文号",
        "count": "项目数",
        "first_title": "首个项目名称",
        "titles": "项目名称",
        "sign_by": "签订期限",
        "organisation": "单位",
        "from_on": "起始日期",
        "until_on": "截止日期",
        "category": "类别",
        "amended_title": "原公文标题",
        "amended_number": "原公文文号",
        "amended_on": "原公文日期",
        "text": "更正或补充的内容",
        "ref": "项目编号",
        "revision": "稿次",
        "leader": "项目负责人",
        "department": "甲方名称",
        "nominating": "乙方名称",
        "implementing": "责任单位名称",
        "completion_on": "完成时间",
        "copies": "份数",
        "drawn_up_on": "签订日期",
    },
)

TABLES = {
    "programmes.Programme": PROGRAMME,
    "projects.Project": PROJECT,
    "nominations.Slate": SLATE,
    "approvals.Objection": OBJECTION,
    "agreements.Agreement": AGREEMENT,
}
