"""The office words its messages: for one programme or for all, checked, taken back, with its history kept."""

import pytest
from django.core.exceptions import PermissionDenied

from lixiang.history.models import Event
from lixiang.messaging import actions, queries
from lixiang.messaging.models import Phrasing
from lixiang.messaging.rules.phrasings import SUBJECTS, WORDS, sentence_at, sentences
from lixiang.messaging.tests.scene import COUNTY, told
from lixiang.messaging.tests.test_delivery import deliver
from lixiang.people.roles import Role
from lixiang.programmes.rules.wording import placeholders_in
from lixiang.workflow.findings import Refused

HAND_IN = sentence_at("project", "hand_in", 0)
OWN = "{drafting}交来“{title}”，请审阅{ground}。"


@pytest.fixture
def word(scene):
    """Words of the clerk of the section, for this programme unless said otherwise."""

    def write(words: str, *, for_all: bool = False) -> Phrasing:
        by = scene.user(Role.SECTION_CLERK)
        return actions.word(HAND_IN, words, programme=scene.cast.programme, for_all=for_all, by=by, at=scene.at)

    return write


@pytest.fixture
def hears(scene):
    """What the nominator is told of the next hand-in."""

    def next_sentence() -> str:
        scene.handed_in(COUNTY)
        deliver(scene)
        return told(scene.user(Role.NOMINATOR, COUNTY))[-1]

    return next_sentence


def reset(scene, *, for_all: bool) -> None:
    by = scene.user(Role.SECTION_HEAD)
    actions.reset_words(HAND_IN, programme=scene.cast.programme, for_all=for_all, by=by, at=scene.at)


def test_the_words_of_the_programme_go_before_those_of_the_office_and_back_again(scene, word, hears):
    assert "提交了" in hears()
    word("全单位：{title}", for_all=True)
    assert hears().startswith("全单位：")
    word(OWN)
    assert "交来“" in hears() and "（通知二.3d）" in hears()

    reset(scene, for_all=False)
    assert hears().startswith("全单位：")
    reset(scene, for_all=True)
    assert "提交了" in hears()


def test_every_change_is_kept_and_on_record(scene, word):
    word(OWN)
    word("第二次：{title}", for_all=True)
    reset(scene, for_all=False)

    kept = [(each.words, each.programme is None) for each in queries.history_of(HAND_IN, scene.cast.programme)]
    assert kept == [("", False), ("第二次：{title}", True), (OWN, False)]
    verbs = Event.objects.filter(subject_kind="phrasing").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["word", "word", "reset_words"]


@pytest.mark.parametrize("words", ["{gap}", "", "长" * 301, "{title"])
def test_words_that_would_not_fill_are_refused_and_change_nothing(word, words):
    with pytest.raises(Refused):
        word(words)

    assert not Phrasing.objects.exists()


@pytest.mark.parametrize("who", ["department_leader", "nominator.county-1", "system_admin"])
def test_nobody_outside_the_office_words_its_messages(scene, who):
    kept = {"programme": scene.cast.programme, "for_all": True, "by": scene.cast.users[who], "at": scene.at}
    with pytest.raises(PermissionDenied):
        actions.word(HAND_IN, OWN, **kept)
    with pytest.raises(PermissionDenied):
        actions.reset_words(HAND_IN, **kept)


def test_words_for_a_sentence_that_the_product_words_anew_rest_and_are_listed(scene, word, hears):
    word(OWN)
    Phrasing.objects.update(default="旧的原用语{title}")

    assert "提交了" in hears()
    assert [each.words for each in queries.resting(scene.cast.programme)] == [OWN]


def test_words_in_force_are_read_once_for_a_batch(scene, word, django_assert_num_queries):
    with django_assert_num_queries(1):
        queries.phrasings_in_force()
    word(OWN)
    with django_assert_num_queries(2):
        queries.phrasings_in_force()


def test_every_subject_and_every_placeholder_has_a_word_for_the_page():
    nameless = {each.kind for each in sentences()} - set(SUBJECTS)
    unworded = {name for each in sentences() for name in placeholders_in(each.told.words)} - set(WORDS)

    assert (nameless, unworded) == (set(), set())
