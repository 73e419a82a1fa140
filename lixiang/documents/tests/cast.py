"""Sample people and organisations for the tests of this room."""

from datetime import UTC, datetime

from lixiang.documents import blocks as b
from lixiang.documents.issue import issue
from lixiang.people.kinds import Level, OrganisationKind
from lixiang.people.models import Organisation, RoleHeld, User
from lixiang.people.roles import Role

AT = datetime(2018, 4, 20, 1, 0, tzinfo=UTC)


def organisation(code, name, kind=OrganisationKind.LOCAL_COMMITTEE):
    return Organisation.objects.create(code=code, name=name, short_name=name, kind=kind, level=Level.COUNTY)


def person(username, role, at):
    user = User.objects.create_user(username, f"示例{username}", "sample-password")
    RoleHeld.objects.create(user=user, role=role, organisation=at, valid_from=AT, granted_at=AT)
    return user


def department():
    return organisation("department", "中共示例市委组织部", OrganisationKind.DEPARTMENT)


def section_clerk(at=None):
    return person("clerk", Role.SECTION_CLERK, at or department())


def short_notice(number):
    """A notice of one page as `issue` builds it."""
    return b.Document(
        "通知",
        "关于示例事项的通知",
        (
            b.Head("中共示例市委组织部文件"),
            *((b.Number(number),) if number else ()),
            b.Title("关于示例事项的通知"),
            b.Addressee("各县（区）委"),
            b.Paragraph("特此通知。"),
            b.SignOff("中共示例市委组织部", "2018年4月20日"),
            b.Imprint("", "中共示例市委组织部办公室", "2018年4月20日"),
        ),
    )


def issued(*addressees, by, at=AT, series="示组通字", **words):
    return issue("通知", build=short_notice, series=series, addressees=addressees, by=by, at=at, **words)
