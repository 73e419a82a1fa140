"""Saving a section: what is typed is kept whole, what cannot be kept is refused with its field, nobody is undone."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied

from lixiang.people.models import Organisation
from lixiang.programmes import actions as programmes
from lixiang.programmes import queries as reads
from lixiang.programmes.models import Setting
from lixiang.projects import actions, queries
from lixiang.projects.models import Answer, Goal, Milestone, Project, TeamMember
from lixiang.projects.rules.application import findings
from lixiang.projects.rules.kinds import Field
from lixiang.projects.tests.arranging import SECTIONS, clerk_of, drafted, filled, handed_in, seen_by
from lixiang.workflow.clashes import EditedMeanwhile
from lixiang.workflow.findings import Refused
from lixiang.workflow.moves import move

GOAL = {"indicator": "示例指标", "baseline": "1", "target": "3"}


@pytest.fixture
def clerk(cast):
    return clerk_of(cast)


@pytest.fixture
def project(cast, morning):
    return drafted(cast, morning)


def save(project, section, values, *, by, at, expected=0):
    return actions.save_section(project, section, values, expected=expected, by=by, at=at)


def values_now(project: Project) -> dict:
    return queries.values_of(Project.objects.get(pk=project.pk))


def refused_codes(project, section, values, *, by, at) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as refused:
        save(project, section, values, by=by, at=at)
    return [(finding.code, finding.field) for finding in refused.value.findings]


def test_every_section_comes_back_as_it_was_typed(cast, morning):
    values = queries.values_of(filled(cast, morning))

    for typed in SECTIONS.values():
        for name, value in typed.items():
            assert values[name] == ("12.抓党建促脱贫攻坚" if name == "topic" else value)
    assert list(queries.rows_out_of_step()) == []


def test_a_save_counts_up_and_says_who_and_when(project, clerk, morning):
    first = save(project, "grounds", {"scope": "甲"}, by=clerk, at=morning)
    second = save(project, "grounds", {"scope": "乙"}, by=clerk, at=morning + timedelta(minutes=1), expected=1)

    assert (first.number, second.number) == (1, 2)
    assert (second.saved_at, second.saved_by, second.saved_by_name) == (
        morning + timedelta(minutes=1),
        clerk,
        clerk.name,
    )


def test_a_save_on_an_old_page_tells_both_texts_and_changes_nothing(project, clerk, morning):
    save(project, "grounds", {"scope": "他人的"}, by=clerk, at=morning)

    with pytest.raises(EditedMeanwhile) as clash:
        save(project, "grounds", {"scope": "我的"}, by=clerk, at=morning)

    assert clash.value.current["scope"] == "他人的"
    assert (clash.value.save.number, clash.value.save.saved_by_name) == (1, clerk.name)
    assert values_now(project)["scope"] == "他人的"


def test_the_same_words_on_an_old_page_are_kept_and_are_no_clash(project, clerk, morning):
    typed = {"scope": "同样的", "team": [{"name": "示例甲"}]}
    first = save(project, "grounds", typed, by=clerk, at=morning)

    again = save(project, "grounds", typed, by=clerk, at=morning + timedelta(minutes=1))

    assert (again.number, again.saved_at) == (first.number, morning)
    assert values_now(project)["scope"] == "同样的"


def test_words_that_cannot_be_stored_on_an_old_page_show_both_texts_first(project, clerk, morning):
    save(project, "basics", {"title": "他人的"}, by=clerk, at=morning)

    with pytest.raises(EditedMeanwhile):
        save(project, "basics", {"title": "长" * 300}, by=clerk, at=morning)

    assert values_now(project)["title"] == "他人的"


def test_sections_do_not_disturb_one_another(project, clerk, morning):
    save(project, "grounds", {"scope": "甲"}, by=clerk, at=morning)

    assert save(project, "team", {"team": [{"name": "示例甲"}]}, by=clerk, at=morning).number == 1


def test_only_the_fields_of_the_section_are_written(project, clerk, morning):
    save(
        project, "grounds", {"scope": "甲", "title": "偷改", "status": "ACTIVE", "nonsense": "x"}, by=clerk, at=morning
    )

    project.refresh_from_db()
    assert (project.title, project.status) == ("", "DRAFT")
    assert list(Answer.objects.values_list("field", flat=True)) == ["scope"]


@pytest.mark.parametrize(
    ("typed", "number"),
    [("12", 12), ("12.抓党建促脱贫攻坚", 12), ("抓党建促脱贫攻坚", 12), ("12.抓党建", 12), ("１２", 12)],
)
def test_a_topic_is_named_by_number_or_title(project, clerk, morning, typed, number):
    save(project, "basics", {"topic": typed}, by=clerk, at=morning)

    assert Project.objects.get().topic.number == number


@pytest.mark.parametrize("typed", ["没有的题目", "99", "12.别的题目", "9" * 30])
def test_a_topic_that_names_nothing_is_kept_and_found(project, clerk, morning, typed):
    save(project, "basics", {"topic": typed}, by=clerk, at=morning)

    fresh = seen_by(clerk, project)
    assert (fresh.topic, queries.values_of(fresh)["topic"]) == (None, typed)
    assert "no_such_topic" in {finding.code for finding in queries.findings_of(fresh, morning)}


@pytest.fixture
def reworded(cast, morning):
    """A version from 1 April on whose catalogue words topic 12 anew; published already."""
    about = replace(cast.pack.about, in_force_from=datetime(2018, 4, 1, tzinfo=morning.tzinfo))
    topics = tuple(replace(each, title="改写的选题") if each.number == 12 else each for each in cast.pack.topics)
    version = programmes.load(replace(cast.pack, about=about, topics=topics), by=cast.user("section_clerk"), at=morning)
    return programmes.publish_version(version, by=cast.user("section_head"), at=morning, reason="目录调整")


def test_a_topic_is_chosen_from_the_catalogue_in_force_at_the_moment(reworded, project, clerk, morning):
    save(project, "basics", {"topic": "12"}, by=clerk, at=morning)
    before = Project.objects.get().topic.title
    save(project, "basics", {"topic": "12"}, by=clerk, at=reworded.in_force_from, expected=1)

    assert (before, Project.objects.get().topic.title) == ("抓党建促脱贫攻坚", "改写的选题")


def test_a_draft_on_a_topic_that_is_no_longer_on_offer_is_told_so_from_that_day_on(reworded, project, clerk, morning):
    save(project, "basics", {"topic": "12"}, by=clerk, at=morning)
    fresh = Project.objects.get()

    def codes(at):
        return {each.code for each in queries.findings_of(queries.under_its_form(fresh, at), at)}

    assert "no_such_topic" not in codes(reworded.in_force_from - timedelta(seconds=1))
    assert "no_such_topic" in codes(reworded.in_force_from)


def test_a_topic_found_after_all_leaves_no_stray_text_behind(project, clerk, morning):
    save(project, "basics", {"topic": "抓党"}, by=clerk, at=morning)
    save(project, "basics", {"topic": "12"}, by=clerk, at=morning, expected=1)
    save(project, "basics", {"topic": ""}, by=clerk, at=morning, expected=2)

    assert values_now(project)["topic"] == ""


@pytest.mark.parametrize("how", ["name", "id", "coded", "code"])
def test_the_implementing_organisation_is_one_of_the_nominators_own(cast, project, clerk, morning, how):
    town = cast.organisations["county-1-town"]
    typed = {"name": town.name, "id": str(town.pk), "coded": f"{town.name}（{town.code}）", "code": town.code}[how]

    save(project, "basics", {"implementing_organisation": typed}, by=clerk, at=morning)

    assert Project.objects.get().implementing_organisation == town


@pytest.mark.parametrize("typed", ["中共演练第二县委员会", "没有这个单位", "999999999999"])
def test_an_organisation_elsewhere_is_kept_as_text_and_found(project, clerk, morning, typed):
    save(project, "basics", {"implementing_organisation": typed}, by=clerk, at=morning)

    fresh = seen_by(clerk, project)
    assert fresh.implementing_organisation is None
    assert queries.values_of(fresh)["implementing_organisation"] == typed
    assert "not_of_this_nominator" in {finding.code for finding in findings(fresh.facts(morning))}


def test_a_name_borne_twice_names_nobody_until_its_code_stands_beside_it(cast, project, clerk, morning):
    town = cast.organisations["county-1-town"]
    Organisation.objects.create(
        code="county-1-twin", parent=town, name=town.name, short_name="示例", kind="branch", level="village"
    )

    save(project, "basics", {"implementing_organisation": town.name}, by=clerk, at=morning)
    assert Project.objects.get().implementing_organisation is None
    assert (
        f"{town.name}（{town.code}）" in queries.application_for(clerk, seen_by(clerk, project), morning).organisations
    )


def test_saving_the_same_again_writes_no_row(project, clerk, morning, django_assert_num_queries):
    values = {"goals": [GOAL], "measures": "甲"}
    save(project, "goals", values, by=clerk, at=morning)
    before = list(Goal.objects.values_list("pk", flat=True))

    # savepoint and release, lock, versions, save, answers, count up: nothing of the answers or rows
    with django_assert_num_queries(7):
        save(project, "goals", values, by=clerk, at=morning, expected=1)

    assert list(Goal.objects.values_list("pk", flat=True)) == before


def test_rows_keep_their_identity_by_their_place(project, clerk, morning):
    rows = [GOAL | {"indicator": name} for name in "甲乙丙"]
    save(project, "goals", {"goals": rows}, by=clerk, at=morning)
    before = list(Goal.objects.values_list("pk", flat=True))

    save(project, "goals", {"goals": [rows[0], rows[1] | {"target": "9"}]}, by=clerk, at=morning, expected=1)

    assert list(Goal.objects.values_list("pk", "indicator", "target")) == [
        (before[0], "甲", "3"),
        (before[1], "乙", "9"),
    ]
    assert list(queries.rows_out_of_step()) == []


def test_rows_can_all_be_taken_away(project, clerk, morning):
    save(project, "team", {"team": [{"name": "示例甲"}]}, by=clerk, at=morning)
    save(project, "team", {"team": []}, by=clerk, at=morning, expected=1)

    assert not TeamMember.objects.exists()
    assert values_now(project)["team"] == []
    assert list(queries.rows_out_of_step()) == []


def test_blank_rows_are_left_out(project, clerk, morning):
    save(project, "goals", {"goals": [{}, GOAL, {"indicator": " "}, {"other": "x"}]}, by=clerk, at=morning)

    assert values_now(project)["goals"] == [GOAL]


def test_dates_of_rows_are_days(project, clerk, morning):
    save(project, "schedule", {"milestones": [{"title": "一步", "due_on": "2018-06-01"}]}, by=clerk, at=morning)

    milestone = Milestone.objects.get()
    assert (milestone.from_on, str(milestone.due_on)) == (None, "2018-06-01")
    assert values_now(project)["milestones"][0]["from_on"] == ""


def test_rows_that_were_changed_behind_the_answers_are_noticed(project, clerk, morning):
    save(project, "goals", {"goals": [GOAL]}, by=clerk, at=morning)

    Goal.objects.update(target="改了")

    assert list(queries.rows_out_of_step()) == [project.pk]


@pytest.mark.parametrize(
    ("section", "values", "expected"),
    [
        ("basics", {"title": "长" * 201}, [("too_long", "title")]),
        ("basics", {"title": ["列表"], "category": {}}, [("wrong_shape", "title"), ("wrong_shape", "category")]),
        ("basics", {"contact_phone": 5541234567}, [("wrong_shape", "contact_phone")]),
        ("grounds", {"background": "长" * 50_001}, [("too_long", "background")]),
        ("grounds", {"background": b"bytes"}, [("wrong_shape", "background")]),
        ("schedule", {"completion_on": "年底"}, [("not_a_date", "completion_on")]),
        ("schedule", {"completion_on": "2018-02-30"}, [("not_a_date", "completion_on")]),
        ("schedule", {"milestones": [{"title": "一", "due_on": "明天"}]}, [("not_a_date", "milestones")]),
        ("goals", {"goals": "不是行"}, [("wrong_shape", "goals")]),
        ("goals", {"goals": {"0": GOAL}}, [("wrong_shape", "goals")]),
        ("goals", {"goals": [["不是格"]]}, [("wrong_shape", "goals")]),
        ("goals", {"goals": [{"indicator": {"深": "层"}}]}, [("wrong_shape", "goals")]),
        ("goals", {"goals": [{"indicator": "长" * 301}]}, [("too_long", "goals")]),
        ("goals", {"goals": [GOAL] * 201}, [("too_many_rows", "goals")]),
    ],
)  # fmt: skip
def test_what_cannot_be_kept_whole_is_refused_with_its_field(project, clerk, morning, section, values, expected):
    save(project, section, {}, by=clerk, at=morning)

    with pytest.raises(Refused) as refused:
        save(project, section, values, by=clerk, at=morning, expected=1)

    assert [(finding.code, finding.field) for finding in refused.value.findings] == expected
    assert queries.saves_of(project)[section].number == 1
    assert not Answer.objects.exists()


def test_one_wrong_field_keeps_the_whole_section_as_it_was(project, clerk, morning):
    assert refused_codes(project, "basics", {"leader_name": "示例甲", "title": "长" * 201}, by=clerk, at=morning)

    assert Project.objects.get().leader_name == ""


def test_nul_and_lone_surrogates_are_left_out_of_every_place(project, clerk, morning):
    save(project, "basics", {"title": "零\x00字节", "topic": "\x00"}, by=clerk, at=morning)
    save(project, "goals", {"measures": "孤\ud800立", "goals": [{"indicator": "零\x00"}]}, by=clerk, at=morning)

    values = values_now(project)
    assert (values["title"], values["topic"], values["measures"]) == ("零字节", "", "孤立")
    assert values["goals"][0]["indicator"] == "零"


def test_files_do_not_come_in_with_a_section(project, clerk, morning):
    save(project, "attachments", {"attachments": [{"name": "伪造", "sha256": "0" * 64}]}, by=clerk, at=morning)

    assert values_now(project)["attachments"] == []


def test_strangers_write_nothing(cast, project, morning):
    for other in ("unit_clerk.county-2", "nominator.county-1", "section_clerk"):
        with pytest.raises(PermissionDenied):
            save(project, "grounds", {"scope": "偷改"}, by=cast.users[other], at=morning)

    assert not Answer.objects.exists()


def test_a_section_that_does_not_exist_is_closed(project, clerk, morning):
    assert refused_codes(project, "no-such", {"scope": "x"}, by=clerk, at=morning) == [("section_closed", "")]


def test_what_was_handed_in_is_closed(cast, clerk, morning):
    revision = handed_in(cast, morning)

    assert refused_codes(revision.project, "grounds", {"scope": "x"}, by=clerk, at=morning) == [("section_closed", "")]


def test_a_return_opens_the_marked_sections_alone(cast, clerk, morning):
    project = handed_in(cast, morning).project
    nominator = cast.user("nominator", "county-1")
    move(project, "send_back", by=nominator, at=morning, reason="请细化", open_sections=["goals"])

    assert refused_codes(project, "grounds", {"scope": "x"}, by=clerk, at=morning) == [("section_closed", "")]
    assert save(project, "goals", {"measures": "改好了"}, by=clerk, at=morning, expected=1).number == 2


# --- a new version of the form ----------------------------------------------------------------------------------------
def changed_form(cast, at, *, field: str):
    """A second version in force from `at`, whose form asks for one thing more."""
    pack = reads.pack_of(cast.version)
    asked = Field(clause="二.3d", name=field, label="新增项", section="grounds")
    about = replace(pack.about, in_force_from=at)
    version = programmes.load(
        replace(pack, about=about, settings=(*pack.settings, ("projects.field", asked))), by=None, at=at
    )
    version.published_at, version.published_by = at, cast.user("section_head")
    version.save(update_fields=["published_at", "published_by"])
    return version


def test_a_draft_follows_the_form_that_is_in_force(cast, clerk, morning):
    project = filled(cast, morning)
    change = morning + timedelta(days=1)
    version = changed_form(cast, change, field="basis")

    assert "basis" not in {f.field for f in queries.findings_of(queries.under_its_form(project, morning), morning)}
    with pytest.raises(Refused) as refused:
        actions.hand_in(project, key=uuid4(), by=clerk, at=change)
    assert [finding.field for finding in refused.value.findings] == ["basis"]

    save(project, "grounds", {"basis": "补上"}, by=clerk, at=change, expected=1)
    revision = actions.hand_in(project, key=uuid4(), by=clerk, at=change)
    assert (revision.form_version, revision.content["basis"]) == (version, "补上")


def test_what_was_handed_in_keeps_the_form_of_then(cast, clerk, morning):
    project = handed_in(cast, morning).project
    move(project, "send_back", by=cast.user("nominator", "county-1"), at=morning, reason="请细化")
    change = morning + timedelta(days=1)
    changed_form(cast, change, field="basis")

    revision = actions.hand_in(seen_by(clerk, project), key=uuid4(), by=clerk, at=change)

    assert revision.form_version == cast.version
    assert "basis" not in revision.content


def test_an_answer_to_a_question_no_longer_asked_is_left_out(cast, clerk, morning):
    project = filled(cast, morning)
    Answer.objects.create(project=project, field="old_question", text="旧")

    assert "old_question" not in queries.values_of(project)
    assert not Setting.objects.filter(parameters__name="old_question").exists()
