"""What the notice finds in the team: its size, and people who take part in too much."""

from collections import Counter
from collections.abc import Iterator

from lixiang.projects.rules.facts import ApplicationFacts
from lixiang.workflow.findings import Finding


def team_findings(facts: ApplicationFacts) -> Iterator[Finding]:
    rule, team = facts.rules.team_size, facts.rows("team")
    names = [row.get("name", "").strip() for row in team]
    if rule and team:
        leader = facts.text("leader_name")
        others = [name for name in names if name != leader]
        size = len(others) + (1 if rule.leader_counts and leader else 0)
        if not rule.minimum <= size <= rule.maximum:
            counted = "（含负责人）" if rule.leader_counts else "（不含负责人）"
            sentence = f"项目组成员{counted}一般为{rule.minimum}至{rule.maximum}人，现为{size}人。"
            yield Finding("unusual_team_size", sentence, rule.clause, rule.strictness, "team")
    twice = [name for name, count in Counter(names).items() if name and count > 1]
    if twice:
        clause = rule.clause if rule else ""
        yield Finding("member_twice", f"项目组成员重复：{'、'.join(twice)}。", clause, field="team")
    if any(not name for name in names):
        yield Finding("member_without_name", "项目组有成员没有填写姓名。", rule.clause if rule else "", field="team")


def person_findings(facts: ApplicationFacts) -> Iterator[Finding]:
    """R4: limits on how many projects of the programme one person leads or takes part in, this one included."""
    rule = facts.rules.person_limit
    if rule is None:
        return
    leader = facts.text("leader_name")
    for person in facts.involvements:
        if person.name == leader and person.leads + 1 > rule.lead_at_most:
            sentence = f"{person.name}已负责{person.leads}个项目，每人至多负责{rule.lead_at_most}个。"
            yield Finding("leads_too_many", sentence, rule.clause, rule.strictness, "leader_name")
        if person.leads + person.takes_part + 1 > rule.take_part_at_most:
            count = person.leads + person.takes_part
            sentence = f"{person.name}已参加{count}个项目，每人至多参加{rule.take_part_at_most}个。"
            yield Finding("takes_part_in_too_many", sentence, rule.clause, rule.strictness, "team")
