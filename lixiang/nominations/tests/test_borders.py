"""Where a slate ends: what others than its organisation see of it, and what a return may not undo."""

import io
import zipfile
from uuid import UUID

import pytest

from lixiang.approvals import actions as approvals
from lixiang.nominations import actions
from lixiang.people.roles import Role
from lixiang.projects.actions import save_section
from lixiang.projects.models import Project
from lixiang.projects.queries import saves_of, sections_of
from lixiang.projects.states import Status
from lixiang.workflow.findings import Refused


def words_of(answer) -> str:
    """Everything that a page or the parts of a workbook or archive say."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if not body.startswith(b"PK"):
        return body.decode()
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return "".join(archive.namelist()) + "".join(
            archive.read(name).decode() for name in archive.namelist() if name.endswith("xml")
        )


@pytest.mark.parametrize("part", ["", "summary.xlsx", "attachments.zip"])
def test_the_section_reads_nothing_of_a_slate_before_it_is_nominated(stage, part):
    slate = stage.filled("A", "B")
    answer = stage.browser(Role.SECTION_CLERK).get(f"/slates/{slate.ref}/{part}")
    said = words_of(answer)
    assert answer.status_code == 200
    assert not [title for title in Project.objects.values_list("title", flat=True) if title in said]


@pytest.mark.parametrize("part", ["", "summary.xlsx"])
def test_the_section_reads_what_was_nominated(stage, part):
    slate = stage.handed_in("A", "B")
    said = words_of(stage.browser(Role.SECTION_CLERK).get(f"/slates/{slate.ref}/{part}"))
    assert all(title in said for title in Project.objects.values_list("title", flat=True))


@pytest.mark.parametrize("part", ["", "summary.xlsx"])
def test_its_organisation_reads_its_slate_before(stage, part):
    slate = stage.filled("A", "B")
    said = words_of(stage.browser(Role.NOMINATOR, "county-1").get(f"/slates/{slate.ref}/{part}"))
    assert all(title in said for title in Project.objects.values_list("title", flat=True))


def rewritten(stage, project: Project, category: str) -> Project:
    """Sent back by the department with every section open, and given another category by its clerk."""
    form = sections_of(project)
    words = {"sections": [section.code for section, _ in form], "reason": "类别不当", "due_at": stage.later(days=5)}
    approvals.send_back(project, **words, by=stage.user(Role.SECTION_CLERK), at=stage.at)
    section = next(section.code for section, fields in form if "category" in {field.name for field in fields})
    words = {"expected": saves_of(project)[section].number, "by": stage.user(Role.UNIT_CLERK, "county-1")}
    save_section(project, section, {"category": category}, **words, at=stage.at)
    return project


def nominate(stage, project: Project) -> Project:
    return actions.nominate(project, key=UUID(int=1), by=stage.user(Role.NOMINATOR, "county-1"), at=stage.at)


def test_a_return_does_not_turn_the_only_project_of_a_required_category_into_another(stage):
    slate = stage.handed_in("A", "B")
    project = rewritten(stage, Project.objects.get(slate_entry__slate=slate, category="A"), "B")
    with pytest.raises(Refused) as refused:
        nominate(stage, project)
    assert [(f.code, f.clause) for f in refused.value.findings] == [("too_few_A", "二.3a")]


def test_a_return_may_change_the_category_where_the_least_still_holds(stage):
    slate = stage.handed_in("A", "A", "B")
    project = rewritten(stage, Project.objects.filter(slate_entry__slate=slate, category="A").first(), "B")
    assert nominate(stage, project).status == Status.NOMINATED


def test_what_decisions_took_from_the_least_is_not_asked_of_a_project_that_comes_back(stage):
    slate = stage.handed_in("A", "B")
    Project.objects.filter(slate_entry__slate=slate, category="A").update(status=Status.DECLINED)
    project = Project.objects.get(slate_entry__slate=slate, category="B")
    assert nominate(stage, rewritten(stage, project, "B")).status == Status.NOMINATED
