"""Who may do what in appraisal; never asks about states, dates or conflicts."""

from typing import Any

from lixiang.people.roles import Role
from lixiang.programmes import permissions as programme

# Who scores for a source that is no panel's, by the side it is scored by.
SIDES = {"department": (Role.SECTION_CLERK, Role.SECTION_HEAD), "nominator": (Role.NOMINATOR,)}


def runs_appraisal(user: Any, programme_or_panel: Any) -> bool:
    """The section's clerk or head, who set panels up and open and close the scoring."""
    return programme.may_edit(user, getattr(programme_or_panel, "programme", programme_or_panel))


def oversees(user: Any, thing: Any) -> bool:
    """Works for the organisation that runs the programme of a panel or a project, its leader included."""
    return programme.is_of_the_section(user, thing.programme)


def is_judge(user: Any, judge: Any) -> bool:
    """Is that judge, as long as the role is held."""
    return (
        user is not None
        and judge.user_id == user.pk
        and user.holds(Role.JUDGE, organisation=judge.panel.programme.managing_organisation_id)
    )


def scores(user: Any, assignment: Any) -> bool:
    """The judge whom it was given to; of another source whoever works for its side."""
    if assignment.judge_id is not None:
        return is_judge(user, assignment.judge)
    return user is not None and user.holds(*SIDES[assignment.scored_by], organisation=assignment.organisation_id)


def writes_sheet(user: Any, sheet: Any) -> bool:
    return scores(user, sheet.assignment)


def enters(user: Any) -> bool:
    """Has to do with appraisal at all: judges, the section, and those who may score for their own side."""
    return user.holds(Role.JUDGE, *programme.SECTION, Role.NOMINATOR)
