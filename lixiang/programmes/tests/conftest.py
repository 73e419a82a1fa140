"""Packs as values and as files, and browsers of the cast."""

from datetime import datetime
from pathlib import Path

import pytest
from django.test import Client

from lixiang.programmes.queries import kinds, read_pack, words
from lixiang.programmes.rules.pack import read
from lixiang.rehearsal.cast import build_cast, shipped_pack

OTHER_NOTICES = sorted(Path(__file__).parent.joinpath("packs").glob("*.toml"))

HEAD = """
[programme]
code = "small-2020"
title = "小批次"
year = 2020
managing_organisation = "中共淮南市委组织部"
document_number = ""
issued_on = 2020-03-01
in_force_from = 2020-03-01T00:00:00+08:00

[[clause]]
id = "一"
text = "第一条"

[[projects.category]]
clause = "一"
code = "A"
title = "甲"

[[programmes.group]]
clause = "一"
code = "counties"
title = "各县"
kinds = ["local_committee"]
levels = ["county"]

[[projects.section]]
clause = "一"
code = "basics"
title = "基本情况"
"""


@pytest.fixture
def huainan():
    return shipped_pack("huainan-2018")


@pytest.fixture
def small():
    """Reads a small pack with one more piece of text at its end."""

    def reading(more: str = "", head: str = HEAD):
        return read(head + more, kinds(), words())

    return reading


@pytest.fixture
def draft_cast(db, morning: datetime):
    """The cast before the programme is published."""
    return build_cast(morning, is_published=False)


@pytest.fixture
def browser_of():
    def opening(user) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return opening


@pytest.fixture(params=OTHER_NOTICES, ids=lambda path: path.stem)
def other_notice(request):
    return read_pack(request.param.read_text("utf-8"))
