"""The department's signed opinion is no way round a quiet decision: its scan waits for the publication."""

import io

import pytest

from lixiang.approvals.tests.arranging import nominated
from lixiang.people.roles import Role
from lixiang.projects.actions import attach_scan
from lixiang.projects.models import Project
from lixiang.projects.states import Status
from lixiang.workflow.findings import Refused


def attach(cast, project, at):
    paper = io.BytesIO(b"%PDF-1.4 signed")
    return attach_scan(project, "department", paper, name="意见.pdf", by=cast.user(Role.SECTION_CLERK), at=at)


@pytest.mark.parametrize("status", [Status.NOMINATED, Status.RETURNED_BY_DEPARTMENT, Status.SHORTLISTED])
def test_before_the_approval_is_published_the_department_attaches_no_scan(cast, morning, status):
    project = nominated(cast, morning)[0]
    Project.objects.filter(pk=project.pk).update(status=status)
    with pytest.raises(Refused) as refused:
        attach(cast, project, morning)
    assert [finding.code for finding in refused.value.findings] == ["not_published"]


def test_once_it_is_published_it_does(cast, morning):
    project = nominated(cast, morning)[0]
    Project.objects.filter(pk=project.pk).update(status=Status.APPROVED)
    assert attach(cast, project, morning).name == "意见.pdf"
