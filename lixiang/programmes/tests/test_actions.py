"""The verbs of a programme: what each does, what it puts on record, and what a refusal leaves as it was."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from lixiang.documents.models import OfficialDocument
from lixiang.history.models import Event
from lixiang.people.models import Organisation
from lixiang.people.roles import Role
from lixiang.programmes import actions, queries
from lixiang.programmes.models import Extension, Programme, Setting, Topic, Version
from lixiang.programmes.states import Status
from lixiang.programmes.tests.test_rules import changed
from lixiang.ui.written import SHANGHAI
from lixiang.workflow.findings import Refused

pytestmark = pytest.mark.django_db


def verbs_of(programme) -> list[str]:
    events = Event.objects.filter(subject_kind="programme", subject_id=programme.pk)
    return list(events.order_by("sequence").values_list("verb", flat=True))


def refusal(action, *things, **words) -> str:
    with pytest.raises(Refused) as caught:
        action(*things, **words)
    return caught.value.findings[0].code


@pytest.fixture
def clerk(cast):
    return cast.user(Role.SECTION_CLERK)


@pytest.fixture
def head(cast):
    return cast.user(Role.SECTION_HEAD)


def later_version(pack, morning, **about):
    """A pack that gives counties four seats from the first of April on."""
    about = {"in_force_from": datetime(2018, 4, 1, tzinfo=SHANGHAI), **about}
    return changed(replace(pack, about=replace(pack.about, **about)), "nominations.quota", maximum=4)


def test_a_loaded_pack_dumps_as_it_was(draft_cast):
    assert queries.pack_of(draft_cast.version) == draft_cast.pack
    assert verbs_of(draft_cast.programme) == ["load"]


def test_other_notices_load_and_dump_without_any_code_of_their_own(other_notice, morning):
    Organisation.objects.create(
        code="m", name=other_notice.about.managing_organisation, short_name="m", kind="department", level="city"
    )

    version = actions.load(other_notice, by=None, at=morning)

    assert queries.pack_of(version) == other_notice
    assert queries.read_pack(queries.pack_text(version)) == other_notice
    assert [topic.title for topic in version.programme.topics.all()] == [topic.title for topic in other_notice.topics]


def test_loading_again_replaces_a_draft_and_its_catalogue(draft_cast, morning):
    about = replace(draft_cast.pack.about, title="改名", year=2019)
    pack = replace(draft_cast.pack, about=about, topics=draft_cast.pack.topics[:2])

    version = actions.load(pack, by=draft_cast.user(Role.SECTION_CLERK), at=morning, into=draft_cast.programme)

    assert (version.number, version.programme.title, version.programme.year) == (1, "改名", 2019)
    assert queries.pack_of(version) == pack
    assert Topic.objects.count() == 2
    assert Version.objects.count() == 1


def test_a_pack_of_an_unknown_managing_organisation_changes_nothing(huainan, morning):
    assert refusal(actions.load, huainan, by=None, at=morning) == "no_such_organisation"
    assert not Programme.objects.exists()


def test_who_may_not_edit_loads_nothing(draft_cast, morning):
    for role in (Role.DEPARTMENT_LEADER, Role.JUDGE):
        with pytest.raises(PermissionDenied):
            actions.load(draft_cast.pack, by=draft_cast.user(role), at=morning)
    assert verbs_of(draft_cast.programme) == ["load"]


def test_a_pack_meant_for_one_programme_does_not_replace_another(cast, clerk, morning):
    pack = replace(cast.pack, about=replace(cast.pack.about, code="other-2018"))

    assert refusal(actions.load, pack, by=clerk, at=morning, into=cast.programme) == "other_programme"
    assert Programme.objects.count() == 1


def test_a_published_programme_takes_a_pack_as_its_next_version_and_stays_as_it_is(cast, clerk, morning):
    pack = later_version(cast.pack, morning)

    version = actions.load(pack, by=clerk, at=morning, into=cast.programme)

    assert (version.number, version.is_frozen) == (2, False)
    assert queries.version_in_force(cast.programme, morning + timedelta(days=30)).number == 1
    assert queries.pack_of(cast.version) == cast.pack


def test_a_version_that_waits_is_replaced_by_the_next_pack(cast, clerk, morning):
    actions.load(later_version(cast.pack, morning), by=clerk, at=morning)

    moment = datetime(2018, 4, 2, tzinfo=SHANGHAI)
    version = actions.load(later_version(cast.pack, morning), by=clerk, at=morning, in_force_from=moment)

    assert (version.number, version.in_force_from) == (2, moment)
    assert Setting.objects.filter(version=version, kind="nominations.quota").count() == 2


@pytest.mark.parametrize("days", [0, -1])
def test_a_new_version_takes_force_after_the_last_one(cast, clerk, morning, days):
    pack = later_version(cast.pack, morning)
    moment = cast.version.in_force_from + timedelta(days=days)

    assert refusal(actions.load, pack, by=clerk, at=morning, in_force_from=moment) == "in_force_too_early"
    assert Version.objects.count() == 1


def test_a_published_programme_keeps_its_managing_organisation(cast, morning):
    Organisation.objects.create(code="other", name="另一个部门", short_name="另", kind="department", level="city")
    pack = later_version(cast.pack, morning, managing_organisation="另一个部门")

    assert refusal(actions.load, pack, by=None, at=morning) == "manager_changes"


def test_publishing_freezes_the_version_and_issues_the_notice_to_everyone_it_names(draft_cast, morning):
    head = draft_cast.user(Role.SECTION_HEAD)

    programme = actions.publish(draft_cast.programme, by=head, at=morning)

    version = programme.versions.get()
    document = OfficialDocument.objects.get()
    assert (programme.status, version.published_by, version.published_at) == (Status.PUBLISHED, head, morning)
    assert (document.number_text, document.title) == ("淮组通字〔2018〕27号", "关于实施基层党建创新项目化管理的通知")
    assert [each.name for each in document.addressees.all()] == [each.name for each in draft_cast.nominators]
    assert document.addressees.count() == 4
    assert verbs_of(programme) == ["load", "publish"]


def test_the_notice_is_issued_in_the_words_of_the_pack_with_its_catalogue(draft_cast, morning):
    actions.publish(draft_cast.programme, by=draft_cast.user(Role.SECTION_HEAD), at=morning)

    words = str(OfficialDocument.objects.get().context)

    assert "淮南市基层党建创新项目参考目录" in words
    assert "32.实施党员积分制管理构建党员管理新模式" in words


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("programmes.wording", "no_wording"),
        ("programmes.letterhead", "no_letterhead"),
        ("programmes.receivers", "no_receivers"),
    ],
)
def test_a_programme_that_cannot_be_announced_is_not_published(draft_cast, morning, kind, code):
    actions.load(changed(draft_cast.pack, kind), by=None, at=morning)

    assert refusal(actions.publish, draft_cast.programme, by=draft_cast.user(Role.SECTION_HEAD), at=morning) == code
    draft_cast.programme.refresh_from_db()
    assert draft_cast.programme.is_draft
    assert not OfficialDocument.objects.exists()


def test_who_may_not_publish_publishes_nothing(draft_cast, morning):
    with pytest.raises(PermissionDenied):
        actions.publish(draft_cast.programme, by=draft_cast.user(Role.SECTION_CLERK), at=morning)
    assert not OfficialDocument.objects.exists()


def test_a_change_is_published_with_a_reason_and_takes_force_on_its_date(cast, clerk, head, morning):
    version = actions.load(later_version(cast.pack, morning), by=clerk, at=morning)

    actions.publish_version(version, by=head, at=morning, reason="名额增加")

    first_of_april = datetime(2018, 4, 1, tzinfo=SHANGHAI)
    assert queries.version_in_force(cast.programme, first_of_april - timedelta(seconds=1)).number == 1
    assert queries.version_in_force(cast.programme, first_of_april).number == 2
    event = Event.objects.filter(verb="publish_version").get()
    assert (event.reason, event.detail["version"]) == ("名额增加", 2)


def test_a_change_of_the_catalogue_counts_from_the_moment_its_version_takes_force(cast, clerk, head, morning):
    pack = later_version(cast.pack, morning)
    pack = replace(pack, topics=(replace(pack.topics[0], title="改写的选题"), *pack.topics[1:31]))
    version = actions.load(pack, by=clerk, at=morning)
    actions.publish_version(version, by=head, at=morning, reason="目录调整")

    first_of_april = datetime(2018, 4, 1, tzinfo=SHANGHAI)
    before, after = (
        queries.catalogue_of(queries.version_in_force(cast.programme, at))
        for at in (first_of_april - timedelta(seconds=1), first_of_april)
    )
    assert (before[0], len(before)) == ((1, "探索党员分类管理"), 32)
    assert (after[0], len(after)) == ((1, "改写的选题"), 31)
    titles = cast.programme.topics.filter(number__in=(1, 32)).values_list("title", flat=True)
    assert list(titles) == ["探索党员分类管理", "改写的选题", "实施党员积分制管理构建党员管理新模式"]


def test_a_change_is_not_published_twice_without_reason_too_late_or_by_a_clerk(cast, clerk, head, morning):
    version = actions.load(later_version(cast.pack, morning), by=clerk, at=morning)

    with pytest.raises(PermissionDenied):
        actions.publish_version(version, by=clerk, at=morning, reason="甲")
    assert refusal(actions.publish_version, version, by=head, at=morning, reason=" ") == "reason_required"
    late = datetime(2018, 4, 2, tzinfo=SHANGHAI)
    assert refusal(actions.publish_version, version, by=head, at=late, reason="甲") == "in_force_past"
    actions.publish_version(version, by=head, at=morning, reason="甲")
    assert refusal(actions.publish_version, version, by=head, at=morning, reason="甲") == "nothing_to_publish"


def test_a_change_that_was_not_published_can_be_dropped(cast, clerk, head, morning):
    version = actions.load(later_version(cast.pack, morning), by=clerk, at=morning)

    with pytest.raises(PermissionDenied):
        actions.discard_version(version, by=cast.user(Role.DEPARTMENT_LEADER), at=morning)
    actions.discard_version(version, by=clerk, at=morning)

    assert list(cast.programme.versions.values_list("number", flat=True)) == [1]
    assert refusal(actions.discard_version, cast.version, by=clerk, at=morning) == "nothing_to_discard"
    assert verbs_of(cast.programme)[-1] == "discard_version"


UNTIL = datetime(2018, 4, 8, 18, tzinfo=SHANGHAI)


def extension(cast, **words):
    return {"step": "nomination", "until": UNTIL, "reason": "书面申请", "by": cast.user(Role.SECTION_CLERK), **words}


def test_an_extension_moves_the_deadline_of_one_organisation(cast, morning):
    one, other = cast.nominators[:2]

    actions.extend(cast.programme, **extension(cast), at=morning, organisation=one)

    assert queries.closing_for(cast.version, "nomination", one.pk).until == UNTIL
    assert queries.closing_for(cast.version, "nomination", one.pk).is_extended
    assert queries.closing_for(cast.version, "nomination", other.pk).until == datetime(
        2018, 4, 4, 23, 59, 59, tzinfo=SHANGHAI
    )
    event = Event.objects.filter(verb="extend").get()
    assert (event.reason, event.detail["organisation"]) == ("书面申请", one.name)


def test_an_extension_for_all_counts_for_everyone_and_the_latest_one_counts(cast, morning):
    one, other = cast.nominators[:2]
    longer = UNTIL + timedelta(days=1)

    actions.extend(cast.programme, **extension(cast), at=morning)
    actions.extend(cast.programme, **extension(cast, until=longer), at=morning, organisation=one)

    assert queries.closing_for(cast.version, "nomination", one.pk).until == longer
    assert queries.closing_for(cast.version, "nomination", other.pk).until == UNTIL


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ({"reason": "  "}, "reason_required"),
        ({"until": datetime(2018, 3, 1, tzinfo=SHANGHAI)}, "extension_in_the_past"),
        ({"until": datetime(2018, 4, 4, 23, 59, 59, tzinfo=SHANGHAI)}, "extension_too_short"),
        ({"step": "application"}, "no_deadline"),
    ],
)
def test_an_extension_that_makes_no_sense_is_refused_and_leaves_nothing(cast, morning, words, code):
    assert refusal(actions.extend, cast.programme, **extension(cast, **words), at=morning) == code
    assert not Extension.objects.exists()


def test_extensions_are_granted_by_the_section_for_published_programmes(cast, draft_cast_of, morning):
    with pytest.raises(PermissionDenied):
        actions.extend(cast.programme, **extension(cast, by=cast.user(Role.NOMINATOR, cast.nominators[0])), at=morning)
    assert refusal(actions.extend, draft_cast_of(cast), **extension(cast), at=morning) == "not_published"


@pytest.fixture
def draft_cast_of(morning):
    """A second programme of the same cast, still in draft."""

    def making(cast) -> Programme:
        pack = replace(cast.pack, about=replace(cast.pack.about, code="second-2018"))
        return actions.load(pack, by=None, at=morning).programme

    return making


def test_a_closed_programme_takes_no_pack_and_says_why_it_was_closed(cast, head, morning):
    with pytest.raises(PermissionDenied):
        actions.close(cast.programme, by=cast.user(Role.SECTION_CLERK), at=morning, reason="甲")
    assert refusal(actions.close, cast.programme, by=head, at=morning, reason="") == "reason_required"

    actions.close(cast.programme, by=head, at=morning, reason="年度工作结束")

    assert refusal(actions.load, cast.pack, by=None, at=morning) == "closed"
    assert verbs_of(cast.programme)[-1] == "close"


def test_a_clone_is_next_years_draft_with_its_dates_moved(cast, clerk, morning):
    copy = actions.clone(cast.programme, code="huainan-2019", title="2019年度", year=2019, by=clerk, at=morning)

    pack = queries.pack_of(copy.versions.get())
    assert (copy.status, copy.cloned_from_id, copy.year) == (Status.DRAFT, cast.programme.pk, 2019)
    assert (pack.about.document_number, pack.about.issued_on.year) == ("", 2019)
    assert [s.until for _, s in pack.settings if hasattr(s, "until")] == [
        datetime(2019, 4, 4, 23, 59, 59, tzinfo=SHANGHAI)
    ]
    assert [c.text for c in pack.clauses] == [c.text for c in cast.pack.clauses]
    assert verbs_of(copy) == ["load", "clone"]


def test_the_29th_of_february_is_cloned_to_the_28th(cast, clerk, morning, draft_cast_of):
    leap = datetime(2020, 2, 29, 12, tzinfo=SHANGHAI)
    about = replace(cast.pack.about, code="leap-2020", year=2020, issued_on=leap.date(), in_force_from=leap)
    later = {"until": datetime(2020, 4, 4, tzinfo=SHANGHAI)}, {"not_after": datetime(2020, 12, 31).date()}
    pack = changed(replace(cast.pack, about=about), "programmes.deadline", **later[0])
    pack = changed(pack, "projects.completion", **later[1])
    programme = actions.load(pack, by=None, at=morning).programme

    copy = actions.clone(programme, code="leap-2021", title="2021", year=2021, by=clerk, at=morning)

    assert queries.pack_of(copy.versions.get()).about.in_force_from == datetime(2021, 2, 28, 12, tzinfo=SHANGHAI)


def test_a_clone_needs_a_free_and_proper_code_and_a_person_of_the_section(cast, clerk, morning):
    words = {"title": "甲", "year": 2019, "at": morning}

    with pytest.raises(PermissionDenied):
        actions.clone(cast.programme, code="x", by=cast.user(Role.DEPARTMENT_LEADER), **words)
    assert refusal(actions.clone, cast.programme, code="huainan-2018", by=clerk, **words) == "code_taken"
    assert refusal(actions.clone, cast.programme, code="Not a code", by=clerk, **words) == "wrong_pack"
    assert Programme.objects.count() == 1
