"""What the notice finds in an application, and what therefore blocks each verb of a project."""

from collections.abc import Iterator
from typing import Any

from lixiang.projects.rules.facts import AgreementFacts, ApplicationFacts, ReviewFacts, SlateFacts
from lixiang.projects.rules.kinds import Applicant, Field
from lixiang.projects.rules.team import person_findings, team_findings
from lixiang.workflow.findings import Finding, Strictness

ROW_WIDGETS = {"goals", "milestones", "team", "results", "organisations", "attachments"}
LEADER_POST_WORDS = {"secretary": "书记", "deputy_secretary": "副书记", "member": "委员", "other": "其他"}
RANK_WORDS = {"bureau": "厅局级", "county": "县处级", "township": "乡科级", "none": ""}


def findings(facts: ApplicationFacts) -> tuple[Finding, ...]:
    """Everything the rules of the programme have to say about an application, in the order of the form."""
    checks = (
        _field_findings,
        _category_findings,
        _topic_findings,
        _applicant_findings,
        _leader_findings,
        _completion_findings,
        _milestone_findings,
        team_findings,
        person_findings,
    )
    found = tuple(finding for check in checks for finding in check(facts))
    order = {field.name: place for place, field in enumerate(facts.rules.fields)}
    return tuple(sorted(found, key=lambda finding: order.get(finding.field, len(order))))


def blockers_to_hand_in(facts: ApplicationFacts) -> tuple[Finding, ...]:
    """All findings; a written reason overrides the warnings."""
    late = _late(facts)
    return (late, *findings(facts)) if late else findings(facts)


def blockers_to_nomination(facts: ApplicationFacts, slate: SlateFacts) -> tuple[Finding, ...]:
    """What blocks in the slate and in the application; warnings were answered with a reason at hand-in."""
    return (*slate.standing, *(finding for finding in findings(facts) if finding.is_blocking))


def blockers_to_renomination(facts: ApplicationFacts, slate: SlateFacts) -> tuple[Finding, ...]:
    """As at nomination, against the due date of the return instead of the programme's deadline."""
    late = _late(facts)
    return (*((late,) if late else ()), *blockers_to_nomination(facts, slate))


def blockers_to_withdrawal(facts: ApplicationFacts, slate: SlateFacts) -> tuple[Finding, ...]:
    return slate.standing


def blockers_to_decision(facts: ApplicationFacts, review: ReviewFacts) -> tuple[Finding, ...]:
    return review.standing


def blockers_to_approval(facts: ApplicationFacts, review: ReviewFacts) -> tuple[Finding, ...]:
    return (*review.standing, *(finding for finding in findings(facts) if finding.is_blocking))


def blockers_to_start(facts: ApplicationFacts, agreement: AgreementFacts) -> tuple[Finding, ...]:
    """No implementation before the agreement is in force, and only on the revision that was approved."""
    if agreement.in_force_on is None:
        waits = f"，尚待{'、'.join(agreement.waits_on)}" if agreement.waits_on else ""
        return (Finding("agreement_not_in_force", f"责任书尚未签订生效{waits}，不得启动实施。", agreement.clause),)
    if agreement.revision_hash != agreement.approved_hash:
        return (
            Finding("agreement_on_other_revision", "责任书所依据的申报书与批准立项的版本不一致。", agreement.clause),
        )
    return ()


def blockers_to_lapse(facts: ApplicationFacts, agreement: AgreementFacts) -> tuple[Finding, ...]:
    if agreement.in_force_on is not None:
        return (Finding("agreement_in_force", "责任书已经生效，不能按逾期未签处理。", agreement.clause),)
    if agreement.sign_by is None or facts.at <= agreement.sign_by:
        return (Finding("agreement_not_overdue", "责任书签订期限未到，不能按逾期未签处理。", agreement.clause),)
    return ()


def _late(facts: ApplicationFacts) -> Finding | None:
    if facts.due_at is None or facts.at <= facts.due_at:
        return None
    clause = facts.rules.fields[0].clause if facts.rules.fields else ""
    return Finding("return_overdue", "已超过退回修改的期限，请与退回单位联系，申请延长期限。", clause)


def _field_findings(facts: ApplicationFacts) -> Iterator[Finding]:
    for field in facts.rules.fields:
        yield from _rows_finding(field, facts) if field.widget in ROW_WIDGETS else _text_finding(field, facts)


def _rows_finding(field: Field, facts: ApplicationFacts) -> Iterator[Finding]:
    count = len(facts.rows(field.name))
    if field.required and not count:
        yield _of(field, "missing_field", f"“{field.label}”尚未填写。")
    elif field.minimum and count < field.minimum:
        yield _of(field, "too_few_rows", f"“{field.label}”至少填写{field.minimum}项，现有{count}项。")
    elif field.maximum and count > field.maximum:
        yield _of(field, "too_many_rows", f"“{field.label}”至多填写{field.maximum}项，现有{count}项。")


def _text_finding(field: Field, facts: ApplicationFacts) -> Iterator[Finding]:
    length = len(facts.text(field.name))
    if not length:
        if field.required:
            yield _of(field, "missing_field", f"“{field.label}”尚未填写。")
    elif field.minimum and length < field.minimum:
        yield _of(field, "too_short", f"“{field.label}”不少于{field.minimum}字，现有{length}字。")
    elif field.maximum and length > field.maximum:
        yield _of(field, "too_long", f"“{field.label}”不超过{field.maximum}字，现有{length}字。")


def _of(field: Field, code: str, sentence: str) -> Finding:
    return Finding(code, sentence, field.clause, field.strictness, field.name)


def _category_findings(facts: ApplicationFacts) -> Iterator[Finding]:
    code = facts.text("category")
    categories = facts.rules.categories
    if code and categories and code not in {category.code for category in categories}:
        words = "、".join(category.title for category in categories)
        yield Finding("no_such_category", f"项目类别只能是{words}。", categories[0].clause, field="category")


def _topic_findings(facts: ApplicationFacts) -> Iterator[Finding]:
    source = facts.rules.topic_source
    if source is None:
        return
    chosen = facts.text("topic")
    if chosen and not source.catalogue:
        yield Finding("no_catalogue", "本批次不从参考目录选题。", source.clause, source.strictness, "topic")
    if not chosen and not source.free:
        yield Finding("topic_required", "应当从参考目录中选题。", source.clause, source.strictness, "topic")


def _applicant_findings(facts: ApplicationFacts) -> Iterator[Finding]:
    yield from (Finding("barred", sentence, field="implementing_organisation") for sentence in facts.bars)
    rows = [row for row in facts.rules.applicants if row.category == facts.text("category")]
    if facts.organisation is None or not rows or any(_fits(row, facts) for row in rows):
        return
    words = "、".join(row.title for row in rows)
    hardest = next((row for row in rows if row.strictness == Strictness.BLOCK), rows[0])
    sentence = f"{_category_word(facts)}项目的责任单位应为{words}，所填单位不符合。"
    yield Finding("wrong_applicant", sentence, hardest.clause, hardest.strictness, "implementing_organisation")


def _fits(row: Applicant, facts: ApplicationFacts) -> bool:
    organisation = facts.organisation
    assert organisation is not None
    return organisation.kind in row.kinds and organisation.ranks_at_least(row.minimum_rank)


def _category_word(facts: ApplicationFacts) -> str:
    code = facts.text("category")
    return next((f"{c.title}（{c.code}类）" for c in facts.rules.categories if c.code == code), code)


def _leader_findings(facts: ApplicationFacts) -> Iterator[Finding]:
    post = facts.text("leader_post")
    for row in facts.rules.leader_posts:
        if row.category == facts.text("category") and post and post not in row.posts:
            words = "、".join(LEADER_POST_WORDS[code] for code in row.posts)
            sentence = f"{_category_word(facts)}项目负责人一般为{words}，所填为“{LEADER_POST_WORDS.get(post, post)}”。"
            yield Finding("unusual_leader_post", sentence, row.clause, row.strictness, "leader_post")


def _completion_findings(facts: ApplicationFacts) -> Iterator[Finding]:
    rule, day = facts.rules.completion, facts.day("completion_on")
    if rule and day and day > rule.not_after:
        limit = f"{rule.not_after.year}年{rule.not_after.month}月{rule.not_after.day}日"
        sentence = f"完成时间原则上不晚于{limit}，所填晚于该日。"
        yield Finding("completes_late", sentence, rule.clause, rule.strictness, "completion_on")
    if day and day <= facts.at.date():
        yield Finding(
            "completes_in_the_past", "完成时间应当晚于今天。", rule.clause if rule else "", field="completion_on"
        )


def _milestone_findings(facts: ApplicationFacts) -> Iterator[Finding]:
    spec = next((field for field in facts.rules.fields if field.widget == "milestones"), None)
    if spec is None:
        return
    completion = facts.text("completion_on")
    for place, row in enumerate(facts.rows(spec.name), 1):
        yield from _milestone_row(spec, place, row, completion)


def _milestone_row(spec: Field, place: int, row: dict[str, Any], completion: str) -> Iterator[Finding]:
    if not row.get("due_on"):
        yield _of(spec, "milestone_without_date", f"进度安排第{place}项没有写明完成日期。")
    elif row.get("from_on") and row["from_on"] > row["due_on"]:
        yield _of(spec, "milestone_ends_before_it_begins", f"进度安排第{place}项的完成日期早于开始日期。")
    elif completion and row["due_on"] > completion:
        yield _of(spec, "milestone_after_completion", f"进度安排第{place}项晚于项目完成时间。")
