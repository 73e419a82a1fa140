"""The life of a project: the table that an official can read."""

from django.db.models import TextChoices

from lixiang.projects import permissions as who
from lixiang.projects.rules import application, facts
from lixiang.workflow.table import Row, Table


class Status(TextChoices):
    DRAFT = "DRAFT", "草稿"
    WITH_NOMINATOR = "WITH_NOMINATOR", "待推荐"
    RETURNED_BY_NOMINATOR = "RETURNED_BY_NOMINATOR", "申报单位退回"
    NOMINATED = "NOMINATED", "已申报"
    RETURNED_BY_DEPARTMENT = "RETURNED_BY_DEPARTMENT", "退回修改"
    SHORTLISTED = "SHORTLISTED", "拟立项"
    WAITLISTED = "WAITLISTED", "候补"
    APPROVED = "APPROVED", "已立项"
    ACTIVE = "ACTIVE", "实施中"
    SUSPENDED = "SUSPENDED", "暂停"
    CLOSING = "CLOSING", "结项材料审核"
    IN_APPRAISAL = "IN_APPRAISAL", "验收中"
    RECTIFYING = "RECTIFYING", "限期整改"
    CONCLUDED = "CONCLUDED", "已结项"
    ARCHIVED = "ARCHIVED", "归档"
    ANNULLED = "ANNULLED", "撤销结项"
    TERMINATED = "TERMINATED", "终止"
    DISCARDED = "DISCARDED", "已删除"
    PASSED_OVER = "PASSED_OVER", "未推荐"
    DECLINED = "DECLINED", "不予立项"
    WITHDRAWN = "WITHDRAWN", "撤回"
    LAPSED = "LAPSED", "逾期未签"
    MERGED = "MERGED", "已合并"


S = Status
# Statuses that hold a seat of the quota: from nomination until declined, withdrawn or merged, returned ones included.
SEATED = (
    S.NOMINATED,
    S.RETURNED_BY_DEPARTMENT,
    S.SHORTLISTED,
    S.WAITLISTED,
    S.APPROVED,
    S.ACTIVE,
    S.SUSPENDED,
    S.CLOSING,
    S.IN_APPRAISAL,
    S.RECTIFYING,
    S.CONCLUDED,
    S.ARCHIVED,
    S.ANNULLED,
    S.TERMINATED,
    S.LAPSED,
)
# Statuses in which a project is being closed or has been.
AT_THE_END = (S.CLOSING, S.IN_APPRAISAL, S.RECTIFYING, S.CONCLUDED, S.ARCHIVED, S.ANNULLED)
# Statuses of a project whose agreement has come into force: what inspectors and finance follow.
FOLLOWED = (S.ACTIVE, S.SUSPENDED, *AT_THE_END, S.TERMINATED)
# Statuses in which something is still to be written of it, so that it matters who writes.
WRITTEN_ON = (S.ACTIVE, S.SUSPENDED, S.CLOSING, S.IN_APPRAISAL, S.RECTIFYING, S.TERMINATED)
# Statuses in which everybody concerned knows that the project is approved.
APPROVED = (S.APPROVED, *FOLLOWED)
# Statuses from which nothing further follows.
ENDED = (
    S.DISCARDED,
    S.PASSED_OVER,
    S.DECLINED,
    S.WITHDRAWN,
    S.LAPSED,
    S.MERGED,
    S.TERMINATED,
    S.ARCHIVED,
    S.ANNULLED,
)
# Statuses in which the application can be written on.
OPEN_TO_CLERK = (S.DRAFT, S.RETURNED_BY_NOMINATOR, S.RETURNED_BY_DEPARTMENT)

# How a status looks: one of the tones of ui, each an icon and a colour beside the word.
TONES = {
    S.DRAFT: "neutral",
    S.WITH_NOMINATOR: "waiting",
    S.RETURNED_BY_NOMINATOR: "attention",
    S.NOMINATED: "waiting",
    S.RETURNED_BY_DEPARTMENT: "attention",
    S.SHORTLISTED: "good",
    S.WAITLISTED: "waiting",
    S.APPROVED: "good",
    S.ACTIVE: "active",
    S.SUSPENDED: "attention",
    S.CLOSING: "waiting",
    S.IN_APPRAISAL: "waiting",
    S.RECTIFYING: "attention",
    S.CONCLUDED: "good",
    S.ARCHIVED: "closed",
    S.ANNULLED: "bad",
    S.TERMINATED: "closed",
    S.PASSED_OVER: "bad",
    S.DECLINED: "bad",
    S.WITHDRAWN: "closed",
    S.LAPSED: "bad",
    S.MERGED: "closed",
    S.DISCARDED: "closed",
}

# fmt: off
TRANSITIONS = Table(
    #   verb          label           from                                              to                         who                          what may still block it; setting it rests on; owner; facts needed
    Row("hand_in",    "提交",         (S.DRAFT, S.RETURNED_BY_NOMINATOR),               S.WITH_NOMINATOR,          who.may_write,               application.blockers_to_hand_in, "projects.field", "projects"),
    Row("discard",    "删除草稿",     (S.DRAFT,),                                       S.DISCARDED,               who.may_write,               stage="projects"),
    Row("send_back",  "退回修改",     (S.WITH_NOMINATOR,),                              S.RETURNED_BY_NOMINATOR,   who.is_nominator,            stage="nominations", reason_required=True),
    Row("nominate",   "推荐申报",     (S.WITH_NOMINATOR,),                              S.NOMINATED,               who.is_nominating,           application.blockers_to_nomination, "nominations.quota", "nominations", facts.SlateFacts),
    Row("nominate",   "重新申报",     (S.RETURNED_BY_DEPARTMENT,),                      S.NOMINATED,               who.is_nominating,           application.blockers_to_renomination, "approvals.review_step", "nominations", facts.SlateFacts),
    Row("extend_return", "延长修改期限", (S.RETURNED_BY_NOMINATOR,),                     S.RETURNED_BY_NOMINATOR,   who.is_nominator,            stage="nominations", reason_required=True),
    Row("pass_over",  "不予推荐",     (S.WITH_NOMINATOR,),                              S.PASSED_OVER,             who.is_nominator,            stage="nominations", reason_required=True),
    Row("withdraw",   "撤回",         (S.WITH_NOMINATOR, S.RETURNED_BY_NOMINATOR),      S.WITHDRAWN,               who.may_withdraw,            stage="nominations", reason_required=True),
    Row("withdraw",   "撤回申报",     (S.NOMINATED, S.RETURNED_BY_DEPARTMENT),          S.WITHDRAWN,               who.is_nominator,            application.blockers_to_withdrawal, "nominations.quota", "nominations", facts.SlateFacts, reason_required=True),
    Row("send_back",  "退回修改",     (S.NOMINATED,),                                   S.RETURNED_BY_DEPARTMENT,  who.is_section,              rests_on="approvals.review_step", stage="approvals", reason_required=True),
    Row("extend_return", "延长修改期限", (S.RETURNED_BY_DEPARTMENT,),                    S.RETURNED_BY_DEPARTMENT,  who.is_section,              rests_on="approvals.review_step", stage="approvals", reason_required=True),
    Row("shortlist",  "列为拟立项",   (S.NOMINATED, S.WAITLISTED),                      S.SHORTLISTED,             who.decides,                 application.blockers_to_decision, "approvals.review_step", "approvals", facts.ReviewFacts),
    Row("approve",    "批准立项",     (S.NOMINATED, S.SHORTLISTED, S.WAITLISTED),       S.APPROVED,                who.decides,                 application.blockers_to_approval, "approvals.review_step", "approvals", facts.ReviewFacts),
    Row("waitlist",   "列为候补",     (S.NOMINATED,),                                   S.WAITLISTED,              who.decides,                 application.blockers_to_decision, "approvals.review_step", "approvals", facts.ReviewFacts),
    Row("merge",      "合并立项",     (S.NOMINATED,),                                   S.MERGED,                  who.decides,                 application.blockers_to_decision, "approvals.review_step", "approvals", facts.ReviewFacts, reason_required=True),
    Row("decline",    "不予立项",     (S.NOMINATED, S.SHORTLISTED, S.WAITLISTED),       S.DECLINED,                who.decides,                 application.blockers_to_decision, "approvals.review_step", "approvals", facts.ReviewFacts, reason_required=True),
    Row("start",      "启动实施",     (S.APPROVED,),                                    S.ACTIVE,                  who.is_section,              application.blockers_to_start, "agreements.terms", "agreements", facts.AgreementFacts),
    Row("lapse",      "逾期未签终止", (S.APPROVED,),                                    S.LAPSED,                  who.is_section,              application.blockers_to_lapse, "agreements.terms", "agreements", facts.AgreementFacts, reason_required=True),
    Row("suspend",    "暂停实施",     (S.ACTIVE,),                                      S.SUSPENDED,               who.decides,                 application.blockers_to_change, "delivery.change_kind", "delivery", facts.ChangeFacts, reason_required=True),
    Row("resume",     "恢复实施",     (S.SUSPENDED,),                                   S.ACTIVE,                  who.decides,                 application.blockers_to_change, "delivery.change_kind", "delivery", facts.ChangeFacts, reason_required=True),
    Row("terminate",  "终止",         (S.ACTIVE, S.SUSPENDED),                          S.TERMINATED,              who.decides,                 application.blockers_to_change, "delivery.change_kind", "delivery", facts.ChangeFacts, reason_required=True),
    Row("hand_in_dossier", "提交结项材料", (S.ACTIVE, S.RECTIFYING),              S.CLOSING,                 who.carries_out,             application.blockers_to_dossier, "closing.evidence_kind", "closing", facts.DossierFacts),
    Row("send_back_dossier", "退回结项材料", (S.CLOSING,),                       S.ACTIVE,                  who.is_section,              application.blockers_to_dossier, "closing.evidence_kind", "closing", facts.DossierFacts, reason_required=True),
    Row("send_back_rectified", "退回整改后的结项材料", (S.CLOSING,),             S.RECTIFYING,              who.is_section,              application.blockers_to_dossier, "closing.evidence_kind", "closing", facts.DossierFacts, reason_required=True),
    Row("accept_dossier", "受理结项材料", (S.CLOSING,),                          S.IN_APPRAISAL,            who.is_section,              application.blockers_to_dossier, "closing.evidence_kind", "closing", facts.DossierFacts),
    Row("conclude",   "结项",         (S.IN_APPRAISAL,),                                S.CONCLUDED,               who.decides,                 application.blockers_to_result, "ranking.method", "ranking", facts.ResultFacts),
    Row("correct_result", "更正结项结果", (S.CONCLUDED, S.RECTIFYING),             S.CONCLUDED,               who.decides,                 application.blockers_to_result, "ranking.method", "ranking", facts.ResultFacts, reason_required=True),
    Row("order_rectification", "责令限期整改", (S.IN_APPRAISAL, S.CONCLUDED),   S.RECTIFYING,              who.decides,                 application.blockers_to_result, "ranking.method", "ranking", facts.ResultFacts, reason_required=True),
    Row("annul",      "撤销结项",     (S.CONCLUDED,),                                   S.ANNULLED,                who.decides,                 application.blockers_to_result, "ranking.method", "ranking", facts.ResultFacts, reason_required=True),
    Row("archive",    "归档",         (S.CONCLUDED,),                                   S.ARCHIVED,                who.is_section,              stage="outcomes"),
    finals=ENDED,
)
# fmt: on
