"""Which papers a programme signs electronically: its words, its faults, and a pack that says so."""

from dataclasses import replace

import pytest

from lixiang.programmes.queries import kinds, read_pack
from lixiang.programmes.rules.pack import write
from lixiang.programmes.rules.signing import Signing
from lixiang.rehearsal.cast import shipped_pack


def signing(*papers: str, beside: str = "") -> Signing:
    return Signing(clause="二.3e", papers=papers, beside=beside)


@pytest.mark.parametrize(
    ("papers", "count"),
    [
        (("reply",), 0),
        ((), 1),
        (("reply", "reply"), 1),
        (("publicity",), 1),
        (("minutes",), 1),
        (("reply", "publicity", "reply"), 2),
    ],
)
def test_papers_are_named_once_and_have_a_number(papers, count):
    assert len(list(signing(*papers).faults())) == count


def test_the_setting_says_which_papers_and_where_a_seal_belongs():
    words = signing("reply").in_words(lambda target, code: {"reply": "立项批复"}[code])

    assert words.startswith("立项批复由主管单位以其数字证书电子签名") and "署名处" in words
    assert "“（印章）”处" in signing("reply", beside="（印章）").in_words(lambda target, code: code)


def test_the_kind_is_one_of_those_a_pack_may_use():
    assert kinds()["programmes.signing"] is Signing


def test_a_pack_that_wishes_signatures_is_read_as_it_was_written():
    pack = shipped_pack("huainan-2018")
    wished = replace(pack, settings=(*pack.settings, ("programmes.signing", signing("reply"))))

    assert read_pack(write(wished)) == wished
