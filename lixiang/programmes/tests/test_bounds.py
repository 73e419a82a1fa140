"""A pack at every bound of its check: what is derived from it fits into every column, on both databases."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from lixiang.documents.models import OfficialDocument
from lixiang.nominations.models import Slate
from lixiang.programmes.documents import issue_opening_notice
from lixiang.programmes.queries import words
from lixiang.programmes.rules.checking import LONGEST_CODE, LONGEST_TITLE, faults
from lixiang.projects.models import Revision
from lixiang.rehearsal.cast import build_cast, shipped_pack

pytestmark = pytest.mark.django_db
CODE = "a" * LONGEST_CODE


@pytest.fixture
def longest():
    """The shipped notice with the longest code, title, topics and title of its opening notice."""
    pack = shipped_pack("huainan-2018")
    title = "长" * LONGEST_TITLE
    settings = tuple(
        (
            kind,
            replace(setting, title="{title}" + "文" * 193)
            if getattr(setting, "document", "") == "opening_notice"
            else setting,
        )
        for kind, setting in pack.settings
    )
    about = replace(pack.about, code=CODE, title=title)
    return replace(
        pack,
        about=about,
        settings=settings,
        topics=tuple(replace(t, title=title[:199] + chr(0x4E00 + t.number)) for t in pack.topics),
    )


def test_a_pack_at_the_bounds_is_correct_and_one_past_them_is_not(longest):
    assert faults(longest, words()) == ()
    for more in ({"code": CODE + "a"}, {"title": "长" * (LONGEST_TITLE + 1)}):
        assert [each.table for each in faults(replace(longest, about=replace(longest.about, **more)), words())] == [
            "programme"
        ]


def test_all_that_is_derived_from_a_pack_at_the_bounds_is_kept(longest, morning):
    from lixiang.nominations.actions import open_slate
    from lixiang.projects.tests.arranging import handed_in

    cast = build_cast(morning, pack=longest)
    revision = handed_in(cast, morning + timedelta(hours=1), key=uuid4())
    slate = open_slate(cast.programme, cast.organisations["county-1"], at=morning)

    issued = issue_opening_notice(cast.version, by=cast.user("section_head"), at=morning)

    assert revision.project.ref.startswith(CODE)
    assert Revision.objects.get().receipt_number == f"{revision.project.ref}-1".upper()
    assert Slate.objects.get(pk=slate.pk).ref.startswith(CODE)
    assert len(OfficialDocument.objects.get(pk=issued.pk).title) == LONGEST_TITLE + 193
