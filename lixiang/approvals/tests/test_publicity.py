"""公示: its period, objections and their answers, and what they mean to an approval."""

import io
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from PIL import Image

from lixiang.approvals import actions, queries
from lixiang.approvals.models import Objection, PublicityPeriod
from lixiang.approvals.tests.arranging import DAY, decide, nominated, publish, speak
from lixiang.approvals.tests.test_opinions import refused
from lixiang.files.models import Claim
from lixiang.history.models import Event
from lixiang.people.roles import Role
from lixiang.projects.states import Status

pytestmark = pytest.mark.django_db
AFTER = 30 * DAY


@pytest.fixture
def listed(shown, morning):
    """A project in 公示 since the morning."""
    project = nominated(shown, morning)[0]
    speak(shown, project, morning)
    publish(shown, [decide(shown, project, "shortlist", morning)], morning)
    project.refresh_from_db()
    return project


@pytest.fixture
def words(shown, morning):
    by = shown.user(Role.UNIT_CLERK, shown.nominators[1])
    return {"raised_by": "张示例", "contact": "0554-0000000", "text": "与往年项目重复。", "by": by, "at": morning + DAY}


def scan(name: str = "异议书（盖章）.png") -> ContentFile:
    stream = io.BytesIO()
    Image.new("L", (60, 80), 245).save(stream, "PNG")
    return ContentFile(stream.getvalue(), name=name)


def test_shortlisting_opens_a_period_of_working_days(listed, morning):
    period = PublicityPeriod.objects.get()

    assert (listed.status, period.ref, period.from_at) == (Status.SHORTLISTED, "huainan-2018-p1", morning)
    assert period.until_at.isoformat() == "2018-04-02T15:59:59+00:00"  # five working days after Monday 26 March


def test_an_approval_before_publicity_is_refused_with_its_clause(shown, morning):
    project = nominated(shown, morning)[0]
    speak(shown, project, morning)

    assert refused(decide, shown, project, "approve", morning) == ["publicity_first"]


def test_an_approval_waits_for_the_end_of_the_period(shown, listed, morning):
    assert refused(decide, shown, listed, "approve", morning + DAY) == ["publicity_runs"]

    publish(shown, [decide(shown, listed, "approve", morning + AFTER)], morning + AFTER)

    listed.refresh_from_db()
    assert listed.status == Status.APPROVED


def test_the_publicity_of_others_in_the_same_batch_is_none_of_ones_own(shown, morning):
    first, second = nominated(shown, morning, 2)
    for each in (first, second):
        speak(shown, each, morning)
    publish(shown, [decide(shown, first, "shortlist", morning), decide(shown, second, "waitlist", morning)], morning)
    second.refresh_from_db()

    assert refused(decide, shown, second, "approve", morning + AFTER) == ["publicity_first"]


def test_an_objection_is_recorded_away_from_the_project(listed, words):
    objection = actions.object_to(listed, **words)

    event = Event.objects.get(verb="object_to")
    assert (event.subject_kind, event.subject_id, event.programme_id) == ("objection", objection.pk, None)
    assert (objection.status, objection.by, objection.is_organisation) == ("OPEN", words["by"], False)


def test_the_same_objection_again_is_one(listed, words):
    assert actions.object_to(listed, **words) == actions.object_to(listed, **words)
    assert Objection.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "codes"),
    [
        ({"raised_by": " "}, ["anonymous"]),
        ({"contact": ""}, ["anonymous"]),
        ({"text": ""}, ["no_words"]),
        ({"raised_by": "", "text": ""}, ["anonymous", "no_words"]),
        ({"is_organisation": True}, ["no_seal"]),
        ({"is_organisation": True, "scan": ContentFile(b"text", name="seal.png")}, ["unacceptable_file"]),
    ],
)
def test_a_nameless_or_unsealed_objection_is_refused_and_changes_nothing(listed, words, changed, codes):
    assert refused(actions.object_to, listed, **{**words, **changed}) == codes
    assert (Objection.objects.count(), Claim.objects.count()) == (0, 0)


def test_an_organisations_objection_keeps_its_sealed_scan(listed, words):
    objection = actions.object_to(listed, **words, is_organisation=True, scan=scan())

    claim = Claim.of(objection).get()
    assert (claim.name, claim.part) == ("异议书（盖章）.png", "sealed_objection")


def test_an_objection_after_the_period_or_to_what_is_not_shown_is_refused(listed, words, shown, morning):
    until = PublicityPeriod.objects.get().until_at
    other = nominated(shown, morning, county=1)[0]

    assert refused(actions.object_to, listed, **{**words, "at": until + timedelta(seconds=1)}) == ["not_in_publicity"]
    assert refused(actions.object_to, other, **words) == ["not_in_publicity"]
    assert actions.object_to(listed, **{**words, "at": until}).raised_at == until


def test_where_the_notice_has_no_publicity_nothing_is_objected_to(project, clerk, morning):
    words = {"raised_by": "张示例", "contact": "电话", "text": "重复。", "by": clerk, "at": morning}

    assert refused(actions.object_to, project, **words) == ["not_in_publicity"]


def test_an_open_objection_holds_the_approval_and_a_dismissed_one_does_not(shown, listed, words, morning):
    objection = actions.object_to(listed, **words)
    assert refused(decide, shown, listed, "approve", morning + AFTER) == ["objection_open"]

    clerk = shown.user(Role.SECTION_CLERK)
    answered = actions.dismiss(objection, answer=" 经核查，不属实。 ", by=clerk, at=morning + 2 * DAY)

    assert (answered.status, answered.answer) == ("DISMISSED", "经核查，不属实。")
    assert decide(shown, listed, "approve", morning + AFTER).verdict == "approve"


def test_after_an_upheld_objection_an_approval_needs_a_reason(shown, listed, words, morning):
    objection = actions.object_to(listed, **words)
    actions.uphold(objection, answer="属实。", by=shown.user(Role.SECTION_HEAD), at=morning + 2 * DAY)

    assert refused(decide, shown, listed, "approve", morning + AFTER) == ["objection_upheld"]
    decision = decide(shown, listed, "approve", morning + AFTER, reason="已按意见调整，仍有推广价值。")
    assert publish(shown, [decision], morning + AFTER).decisions.count() == 1


def test_an_answer_without_words_is_refused_and_changes_nothing(shown, listed, words, morning):
    objection = actions.object_to(listed, **words)

    assert refused(actions.uphold, objection, answer=" ", by=shown.user(Role.SECTION_HEAD), at=morning) == [
        "reason_required"
    ]
    objection.refresh_from_db()
    assert objection.status == "OPEN"


def test_who_raised_an_objection_sees_it_and_other_outsiders_do_not(shown, listed, words):
    objection = actions.object_to(listed, **words)
    period = PublicityPeriod.objects.get()
    outsider = shown.user(Role.NOMINATOR, listed.nominating_organisation)

    assert [each for each, _ in queries.objections_of(words["by"], period)] == [objection]
    assert [each for each, _ in queries.objections_of(shown.user(Role.DEPARTMENT_LEADER), period)] == [objection]
    assert queries.objections_of(outsider, period) == []


def test_open_objections_of_a_programme_wait_for_an_answer(shown, listed, words, morning):
    objection = actions.object_to(listed, **words)
    assert list(queries.objections_to_answer(shown.programme)) == [objection]

    actions.dismiss(objection, answer="不属实。", by=shown.user(Role.SECTION_CLERK), at=morning)
    assert list(queries.objections_to_answer(shown.programme)) == []


def test_an_objection_belongs_to_the_period_in_which_it_was_raised(listed, words):
    objection = actions.object_to(listed, **words)

    assert queries.period_of(objection) == PublicityPeriod.objects.get()
