"""What the notice finds in an application as a whole, and what therefore blocks each verb of a project."""

from collections.abc import Iterator

from lixiang.projects.rules.facts import (
    AgreementFacts,
    ApplicationFacts,
    ChangeFacts,
    DossierFacts,
    ResultFacts,
    ReviewFacts,
    SlateFacts,
)
from lixiang.projects.rules.fields import field_findings
from lixiang.projects.rules.kinds import Applicant
from lixiang.projects.rules.schedule import completion_findings, milestone_findings
from lixiang.projects.rules.team import person_findings, team_findings
from lixiang.projects.rules.words import LEADER_POST_WORDS
from lixiang.workflow.findings import Finding, Strictness


def findings(facts: ApplicationFacts) -> tuple[Finding, ...]:
    """Everything the rules of the programme have to say about an application.

    In the order of the form, beside each field the blocks before the warnings; what belongs to no field comes last.
    """
    checks = (
        field_findings,
        _category_findings,
        _topic_findings,
        _applicant_findings,
        _leader_findings,
        completion_findings,
        milestone_findings,
        team_findings,
        person_findings,
    )
    found = tuple(finding for check in checks for finding in check(facts))
    order = {field.name: place for place, field in enumerate(facts.rules.fields)}
    return tuple(sorted(found, key=lambda each: (order.get(each.field, len(order)), not each.is_blocking)))


# Judged against the day on which the application is handed in or nominated, and never again once it is under review.
OF_THE_DAY = frozenset({"completes_in_the_past"})


def blockers_to_hand_in(facts: ApplicationFacts) -> tuple[Finding, ...]:
    """All findings; a written reason overrides the warnings."""
    return (*_late(facts), *findings(facts))


def blockers_to_nomination(facts: ApplicationFacts, slate: SlateFacts) -> tuple[Finding, ...]:
    """What blocks in the slate and in the application; warnings were answered with a reason at hand-in."""
    return (*slate.standing, *(finding for finding in findings(facts) if finding.is_blocking))


def blockers_to_renomination(facts: ApplicationFacts, slate: SlateFacts) -> tuple[Finding, ...]:
    """As at nomination, against the due date of the return instead of the programme's deadline."""
    return (*_late(facts), *blockers_to_nomination(facts, slate))


def blockers_to_withdrawal(facts: ApplicationFacts, slate: SlateFacts) -> tuple[Finding, ...]:
    return slate.standing


def blockers_to_change(facts: ApplicationFacts, change: ChangeFacts) -> tuple[Finding, ...]:
    return change.standing


def blockers_to_dossier(facts: ApplicationFacts, dossier: DossierFacts) -> tuple[Finding, ...]:
    return dossier.standing


def blockers_to_result(facts: ApplicationFacts, result: ResultFacts) -> tuple[Finding, ...]:
    return result.standing


def blockers_to_decision(facts: ApplicationFacts, review: ReviewFacts) -> tuple[Finding, ...]:
    return review.standing


def blockers_to_approval(facts: ApplicationFacts, review: ReviewFacts) -> tuple[Finding, ...]:
    """What still blocks in the application; time passing over it during the review is no fault of those who apply."""
    own = (finding for finding in findings(facts) if finding.is_blocking and finding.code not in OF_THE_DAY)
    return (*review.standing, *own)


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


def _late(facts: ApplicationFacts) -> tuple[Finding, ...]:
    """A return carries its own due date, which no clause of the notice sets."""
    if facts.due_at is None or facts.at <= facts.due_at:
        return ()
    return (Finding("return_overdue", "已超过退回修改的期限，请与退回单位联系，申请延长期限。"),)


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
    elif "topic" in facts.unknown:
        free = "；自主选题的，此项留空" if source.free else ""
        sentence = f"参考目录中没有“{chosen}”，请从目录中选择{free}。"
        yield Finding("no_such_topic", sentence, source.clause, field="topic")
    elif not chosen and not source.free:
        yield Finding("topic_required", "应当从参考目录中选题。", source.clause, source.strictness, "topic")


def _applicant_findings(facts: ApplicationFacts) -> Iterator[Finding]:
    yield from (Finding("barred", sentence, field="implementing_organisation") for sentence in facts.bars)
    rows = [row for row in facts.rules.applicants if row.category == facts.text("category")]
    if "implementing_organisation" in facts.unknown:
        name = facts.text("implementing_organisation")
        sentence = f"申报单位本级和所属组织中没有“{name}”（同名的请写明编码），请从列表中选择。"
        yield Finding("not_of_this_nominator", sentence, field="implementing_organisation")
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
