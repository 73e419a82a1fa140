"""Models of the people room, one file per noun."""

from lixiang.people.models.accounts import LogInFailures, RoleHeld, User
from lixiang.people.models.bars import Bar
from lixiang.people.models.deputies import Deputation
from lixiang.people.models.organisations import FormerName, Organisation, OrganisationRelation, bearer_of, by_bearer
from lixiang.people.models.persons import Person, Post

__all__ = [
    "Bar",
    "Deputation",
    "FormerName",
    "LogInFailures",
    "Organisation",
    "OrganisationRelation",
    "Person",
    "Post",
    "RoleHeld",
    "User",
    "bearer_of",
    "by_bearer",
]
