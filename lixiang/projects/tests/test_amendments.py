"""An approved application amended: proposed beside it, adopted in its place, with its rows and names in step."""

from uuid import uuid4

import pytest

from lixiang.agreements.tests.conftest import approved_ones
from lixiang.people.models import Organisation
from lixiang.people.roles import Role
from lixiang.projects import actions, queries
from lixiang.projects.models import Project, Revision
from lixiang.projects.models.facts import values_of
from lixiang.projects.queries import amended_facts, rows_out_of_step
from lixiang.projects.rules.content import content_hash
from lixiang.workflow.findings import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def approved(cast, morning) -> Project:
    (project,) = approved_ones(cast, morning)
    return project


@pytest.fixture
def head(cast):
    return cast.user(Role.SECTION_HEAD)


def test_a_proposal_is_frozen_and_leaves_the_project_as_it_is(approved, head, morning):
    key, words = uuid4(), {"by": head, "at": morning, "reason": " 工作调动。 "}
    before = values_of(approved)
    revision = actions.propose(approved, {"leader_name": "示例乙"}, key=key, **words)

    assert (revision.number, revision.reason, revision.form_version) == (2, "工作调动。", approved.version)
    assert revision.content == {**approved.approved_revision.content, "leader_name": "示例乙"}
    assert revision.hash == content_hash(revision.content)
    assert actions.propose(approved, {"leader_name": "示例丙"}, key=key, **words) == revision
    assert values_of(Project.objects.get(pk=approved.pk)) == before


def test_an_adopted_revision_is_what_the_project_says_to_the_row(approved, head, morning):
    values = {"team": [{"name": "示例丁", "organisation": "", "post": "", "part": ""}], "title": "新名称"}
    revision = actions.propose(approved, values, key=uuid4(), by=head, at=morning, reason="x")

    project = actions.adopt(approved, revision, values, by=head, at=morning, detail={"change": "c1"})
    fresh = Project.objects.get(pk=project.pk)
    assert (fresh.approved_revision, fresh.revision, fresh.title) == (revision, revision, "新名称")
    assert values_of(fresh) == revision.content and list(rows_out_of_step()) == []


def test_an_organisation_is_found_by_its_name_and_ruled_on(approved, cast, morning):
    unit = cast.units_of(approved.nominating_organisation)[-1]

    facts = amended_facts(approved, {"implementing_organisation": unit.name}, morning)
    assert facts.organisation == unit.facts() and facts.text("implementing_organisation") == unit.name
    unknown = amended_facts(approved, {"implementing_organisation": "没有这个单位"}, morning)
    assert unknown.unknown == {"implementing_organisation"} and unknown.organisation is None


def test_a_name_borne_twice_is_known_by_its_code(approved, cast, head, morning):
    twin, other = cast.units_of(approved.nominating_organisation)[-2:]
    Organisation.objects.filter(pk=other.pk).update(name=twin.name)
    values = {"implementing_organisation": f"{twin.name}（{other.code}）"}

    revision = actions.propose(approved, values, key=uuid4(), by=head, at=morning, reason="x")
    project = actions.adopt(approved, revision, values, by=head, at=morning, detail={})
    assert project.implementing_organisation_id == other.pk
    assert revision.content["implementing_organisation"] == twin.name


def test_what_cannot_be_stored_is_refused_and_files_are_no_part_of_it(approved, head, morning):
    with pytest.raises(Refused):
        actions.propose(approved, {"completion_on": "年底"}, key=uuid4(), by=head, at=morning, reason="x")
    assert Revision.objects.filter(project=approved).count() == 1
    assert queries.fields_named(approved, frozenset({"attachments", "title"}))[0].name == "title"
    assert len(queries.fields_named(approved, frozenset({"attachments", "title"}))) == 1
