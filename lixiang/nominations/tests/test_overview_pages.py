"""The section's pages of nominations: overview, extensions, workbooks and archives, and whom a change touches."""

import io
import zipfile
from dataclasses import replace

import pytest
from openpyxl import load_workbook

from lixiang.nominations.tests.conftest import ALL, SLATE, text_of
from lixiang.programmes import actions as programmes
from lixiang.programmes.tests.test_rules import changed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def test_the_overview_leads_to_slates_and_extensions(stage, section):
    stage.handed_in("A", "B")

    text, missing = text_of(section.get(ALL)), text_of(section.get(f"{ALL}?show=missing"))
    reported = text_of(section.get(f"{ALL}?show=reported"))

    assert "A类 1/1 · 共 2/3" in text and "未报送" in text
    assert "中共演练第一县委员会" not in missing and "中共演练第二县委员会" in missing
    assert "中共演练第一县委员会" in reported and "中共演练第二县委员会" not in reported
    county = stage.cast.organisations["county-2"]
    assert f"/programmes/huainan-2018/extend/?organisation={county.pk}" in text


def test_an_overview_with_nothing_to_show_says_so(stage, section):
    assert "还没有单位报送" in text_of(section.get(f"{ALL}?show=reported"))


def test_the_workbooks_and_archives_go_out_under_their_names(stage, section, nominator):
    stage.handed_in("A", "B")

    one, every = nominator.get(f"{SLATE}summary.xlsx"), section.get(f"{ALL}summary.xlsx")
    files, all_files = nominator.get(f"{SLATE}attachments.zip"), section.get(f"{ALL}attachments.zip")

    for response in (one, every):
        rows = list(load_workbook(io.BytesIO(b"".join(response.streaming_content))).active.rows)
        assert len(rows) == 4
        assert "filename*=utf-8''" in response.headers["Content-Disposition"]
    for response in (files, all_files):
        assert zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content))).namelist() == ["没有附件.txt"]


def test_whom_a_change_touches_is_a_part_of_its_page_and_a_page_alone(stage, section):
    stage.handed_in("A", "B")
    pack = changed(stage.cast.pack, "nominations.quota", maximum=4)
    pack = replace(pack, about=replace(pack.about, in_force_from=stage.later(days=1)))
    programmes.load(pack, by=None, at=stage.at)
    path = "/programmes/huainan-2018/versions/2/touched/"

    page, part = text_of(section.get(path)), text_of(section.get(path, headers={"HX-Request": "true"}))

    assert "中共演练第一县委员会" in page and "<html" in page
    assert "仍按原版本办理" in part and "2个" in part and "<html" not in part
    assert section.get("/programmes/huainan-2018/versions/9/touched/").status_code == 404
