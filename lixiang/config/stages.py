"""Lists the stages' kinds of setting and their transition tables once; everything that needs all of them reads this."""

from datetime import time

from lixiang.agreements.rules import PARTY_WORDS, SIGNING_WORDS, Terms
from lixiang.agreements.states import TRANSITIONS as AGREEMENT
from lixiang.appraisal.rules.kinds import KINDS as APPRAISAL_KINDS
from lixiang.appraisal.rules.words import LISTS as APPRAISAL_WORDS
from lixiang.appraisal.states.panels import TRANSITIONS as PANEL
from lixiang.appraisal.states.sheets import TRANSITIONS as SCORE_SHEET
from lixiang.approvals.rules import Phrase, Principle, Publicity, ReviewStep
from lixiang.approvals.states import TRANSITIONS as OBJECTION
from lixiang.closing.rules.kinds import (
    ENDINGS,
    PROMISES,
    EvidenceKind,
    FirstCheck,
    HandInTime,
    MatrixTerms,
    ResultRegister,
    TextRule,
    WrittenPart,
)
from lixiang.closing.states import TRANSITIONS as DOSSIER
from lixiang.delivery.rules.change_kinds import AUTHORITIES, CHANGES, ChangeKind, Prolongation
from lixiang.delivery.rules.inspections import InspectionTerms
from lixiang.delivery.rules.lamps import COLOUR_WORDS, COLOURS, WATCH_WORDS
from lixiang.delivery.rules.meetings import MeetingKind, Minutes
from lixiang.delivery.rules.progress import LampRule, Progress
from lixiang.delivery.rules.report_kinds import (
    AUDIENCES,
    DAY_UNITS,
    EVIDENCE,
    RHYTHMS,
    LadderRung,
    ReportField,
    ReportSchedule,
)
from lixiang.delivery.rules.report_kinds import WIDGETS as REPORT_WIDGETS
from lixiang.delivery.states.changes import TRANSITIONS as CHANGE
from lixiang.delivery.states.inspections import TRANSITIONS as INSPECTION
from lixiang.delivery.states.meetings import TRANSITIONS as MEETING
from lixiang.delivery.states.milestones import TRANSITIONS as PLANNED_MILESTONE
from lixiang.delivery.states.rectifications import TRANSITIONS as RECTIFICATION
from lixiang.delivery.states.reports import TRANSITIONS as REPORT
from lixiang.delivery.states.supplements import TRANSITIONS as SUPPLEMENT
from lixiang.delivery.states.tasks import TRANSITIONS as TASK
from lixiang.funds.rules.kinds import CONDITIONS, GrantAmount, Heading, Matching, SpendingDeadline, Tranche
from lixiang.funds.states.orders import TRANSITIONS as PAYMENT_ORDER
from lixiang.funds.states.spendings import TRANSITIONS as SPENDING
from lixiang.nominations.rules import COLUMNS, ENDORSEMENTS, Endorsement, Quota, SummaryColumn
from lixiang.nominations.states import TRANSITIONS as SLATE
from lixiang.outcomes.rules.award_kinds import IMPACTS, AwardTier
from lixiang.outcomes.rules.case_kinds import PREFILLS, CasePart
from lixiang.outcomes.rules.conversion import KINDS as ASSESSMENT_KINDS
from lixiang.outcomes.rules.conversion import LISTS as ASSESSMENT_WORDS
from lixiang.outcomes.rules.kinds import RETENTIONS, ArchiveTerms
from lixiang.outcomes.rules.recommendation_kinds import FORMS as RECOMMENDATION_FORMS
from lixiang.outcomes.rules.recommendation_kinds import UPWARD, RecommendationTerms
from lixiang.outcomes.states.assessment import TRANSITIONS as ASSESSMENT
from lixiang.outcomes.states.awards import TRANSITIONS as AWARD
from lixiang.outcomes.states.cases import TRANSITIONS as CASE_STUDY
from lixiang.outcomes.states.recommendations import TRANSITIONS as RECOMMENDATION
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
from lixiang.ranking.rules.kinds import (
    AUDIENCES as RANKING_AUDIENCES,
)
from lixiang.ranking.rules.kinds import (
    BALANCING,
    METHODS,
    NUMBERING,
    ROUNDING,
    SCOPES,
    SHEETS,
    TIE_BREAKS,
    ConditionalBonus,
    GradeCut,
    Method,
    TieRule,
)
from lixiang.ranking.rules.kinds import Publicity as RankingPublicity
from lixiang.ranking.states.objections import TRANSITIONS as PLACE_OBJECTION
from lixiang.ranking.states.rankings import TRANSITIONS as RANKING
from lixiang.work.rhythm import Job

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
    "delivery.change_kind": ChangeKind,
    "delivery.prolongation": Prolongation,
    "delivery.progress": Progress,
    "delivery.lamp_rule": LampRule,
    "delivery.meeting_kind": MeetingKind,
    "delivery.minutes": Minutes,
    "delivery.inspection": InspectionTerms,
    "funds.grant": GrantAmount,
    "funds.tranche": Tranche,
    "funds.heading": Heading,
    "funds.matching": Matching,
    "funds.spending_deadline": SpendingDeadline,
    "delivery.report_schedule": ReportSchedule,
    "delivery.report_field": ReportField,
    "delivery.ladder_rung": LadderRung,
    "closing.evidence_kind": EvidenceKind,
    "closing.field": WrittenPart,
    "closing.text_rule": TextRule,
    "closing.first_check": FirstCheck,
    "closing.matrix": MatrixTerms,
    "closing.hand_in_time": HandInTime,
    "closing.result_register": ResultRegister,
    "ranking.method": Method,
    "ranking.tie_rule": TieRule,
    "ranking.grade_cut": GradeCut,
    "ranking.bonus": ConditionalBonus,
    "ranking.publicity": RankingPublicity,
    **APPRAISAL_KINDS,
    "outcomes.award_tier": AwardTier,
    "outcomes.recommendation": RecommendationTerms,
    "outcomes.case_part": CasePart,
    "outcomes.archive": ArchiveTerms,
    **ASSESSMENT_KINDS,
}

# What a setting may name besides other settings, and the placeholders that each paper fills.
DECISION = frozenset({"year", "notice_title", "notice_number", "count", "first_title", "titles", "sign_by"})
AMENDED = frozenset({"amended_title", "amended_number", "amended_on", "text"})
NOTICE = frozenset({"notice_title", "notice_number", "year"})
RANKED = NOTICE | {"count", "grades"}
CORRECTED = frozenset({"amended_title", "amended_number", "amended_on", "reason"})
CHANGE_REPLY = NOTICE | {"title", "ref", "organisation", "kinds", "reason", "attached", "effect"}
CONVENED = NOTICE | {"meeting", "kind", "time", "date", "place", "chair", "organisations", "reply_by", "requirements"}
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
            "change_reply": "变更批复",
            "change_decline": "不予变更批复",
            "supplementary_agreement": "补充协议",
            "correction": "勘误",
            "supplement": "补充通知",
            "meeting_notice": "会议通知",
            "meeting_change": "会议更正通知",
            "meeting_cancellation": "会议取消通知",
            "minutes": "会议纪要",
            "report_circular": "逾期汇报通报",
            "ranking_circular": "排名通报",
            "ranking_correction": "更正排名的通报",
            "award_circular": "表扬通报",
            "award_certificate": "荣誉证书",
            "recommendation": "推荐公文",
            "assessment_circular": "年度考核参考通报",
            "assessment_correction": "更正年度考核参考的通报",
            "ranking_publicity": "排名公示",
        },
        "projects.widget": WIDGETS,
        "nominations.endorsement": ENDORSEMENTS,
        "nominations.column": COLUMNS,
        "approvals.result": {"agree": "同意", "disagree": "不同意"},
        "agreements.party": PARTY_WORDS,
        "delivery.change": CHANGES,
        "delivery.authority": AUTHORITIES,
        "delivery.lamp_watch": WATCH_WORDS,
        "delivery.lamp_colour": {colour: COLOUR_WORDS[colour] for colour in COLOURS[1:]},
        "funds.condition": CONDITIONS,
        "delivery.rhythm": RHYTHMS,
        "delivery.day_unit": DAY_UNITS,
        "delivery.evidence": EVIDENCE,
        "delivery.widget": REPORT_WIDGETS,
        "delivery.audience": AUDIENCES,
        "agreements.signing": SIGNING_WORDS,
        "closing.ending": ENDINGS,
        "closing.promise": PROMISES,
        "ranking.method_name": METHODS,
        "ranking.balancing": BALANCING,
        "ranking.scope": SCOPES,
        "ranking.numbering": NUMBERING,
        "ranking.tie_break": TIE_BREAKS,
        "ranking.rounding": ROUNDING,
        "ranking.audience": RANKING_AUDIENCES,
        "ranking.sheets": SHEETS,
        **APPRAISAL_WORDS,
        "outcomes.retention": RETENTIONS,
        "outcomes.impact": IMPACTS,
        "outcomes.upward": UPWARD,
        "outcomes.prefill": PREFILLS,
        "outcomes.form": RECOMMENDATION_FORMS,
        **ASSESSMENT_WORDS,
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
        "change_reply": CHANGE_REPLY,
        "change_decline": CHANGE_REPLY,
        "supplementary_agreement": NOTICE
        | {"title", "ref", "kinds", "ordinal", "agreement_title", "agreed_on", "copies", "drawn_up_on"}
        | set(PARTY_WORDS),
        "meeting_notice": CONVENED,
        "meeting_change": CONVENED | {"earlier", "reason"},
        "meeting_cancellation": CONVENED | {"earlier", "reason"},
        "minutes": CONVENED,
        "report_circular": NOTICE | {"count", "organisations", "on"},
        "ranking_circular": RANKED,
        "award_circular": NOTICE | {"count"},
        "award_certificate": NOTICE | {"organisation", "title", "tier", "number"},
        "recommendation": NOTICE | {"title", "organisation", "category", "grade", "reason", "form"},
        "ranking_correction": RANKED | CORRECTED,
        "assessment_circular": RANKED | {"ranking_number"},
        "assessment_correction": RANKED | CORRECTED | {"ranking_number"},
        "ranking_publicity": RANKED | {"from_on", "until_on"},
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
        "kinds": "变更事项",
        "attached": "附件提示",
        "effect": "何时执行",
        "ordinal": "补充协议序号",
        "agreement_title": "原责任书名称",
        "agreed_on": "原责任书生效日期",
        "meeting": "会议名称",
        "kind": "会议形式",
        "time": "会议时间",
        "date": "会议日期",
        "place": "会议地点",
        "chair": "主持人",
        "organisations": "所涉单位",
        "reply_by": "报送参会人员期限",
        "requirements": "会议要求",
        "earlier": "原通知文号",
        "reason": "理由",
        "on": "印发日期",
        "grades": "各等次项目数",
        "tier": "奖励名称",
        "grade": "等次",
        "form": "文种",
        "number": "通报文号",
        "ranking_number": "排名通报文号",
    },
)

TABLES = {
    "programmes.Programme": PROGRAMME,
    "projects.Project": PROJECT,
    "nominations.Slate": SLATE,
    "approvals.Objection": OBJECTION,
    "agreements.Agreement": AGREEMENT,
    "delivery.ChangeRequest": CHANGE,
    "delivery.SupplementaryAgreement": SUPPLEMENT,
    "delivery.PlannedMilestone": PLANNED_MILESTONE,
    "delivery.Meeting": MEETING,
    "delivery.Task": TASK,
    "delivery.Inspection": INSPECTION,
    "delivery.Rectification": RECTIFICATION,
    "funds.PaymentOrder": PAYMENT_ORDER,
    "funds.Spending": SPENDING,
    "delivery.Report": REPORT,
    "closing.Dossier": DOSSIER,
    "appraisal.Panel": PANEL,
    "appraisal.ScoreSheet": SCORE_SHEET,
    "ranking.Ranking": RANKING,
    "ranking.PlaceObjection": PLACE_OBJECTION,
    "outcomes.Award": AWARD,
    "outcomes.Recommendation": RECOMMENDATION,
    "outcomes.CaseStudy": CASE_STUDY,
    "outcomes.Assessment": ASSESSMENT,
}

# What runs by itself. A further one is one line: code, title, dotted function of a `jobs` floor that takes `at`, and
# its rhythm; `long=True` where it takes `progress` too and shows a bar.
# One without a rhythm is started by work.actions.start().
JOBS = (
    Job("tell_pending", "投递站内消息", "lixiang.messaging.jobs.tell_pending", every=5),
    Job("remind_of_due", "到期催办", "lixiang.messaging.jobs.remind_of_due", every=300),
    Job("send_due", "外发消息", "lixiang.messaging.jobs.send_due", every=10),
    Job("open_plans", "生成实施计划", "lixiang.delivery.jobs.plans.open_plans", every=300),
    Job("relight_all", "重新判定红黄绿灯", "lixiang.delivery.jobs.lamps.relight_all", every=600),
    Job("make_due_reports", "生成到期汇报", "lixiang.delivery.jobs.reports.make_due_reports", every=3600),
    Job("escalate", "逾期汇报逐级催办", "lixiang.delivery.jobs.reports.escalate", every=3600),
    Job("keep_deputations", "开始和结束授权代办", "lixiang.people.jobs.keep_deputations", every=300),
    Job(
        "verify_history",
        "核验办理轨迹",
        "lixiang.work.jobs.verify_history",
        daily_at=time(2, 30),
        long=True,
        attempts=1,
    ),
    Job("compute_ranking", "计算排名", "lixiang.ranking.jobs.compute_ranking", long=True),
    Job("build_archive", "制作归档包", "lixiang.outcomes.jobs.archives.build_archive", long=True),
    Job("compile_compendium", "编印成果汇编", "lixiang.outcomes.jobs.compendia.compile_compendium", long=True),
    Job("tidy", "清理运行记录", "lixiang.work.jobs.tidy", daily_at=time(3, 30)),
)
