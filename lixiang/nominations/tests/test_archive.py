"""The archive of attachments: a folder per project, names that every computer takes, and what the store has lost."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lixiang.files.models import File
from lixiang.nominations import actions, queries
from lixiang.nominations.queries.attachments import MISSING, Names, safe_name
from lixiang.people.roles import Role
from lixiang.projects import actions as applications
from lixiang.projects.models import Project, Revision
from lixiang.projects.queries import sections_of
from lixiang.rehearsal.applications import Author, hand_in, write
from lixiang.rehearsal.cycle import scan


def attached(stage, *names: str, category: str = "A", code: str = "county-1", **changed) -> Project:
    """A project handed in with a scan under each of these names."""
    author = Author(stage.user(Role.UNIT_CLERK, code), stage.cast.organisations[code], stage.rng)
    project = write(author, stage.cast.programme, category=category, at=stage.at, **changed)
    assert "attachments" in {section.code for section, _ in sections_of(project)}
    for name in names:
        applications.attach(project, "attachments", scan(), name=name, by=author.user, at=stage.at)
    hand_in(author, project, at=stage.at)
    return project


def archive(parts) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(b"".join(parts)))


@pytest.mark.django_db
def test_the_archive_has_a_folder_per_project_in_the_order_of_the_slate(stage):
    slate = stage.slate()
    for category, names in (("A", ["调研报告.png", "调研报告.PNG"]), ("B", ["照片.PNG"])):
        title = {"A": "党员“积分”/管理", "B": "乡村夜校"}[category]
        stage.take_up(slate, attached(stage, *names, category=category, title=title))

    packed = archive(queries.stream_attachments_of(slate))

    assert packed.testzip() is None
    assert packed.namelist() == [
        "001_演练第一县委_党员“积分”_管理/调研报告.png",
        "001_演练第一县委_党员“积分”_管理/调研报告（2）.PNG",
        "002_演练第一县委_乡村夜校/照片.PNG",
    ]
    assert all(entry.flag_bits & 0x800 for entry in packed.infolist())
    assert packed.read(packed.namelist()[0]).startswith(b"\x89PNG")


@pytest.mark.django_db
def test_the_archive_of_all_numbers_through_in_official_order(stage):
    for code in ("committee-1", "county-1"):
        slate = stage.slate(code)
        stage.take_up(slate, attached(stage, "甲.png", category="A", code=code, title=code))
        if code == "county-1":
            stage.take_up(slate, stage.project("B", code))
        actions.endorse(slate, by=stage.user(Role.NOMINATOR_LEADER, code), at=stage.at)
        stage.hand_in(slate)

    packed = archive(queries.stream_attachments(stage.cast.programme, stage.at))

    assert packed.namelist() == ["001_演练第一县委_county-1/甲.png", "003_演练第一工委_committee-1/甲.png"]


@pytest.mark.django_db
def test_a_file_that_the_store_has_lost_is_named_and_the_rest_goes_out(stage):
    from django.core.files.storage import default_storage

    slate = stage.slate()
    stage.take_up(slate, attached(stage, "甲.png"))
    for file in File.objects.all():
        default_storage.delete(file.path)

    packed = archive(queries.stream_attachments_of(slate))

    (name,) = packed.namelist()
    assert name == MISSING and "甲.png" in packed.read(name).decode()


@pytest.mark.django_db
def test_a_file_without_a_row_is_named_as_well(stage):
    slate = stage.slate()
    project = attached(stage, "甲.png")
    stage.take_up(slate, project)
    revision = Revision.objects.get(project=project)
    content = {**revision.content, "attachments": [{**revision.content["attachments"][0], "sha256": "0" * 64}]}
    Revision.objects.filter(pk=revision.pk).update(content=content)

    assert archive(queries.stream_attachments_of(slate)).namelist() == [MISSING]


@pytest.mark.django_db
def test_an_archive_without_files_opens_all_the_same(stage):
    assert archive(queries.stream_attachments_of(stage.filled("A"))).namelist() == ["没有附件.txt"]


names = st.text(st.characters(exclude_categories=("Cs",)), max_size=80)


@given(names, st.integers(1, 40))
def test_a_safe_name_is_no_path_no_device_and_no_longer_than_asked(name, longest):
    safe = safe_name(name, longest)

    assert 0 < len(safe) <= max(longest, 3) + 1
    assert not set('/\\:*?"<>|\0\n\r\u202e') & set(safe)
    assert safe not in (".", "..") and safe == safe.strip(" .")
    assert safe.split(".")[0].lower() not in {"con", "prn", "aux", "nul", "com1", "lpt9"}


@given(st.lists(names, max_size=12))
def test_no_two_files_of_an_archive_share_a_name_even_where_case_does_not_count(given_names):
    taken = Names()

    paths = [taken.free("001_甲_乙", name) for name in given_names]

    assert len({path.casefold() for path in paths}) == len(paths)
    assert all(path.count("/") == 1 and ".." not in path.split("/") for path in paths)


def test_endings_are_kept():
    taken = Names()

    assert taken.free("甲", "报告.tar.pdf") == "甲/报告.tar.pdf"
    assert taken.free("甲", "报告.TAR.pdf") == "甲/报告.TAR（2）.pdf"
    assert taken.free("甲", "../../etc/passwd") == "甲/_.._etc_passwd"
    assert taken.free("甲", "NUL.txt") == "甲/_NUL.txt"
