"""What the notice finds in an application, rule by rule, without a database."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from lixiang.people.rules import OrganisationFacts
from lixiang.projects.rules import application
from lixiang.projects.rules.application import findings
from lixiang.projects.rules.cells import CELLS
from lixiang.projects.rules.facts import (
    AgreementFacts,
    ApplicationFacts,
    Involvement,
    ReviewFacts,
    Rules,
    SlateFacts,
)
from lixiang.projects.rules.fields import is_phone
from lixiang.projects.rules.kinds import (
    ROW_WIDGETS,
    Applicant,
    Category,
    Completion,
    Field,
    LeaderPost,
    PersonLimit,
    TeamSize,
    TopicSource,
)
from lixiang.projects.rules.schedule import extension_findings
from lixiang.workflow.findings import Finding, Strictness

WARN = Strictness.WARN
AT = datetime(2018, 3, 26, 1, tzinfo=UTC)
COUNTY = OrganisationFacts(kind="local_committee", level="county", rank="county", directly_managed=True)
BRANCH = OrganisationFacts(kind="branch", level="village", rank="none")
GROUP = OrganisationFacts(kind="party_group", level="village", rank="none")
RULES = Rules(
    fields=(
        Field(clause="二.3d", name="title", label="项目名称", section="basics", widget="line", minimum=2, maximum=10),
        Field(clause="二.2a", name="category", label="类别", section="basics", widget="category"),
        Field(clause="二.1b", name="topic", label="选题", section="basics", widget="topic", required=False),
        Field(clause="二.3d", name="contact_phone", label="联系电话", section="basics", widget="phone"),
        Field(clause="二.3d", name="goals", label="目标", section="goals", widget="goals", minimum=2, maximum=3),
        Field(clause="三.2", name="milestones", label="进度", section="goals", widget="milestones", required=False),
        Field(clause="二.2f", name="team", label="项目组", section="team", widget="team", required=False),
    ),
    categories=(
        Category(clause="二.2a", code="A", title="创新实践"),
        Category(clause="二.2a", code="B", title="理论研究"),
    ),
    applicants=(
        Applicant(
            clause="二.2b", category="A", title="县级以上党委", kinds=("local_committee",), minimum_rank="county"
        ),
        Applicant(clause="二.2d", strictness=WARN, category="B", title="党支部", kinds=("branch",)),
    ),
    leader_posts=(LeaderPost(clause="二.2c", strictness=WARN, category="A", posts=("secretary", "member")),),
    team_size=TeamSize(clause="二.2f", strictness=WARN, minimum=3, maximum=7),
    topic_source=TopicSource(clause="二.1b"),
    completion=Completion(clause="二.4d", strictness=WARN, not_after=date(2018, 12, 31)),
)
GOAL = {"indicator": "指标", "baseline": "1", "target": "2"}
GOOD: dict[str, Any] = {
    "title": "示例项目",
    "category": "A",
    "contact_phone": "0554-1234567",
    "leader_name": "示例甲",
    "leader_post": "secretary",
    "completion_on": "2018-12-31",
    "goals": [GOAL, GOAL],
    "team": [{"name": name} for name in ("示例甲", "示例乙", "示例丙")],
}


def facts(*, rules: Rules = RULES, organisation: Any = COUNTY, at: datetime = AT, **changed: Any) -> ApplicationFacts:
    """A faultless application with some values changed; `unknown`, `bars` … go to the facts themselves."""
    own = {name: changed.pop(name) for name in ("unknown", "bars", "involvements", "due_at") if name in changed}
    return ApplicationFacts(rules=rules, values=GOOD | changed, organisation=organisation, at=at, **own)


def codes(found: tuple[Finding, ...]) -> list[tuple[str, str]]:
    return [(finding.code, finding.clause) for finding in found]


def milestone(**cells: str) -> list[dict[str, str]]:
    return [{"title": "一步", "from_on": "2018-05-01", "due_on": "2018-06-01"} | cells]


def members(*names: str) -> list[dict[str, str]]:
    return [{"name": name, "post": "干部"} for name in names]


def test_a_faultless_application_has_no_findings():
    assert findings(facts()) == ()


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"title": ""}, ("missing_field", "二.3d")),
        ({"title": "  "}, ("missing_field", "二.3d")),
        ({"title": ["不是文字"]}, ("missing_field", "二.3d")),
        ({"title": "短"}, ("too_short", "二.3d")),
        ({"title": "长" * 11}, ("too_long", "二.3d")),
        ({"contact_phone": "县委办公室"}, ("not_a_phone", "二.3d")),
        ({"goals": []}, ("missing_field", "二.3d")),
        ({"goals": "不是行"}, ("missing_field", "二.3d")),
        ({"goals": [GOAL, {"indicator": " "}]}, ("too_few_rows", "二.3d")),
        ({"goals": [GOAL] * 4}, ("too_many_rows", "二.3d")),
        ({"category": "C"}, ("no_such_category", "二.2a")),
        ({"topic": "无此题", "unknown": frozenset({"topic"})}, ("no_such_topic", "二.1b")),
        ({"implementing_organisation": "无此单位", "unknown": frozenset({"implementing_organisation"})},
         ("not_of_this_nominator", "")),
        ({"organisation": BRANCH}, ("wrong_applicant", "二.2b")),
        ({"bars": ("示例单位限制申报至2019年1月1日：示例理由",)}, ("barred", "")),
        ({"leader_post": "other"}, ("unusual_leader_post", "二.2c")),
        ({"leader_post": "总干事"}, ("unusual_leader_post", "二.2c")),
        ({"completion_on": "2019-01-01"}, ("completes_late", "二.4d")),
        ({"completion_on": "2018-03-26"}, ("completes_in_the_past", "二.4d")),
        ({"milestones": milestone(due_on="")}, ("milestone_without_date", "三.2")),
        ({"milestones": milestone(due_on="2018-04-01")}, ("milestone_ends_before_it_begins", "三.2")),
        ({"milestones": milestone(due_on="2019-04-01")}, ("milestone_after_completion", "三.2")),
        ({"team": members("示例甲", "示例乙")}, ("unusual_team_size", "二.2f")),
        ({"team": members(*(f"示例{n}" for n in range(7)))}, ("unusual_team_size", "二.2f")),
        ({"team": members("示例甲", "示例乙", "示例乙", "示例丁")}, ("member_twice", "二.2f")),
        ({"team": members("示例甲", "示例乙", "示例丙", "")}, ("member_without_name", "二.2f")),
    ],
)  # fmt: skip
def test_each_fault_is_found_with_its_clause(changed, expected):
    assert codes(findings(facts(**changed))) == [expected]


@pytest.mark.parametrize(
    "changed",
    [
        {"completion_on": ""},
        {"milestones": milestone(from_on="")},
        {"milestones": milestone(due_on="2018-12-31")},
        {"team": members("示例乙", "示例丙")},  # with the leader, three
        {"category": "B", "organisation": BRANCH},
        {"organisation": None},
        {"topic": "12.示例选题"},
        {"milestones": []},
    ],
)
def test_what_the_notice_allows_is_not_found(changed):
    found = findings(facts(**changed))

    assert [finding.code for finding in found if finding.code != "unusual_team_size"] == []


def test_an_optional_table_may_stay_empty_whatever_its_least():
    optional = replace(RULES.fields[4], required=False)

    assert findings(facts(rules=replace(RULES, fields=(optional,)), goals=[])) == ()


def test_the_leader_is_not_counted_where_the_setting_says_so():
    rules = replace(RULES, team_size=replace(RULES.team_size, leader_counts=False))

    assert codes(findings(facts(rules=rules))) == [("unusual_team_size", "二.2f")]
    assert codes(findings(facts(rules=rules, team=members("示例乙", "示例丙", "示例丁")))) == []


def test_an_empty_application_is_only_told_what_is_missing():
    found = findings(ApplicationFacts(RULES, {}, None, AT))

    assert {finding.code for finding in found} == {"missing_field"}
    assert [finding.field for finding in found] == ["title", "category", "contact_phone", "goals"]


def test_rules_that_a_programme_does_not_set_find_nothing():
    assert findings(ApplicationFacts(Rules(), GOOD, COUNTY, AT)) == ()


def test_without_a_rule_on_completion_the_past_is_still_the_past():
    rules = Rules(fields=RULES.fields)

    assert codes(findings(facts(rules=rules, completion_on="2018-01-01"))) == [("completes_in_the_past", "")]


def test_without_a_rule_on_the_team_nobody_is_named_twice():
    rules = Rules(fields=RULES.fields)

    assert codes(findings(facts(rules=rules, team=members("示例乙", "示例乙")))) == [("member_twice", "")]


@pytest.mark.parametrize(
    ("at", "late"),
    [(datetime(2018, 12, 30, 15, 59, tzinfo=UTC), False), (datetime(2018, 12, 30, 16, 0, tzinfo=UTC), True)],
)
def test_today_is_the_day_of_shanghai(at, late):
    found = findings(facts(at=at, completion_on="2018-12-31"))

    assert [finding.code for finding in found] == (["completes_in_the_past"] if late else [])


@pytest.mark.parametrize(
    ("source", "topic", "code"),
    [
        (TopicSource(clause="二.1b", catalogue=False), "12.示例选题", "no_catalogue"),
        (TopicSource(clause="二.1b", free=False), "", "topic_required"),
        (TopicSource(clause="二.1b", free=False), "12.示例选题", None),
        (None, "12.示例选题", None),
    ],
)
def test_topics_come_from_where_the_programme_says(source, topic, code):
    found = findings(facts(rules=replace(RULES, topic_source=source), topic=topic))

    assert [finding.code for finding in found] == ([code] if code else [])


def test_an_unknown_topic_offers_to_leave_it_empty_only_where_topics_are_free():
    told = facts(topic="无此题", unknown=frozenset({"topic"}))
    bound = replace(told, rules=replace(RULES, topic_source=TopicSource(clause="二.1b", free=False)))

    assert "留空" in findings(told)[0].sentence
    assert "留空" not in findings(bound)[0].sentence


def test_one_fitting_row_of_applicants_is_enough_and_a_warning_warns():
    both = replace(
        RULES,
        applicants=(
            *RULES.applicants,
            Applicant(clause="二.2d", strictness=WARN, category="B", title="县级以上党委", kinds=("local_committee",)),
        ),
    )

    assert findings(facts(rules=both, category="B")) == ()
    (found,) = findings(facts(rules=both, category="B", organisation=GROUP))
    assert (found.code, found.strictness) == ("wrong_applicant", WARN)
    assert "党支部、县级以上党委" in found.sentence


@pytest.mark.parametrize(
    ("involvement", "expected"),
    [
        (Involvement("示例甲", leads=1, takes_part=0), [("leads_too_many", "一.1")]),
        (Involvement("示例甲", leads=0, takes_part=2), [("takes_part_in_too_many", "一.1")]),
        (Involvement("示例乙", leads=1, takes_part=0), []),
        (Involvement("示例乙", leads=1, takes_part=1), [("takes_part_in_too_many", "一.1")]),
    ],
)
def test_nobody_leads_or_takes_part_in_more_than_the_limit(involvement, expected):
    rules = replace(RULES, person_limit=PersonLimit(clause="一.1", lead_at_most=1, take_part_at_most=2))

    assert codes(findings(facts(rules=rules, involvements=(involvement,)))) == expected


def test_findings_stand_in_the_order_of_the_form_and_blocks_before_warnings():
    found = findings(facts(title="", goals=[], leader_post="other", completion_on="2018-01-01", team=members("示例乙")))

    assert [finding.field for finding in found] == ["title", "goals", "team", "completion_on", "leader_post"]


def test_a_block_comes_before_a_warning_of_the_same_field():
    found = findings(facts(team=members("示例甲", "示例乙", "")))

    assert [(finding.field, finding.is_blocking) for finding in found] == [("team", True)]
    found = findings(facts(team=members("示例甲", "")))
    assert [(finding.field, finding.is_blocking) for finding in found] == [("team", True), ("team", False)]


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("0554-1234567", True),
        ("13900000000", True),
        ("（0554）1234567转8", True),
        ("+86 554 1234567、7654321", True),
        ("123456", False),
        ("电话1234567", False),
        ("", False),
    ],
)
def test_a_phone_is_digits_and_what_offices_write_between_them(text, fits):
    assert is_phone(text) is fits


def test_every_table_of_rows_has_its_cells():
    assert set(CELLS) == ROW_WIDGETS - {"attachments"}


BLOCK_OF_SLATE = Finding("over_quota", "名额已满。", "二.3a")
LATE = datetime(2018, 3, 25, tzinfo=UTC)


def test_a_hand_in_is_stopped_by_findings_and_by_the_due_date_of_a_return():
    assert application.blockers_to_hand_in(facts()) == ()
    assert codes(application.blockers_to_hand_in(facts(due_at=LATE, title=""))) == [
        ("return_overdue", ""),
        ("missing_field", "二.3d"),
    ]
    assert application.blockers_to_hand_in(facts(due_at=AT)) == ()


def test_a_nomination_is_stopped_by_blocks_alone_and_by_what_the_slate_holds():
    warned = facts(leader_post="other")

    assert application.blockers_to_nomination(warned, SlateFacts()) == ()
    assert codes(application.blockers_to_nomination(facts(title=""), SlateFacts((BLOCK_OF_SLATE,)))) == [
        ("over_quota", "二.3a"),
        ("missing_field", "二.3d"),
    ]


def test_a_renomination_keeps_the_due_date_of_its_return():
    assert codes(application.blockers_to_renomination(facts(due_at=LATE), SlateFacts())) == [("return_overdue", "")]
    assert application.blockers_to_renomination(facts(due_at=AT), SlateFacts()) == ()


def test_a_withdrawal_a_decision_and_an_approval_are_stopped_by_what_later_stages_hold():
    step = Finding("step_open", "集体研究尚未完成。", "二.3e")

    assert application.blockers_to_withdrawal(facts(), SlateFacts((BLOCK_OF_SLATE,))) == (BLOCK_OF_SLATE,)
    assert application.blockers_to_decision(facts(title=""), ReviewFacts((step,))) == (step,)
    assert codes(application.blockers_to_approval(facts(title=""), ReviewFacts((step,)))) == [
        ("step_open", "二.3e"),
        ("missing_field", "二.3d"),
    ]


@pytest.mark.parametrize(
    ("agreement", "expected"),
    [
        (AgreementFacts("二.3f"), ["agreement_not_in_force"]),
        (AgreementFacts("二.3f", waits_on=("甲方",)), ["agreement_not_in_force"]),
        (AgreementFacts("二.3f", date(2018, 5, 1), "a", "b"), ["agreement_on_other_revision"]),
        (AgreementFacts("二.3f", date(2018, 5, 1), "a", "a"), []),
    ],
)
def test_nothing_starts_before_its_agreement_is_in_force_on_what_was_approved(agreement, expected):
    found = application.blockers_to_start(facts(), agreement)

    assert [finding.code for finding in found] == expected
    assert all(finding.clause == "二.3f" for finding in found)
    assert all(word in finding.sentence for finding in found for word in agreement.waits_on)


@pytest.mark.parametrize(
    ("agreement", "expected"),
    [
        (AgreementFacts("二.3f", date(2018, 5, 1)), ["agreement_in_force"]),
        (AgreementFacts("二.3f"), ["agreement_not_overdue"]),
        (AgreementFacts("二.3f", sign_by=AT), ["agreement_not_overdue"]),
        (AgreementFacts("二.3f", sign_by=LATE), []),
    ],
)
def test_nothing_lapses_before_its_day(agreement, expected):
    assert [finding.code for finding in application.blockers_to_lapse(facts(), agreement)] == expected


DUE = datetime(2018, 4, 9, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("due_at", "until", "code"),
    [
        (None, DUE + timedelta(days=3), "no_due_date"),
        (DUE, DUE + timedelta(days=1), "due_in_the_past"),
        (DUE + timedelta(days=9), DUE + timedelta(days=8), "due_earlier"),
        (DUE, DUE + timedelta(days=3), None),
    ],
)
def test_a_return_only_ever_gets_more_time(due_at, until, code):
    found = extension_findings(due_at, until, DUE + timedelta(days=2), "二.3d")

    assert [(each.code, each.clause, each.field) for each in found] == ([(code, "二.3d", "due_at")] if code else [])


def test_a_day_of_completion_that_passes_during_the_review_blocks_no_approval():
    past = facts(completion_on="2018-01-01")

    assert codes(application.blockers_to_approval(past, ReviewFacts())) == []
    assert codes(application.blockers_to_hand_in(past)) == [("completes_in_the_past", "二.4d")]
    assert codes(application.blockers_to_nomination(past, SlateFacts())) == [("completes_in_the_past", "二.4d")]
    assert codes(application.blockers_to_renomination(past, SlateFacts())) == [("completes_in_the_past", "二.4d")]


def test_what_else_blocks_in_an_application_still_blocks_its_approval():
    assert codes(application.blockers_to_approval(facts(category="C"), ReviewFacts())) == [
        ("no_such_category", "二.2a")
    ]
