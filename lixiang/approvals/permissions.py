"""Who may say and decide what in the review of a project."""

from typing import Any

from lixiang.people.roles import Role
from lixiang.programmes import permissions as programme
from lixiang.projects import permissions as projects


def may_review(user: Any, project: Any) -> bool:
    """Sees the reviewing page: the section that runs the programme."""
    return programme.is_of_the_section(user, project.programme)


def may_speak_for(user: Any, project: Any, role: str) -> bool:
    """Holds the role that a review step asks for."""
    return user is not None and user.holds(role, organisation=project.programme.managing_organisation_id)


def may_decide(user: Any, project: Any, role: str = "") -> bool:
    """Holds the role of the deciding step; the department's leader where the chain names none."""
    return may_decide_in(user, project.programme, role)


def may_decide_in(user: Any, programme: Any, role: str = "") -> bool:
    at = programme.managing_organisation_id
    return user is not None and user.holds(role or Role.DEPARTMENT_LEADER, organisation=at)


def may_publish(user: Any, programme: Any) -> bool:
    """Makes decisions known and issues their documents: the head of the section or the department's leader."""
    return user is not None and user.holds(
        Role.SECTION_HEAD, Role.DEPARTMENT_LEADER, organisation=programme.managing_organisation_id
    )


def may_publish_batch(user: Any, publication: Any) -> bool:
    return may_publish(user, publication.programme)


def may_see_publication(user: Any, publication: Any) -> bool:
    return programme.is_of_the_section(user, publication.programme)


def may_see_decision(user: Any, decision: Any) -> bool:
    return programme.is_of_the_section(user, decision.project.programme)


def is_section_of(user: Any, objection: Any) -> bool:
    return projects.is_section(user, objection.project)


def may_see_objection(user: Any, objection: Any) -> bool:
    """The section; whoever raised it hears the answer."""
    return is_of_the_section(user, objection) or (user is not None and user.pk == objection.by_id)


def is_of_the_section(user: Any, objection: Any) -> bool:
    return programme.is_of_the_section(user, objection.project.programme)


def may_object(user: Any, period: Any) -> bool:
    """Whoever is signed in may object to what is in 公示; strangers hand theirs to the section."""
    return user is not None


def runs_reviews(user: Any) -> bool:
    return user is not None and user.holds(*programme.SECTION)
