"""An approved project, its agreement, and the two sides that sign."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from lixiang.agreements import actions
from lixiang.approvals.tests import arranging
from lixiang.documents.signing.adapter import Party
from lixiang.documents.signing.authority import TestAuthority
from lixiang.people.roles import Role
from lixiang.programmes.models import Setting
from lixiang.programmes.tests.arranging import unread
from lixiang.projects.models import Project


@pytest.fixture
def sides(cast):
    """甲方 (clerk and head), 乙方 (clerk and leader), the unit, and a stranger of another county."""
    own, other = cast.nominators[0], cast.nominators[1]
    return SimpleNamespace(
        clerk=cast.user(Role.SECTION_CLERK),
        head=cast.user(Role.SECTION_HEAD),
        leader=cast.user(Role.DEPARTMENT_LEADER),
        nominator=cast.user(Role.NOMINATOR, own),
        nominator_leader=cast.user(Role.NOMINATOR_LEADER, own),
        unit=cast.user(Role.UNIT_CLERK, own),
        stranger=cast.user(Role.NOMINATOR, other),
    )


@pytest.fixture
def approved(cast, morning):
    """One approved project."""
    (project,) = approved_ones(cast, morning)
    return project


@pytest.fixture
def agreement(approved, sides, morning):
    return actions.draw_up(approved, by=sides.clerk, at=morning)


@pytest.fixture
def certificates(tmp_path, settings, cast, morning):
    """A certificate of the test authority for the department and the first county; the terms wish them used."""
    settings.CERTIFICATES = tmp_path / "certificates"
    parties = [Party.of(cast.programme.managing_organisation), Party.of(cast.nominators[0])]
    TestAuthority(at=morning, lasts=timedelta(days=20 * 365)).install(settings.CERTIFICATES, parties)
    wish_electronic(cast)
    return settings.CERTIFICATES


def wish_electronic(cast) -> None:
    """As if the programme had been published with `signing = "electronic"`."""
    row = Setting.objects.get(version=cast.version, kind="agreements.terms")
    row.parameters["signing"] = "electronic"
    row.save()
    type(cast.version).objects.filter(pk=cast.version.pk).update(pack_hash=unread())


def approved_ones(cast, at, count: int = 1, county: int = 0) -> list[Project]:
    """Projects reviewed, decided and published as approved."""
    projects = arranging.nominated(cast, at, count, county=county)
    arranging.approve(cast, projects, at)
    return [Project.objects.get(pk=project.pk) for project in projects]
