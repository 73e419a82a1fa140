"""What the archive takes in of each stage, and what nobody may find in it."""

import hashlib
import re

import pytest

from lixiang.approvals import actions as approvals
from lixiang.approvals.models import Decision
from lixiang.approvals.tests import arranging as review
from lixiang.files.sums import LIST
from lixiang.outcomes import actions, queries
from lixiang.outcomes.rules.items import SECTIONS
from lixiang.outcomes.tests.arranging import (
    DECEMBER,
    DRAFTED,
    concluded,
    everything_in,
    finished,
    metadata_in,
    opened,
    with_everything,
)
from lixiang.people.roles import Role
from lixiang.projects.models import Project
from lixiang.projects.states import Status


@pytest.fixture
def whole(cast, morning):
    """An archive with one project that has something of every stage."""
    project = concluded(cast, with_everything(cast, morning))
    actions.archive(project, by=cast.user(Role.SECTION_CLERK), at=DECEMBER)
    return project, opened(finished(cast))


def test_every_stage_brings_what_it_holds_under_a_name_of_its_own(whole):
    project, archive = whole
    names = archive.namelist()
    folder = next(name.split("/")[0] for name in names if "/" in name)
    found = {name.removeprefix(f"{folder}/") for name in names}

    assert folder == f"{project.ref.upper()} {project.title[:40]}"
    for wanted in (
        "01申报书/申报书第1稿.pdf",
        "01申报书/申报书第1稿.docx",
        "01申报书/申报书第1稿 内容.json",
        "02审核审批/审核意见.html",
        "02审核审批/决定 批准立项.html",
        "04责任书/项目责任书.pdf",
        "04责任书/项目责任书.docx",
        "04责任书/责任书.png",
        "05实施进度/实施计划和完成情况.html",
        "05实施进度/现场.png",
        "06定期汇报/现场照片.png",
        "07会议/全市基层党建创新项目推进会：本项目议题.html".replace("：", "："),
        "08督导整改/第1次督导记录.html",
        "08督导整改/整改后.jpg",
        "10经费/项目经费情况表.html",
        "15办理轨迹/办理轨迹.html",
    ):
        assert wanted in found, wanted
    minutes = [name for name in found if name.startswith("07会议/") and name.endswith((".pdf", ".docx"))]
    assert len(minutes) == 4  # notice and minutes, each in both forms


def test_a_revision_lies_there_as_the_text_that_its_hash_was_taken_of(whole):
    project, archive = whole
    (name,) = [name for name in archive.namelist() if name.endswith("申报书第1稿 内容.json")]

    assert hashlib.sha256(archive.read(name)).hexdigest() == project.revision.hash


def test_what_was_kept_lies_there_byte_for_byte(whole):
    project, archive = whole
    (name,) = [name for name in archive.namelist() if name.endswith("项目责任书.pdf")]

    assert hashlib.sha256(archive.read(name)).hexdigest() == project.agreement.pdf.sha256


def test_drafts_of_others_and_quiet_decisions_stay_out(cast, morning):
    project = with_everything(cast, morning)
    (other,) = review.nominated(cast, morning, county=1)
    review.speak(cast, other, morning)
    quiet = review.decide(cast, other, "decline", morning, reason="不予立项的内部理由")
    approvals.undo(quiet, by=cast.user(Role.DEPARTMENT_LEADER), at=morning)
    review.publish(cast, [review.decide(cast, other, "decline", morning, reason="公布的理由")], morning)
    project = concluded(cast, project)
    actions.archive(project, by=cast.user(Role.SECTION_CLERK), at=DECEMBER)
    text = everything_in(opened(finished(cast)))

    assert Decision.objects.filter(undone_at__isnull=False).count() == 1
    assert "公布的理由" in text and "不予立项的内部理由" not in text
    assert DRAFTED not in text and "还没有通知的会议" not in text and "变更申请" not in text


def test_projects_that_the_section_never_saw_are_not_taken_in(cast, morning):
    project = with_everything(cast, morning)
    Project.objects.filter(pk=project.pk).update(status=Status.PASSED_OVER, nominated_at=None)

    assert queries.counts_of(cast.programme) == queries.Count(ready=0, concluded=0, under_way=0)


def test_metadata_names_every_file_with_its_hash_and_every_item_with_what_the_standard_asks(whole):
    project, archive = whole
    root = metadata_in(archive, project)
    folder = next(name.split("/")[0] for name in archive.namelist() if "/" in name)
    named = {
        element.findtext("计算机文件名"): (element.findtext("校验值"), int(element.findtext("计算机文件大小")))
        for element in root.iter("电子属性")
    }

    for path, (sha256, size) in named.items():
        body = archive.read(f"{folder}/{path}")
        assert (hashlib.sha256(body).hexdigest(), len(body)) == (sha256, size)
    beside = {f"{folder}/{name}" for name in ("index.html", "metadata.xml", LIST)}
    in_folder = {name for name in archive.namelist() if name.startswith(f"{folder}/")}
    assert in_folder - beside == {f"{folder}/{path}" for path in named}
    for item in root.iter("文件"):
        for element in ("题名", "责任者", "日期", "文种", "密级", "保管期限"):
            assert item.findtext(element), (item.findtext("题名"), element)
        assert (item.findtext("密级"), item.findtext("保管期限")) == ("非密", "30年")
    assert root.findtext("档号/年度") == "2018" and root.findtext("内容描述/文件编号") == project.ref.upper()
    assert "校验值" in {element.findtext("关系类型") for element in root.iter("实体关系")}


def test_the_index_opens_without_a_server_and_leads_to_every_file(whole):
    _, archive = whole
    from urllib.parse import unquote

    for index in (name for name in archive.namelist() if name.endswith("index.html")):
        html = archive.read(index).decode()
        links = [unquote(link) for link in re.findall(r'href="([^"]+)"', html)]
        folder = index.removesuffix("index.html")
        assert "<script" not in html and not [link for link in links if ":" in link.split("/")[0]]
        for link in links:
            target = "index.html" if link == "../index.html" else f"{folder}{link}"
            assert target in archive.namelist(), link


def test_every_contributor_writes_into_a_section_of_the_archive(cast, morning):
    project = with_everything(cast, morning)

    found = {item.section for item in queries.items_of(Project.objects.get(pk=project.pk))}
    assert found <= SECTIONS.keys()
    assert {"application", "review", "agreement", "progress", "reports", "meetings", "inspections", "money"} <= found
