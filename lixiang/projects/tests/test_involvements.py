"""Limits per person count what was handed in: no unit learns of another's draft, and no draft stands in its way."""

from random import Random

from lixiang.people.roles import Role
from lixiang.projects.models.facts import involvements
from lixiang.projects.rules.facts import Involvement
from lixiang.rehearsal.applications import Author, hand_in, write

LEADER = "示例负责人"


def written(cast, at, county: int):
    unit = cast.nominators[county]
    author = Author(cast.user(Role.UNIT_CLERK, unit), unit, Random(county))
    project = write(author, cast.programme, category="A", at=at)
    project.leader_name = LEADER
    project.save(update_fields=["leader_name"])
    return author, project


def test_a_draft_of_another_county_counts_only_once_it_is_handed_in(cast, morning):
    _, own = written(cast, morning, 0)
    author, other = written(cast, morning, 1)
    before = involvements(own, {LEADER})
    hand_in(author, other, at=morning)

    assert before == (Involvement(LEADER, 0, 0),)
    assert involvements(own, {LEADER}) == (Involvement(LEADER, 1, 0),)
