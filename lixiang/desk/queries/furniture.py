"""What stands around every page of a signed-in person: two cheap queries, none that grows with a programme."""

from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from lixiang.access.prepared import Prepared
from lixiang.appraisal.permissions import enters as appraises
from lixiang.approvals.permissions import runs_reviews
from lixiang.desk.queries.bounded import count_of
from lixiang.desk.rules.items import MOST_COUNTED, count_words
from lixiang.messaging.models import Message
from lixiang.outcomes.permissions import sees_archives
from lixiang.outcomes.permissions.assessment import enters_assessment
from lixiang.people.permissions import may_list_users
from lixiang.people.roles import ADMINISTRATORS, SECTION, Role, words_for
from lixiang.programmes.models import Programme
from lixiang.programmes.states import Status
from lixiang.ranking.permissions import enters as is_ranked
from lixiang.ui.addresses import address
from lixiang.ui.furniture import Furniture, Link, with_current
from lixiang.work.permissions import operates

SAMPLE_MARK = "示例账号和示例数据，非正式内容"
CHOICE = "programme"  # in the session: the reference of the programme chosen
UNITS = (Role.UNIT_CLERK, Role.NOMINATOR, Role.NOMINATOR_LEADER)
BUSINESS = (*UNITS, *SECTION)
FOLLOWERS = (Role.INSPECTOR, Role.FINANCE)
COUNTED = MOST_COUNTED + 1


def _unread(user: Any) -> QuerySet[Message]:
    return Message.objects.filter(user=user, read_at=None)


# Asked on every page, so their SQL is written once.
PROGRAMMES = Prepared(
    lambda own, user: (
        Programme.visible_to_section_at(own).annotate(unread=count_of(_unread(user))).order_by("-year", "ref")
    )
)
UNREAD = Prepared(lambda user: _unread(user).order_by().values_list("pk")[:COUNTED])


def everybody(user: Any) -> bool:
    return True


def works(user: Any) -> bool:
    return user.holds(*BUSINESS)


def works_or_follows(user: Any) -> bool:
    return user.holds(*BUSINESS, *FOLLOWERS)


def inspects_or_is_inspected(user: Any) -> bool:
    return user.holds(*BUSINESS, Role.INSPECTOR)


def nominates(user: Any) -> bool:
    return user.holds(Role.NOMINATOR, Role.NOMINATOR_LEADER, *SECTION)


def keeps_the_directory(user: Any) -> bool:
    return user.holds(*ADMINISTRATORS, *SECTION, Role.NOMINATOR, Role.NOMINATOR_LEADER)


# (label, route, whom it is for), in the order of a project's life.
NAVIGATION = (
    ("工作台", "desk:worklist", everybody),
    ("日历", "desk:calendar", works_or_follows),
    ("项目", "projects:list", works_or_follows),
    ("推荐名单", "nominations:list", nominates),
    ("审核", "approvals:list", runs_reviews),
    ("决定", "approvals:decisions", runs_reviews),
    ("公示", "approvals:publicity", everybody),
    ("责任书", "agreements:list", works),
    ("进度", "delivery:progress_list", works_or_follows),
    ("汇报", "delivery:reports", works_or_follows),
    ("会议", "delivery:meetings", works_or_follows),
    ("督导", "delivery:inspections", inspects_or_is_inspected),
    ("变更", "delivery:change_list", runs_reviews),
    ("经费", "funds:money", works_or_follows),
    ("结项", "closing:dossiers", works_or_follows),
    ("验收", "appraisal:list", appraises),
    ("排名", "ranking:list", is_ranked),
    ("成果运用", "outcomes:showcase", everybody),
    ("考核", "outcomes:assessments", enters_assessment),
    ("归档", "outcomes:archives", sees_archives),
    ("公文", "documents:list", works),
    ("看板", "desk:dashboard", works_or_follows),
    ("批次", "programmes:list", works_or_follows),
    ("组织", "people:organisations", keeps_the_directory),
    ("用户", "people:users", may_list_users),
    ("运行", "work:operations", operates),
)
# Pages of one project that belong to another room than its dossier: the last word of the address -> that room.
OF_A_PROJECT = {
    "money": "funds:money",
    "progress": "delivery:progress_list",
    "inspections": "delivery:inspections",
    "changes": "delivery:change_list",
}


def programmes_of(user: Any) -> tuple[Programme, ...]:
    """The programmes to switch between: published ones first, then drafts, the newest year on top.

    One query for every page: the number of unread messages rides on it as `unread` of each programme.
    """
    found = PROGRAMMES(own=user.organisations_as(*SECTION), user=user.pk)
    return tuple(sorted(found, key=lambda programme: programme.status == Status.DRAFT))


def chosen(programmes: tuple[Programme, ...], ref: str) -> Programme | None:
    """The programme of the session, else the first; None where there is none."""
    return next((each for each in programmes if each.ref == ref), next(iter(programmes), None))


def navigation_of(user: Any) -> tuple[Link, ...]:
    """The rooms this person may enter."""
    return tuple(Link(label, address(route)) for label, route, is_for in NAVIGATION if is_for(user))


def lit(links: tuple[Link, ...], path: str) -> tuple[Link, ...]:
    """The rooms, with the one that a page belongs to marked; a page of one project may belong to a room of its own."""
    parts = path.split("/")  # "", "projects", the reference, the room's word …; a lying address may have fewer
    room = OF_A_PROJECT.get(parts[3]) if parts[1:2] == ["projects"] and len(parts) > 3 else None
    own = address(room) if room else path
    return with_current(links, own if any(link.url == own for link in links) else path)


def unread_of(user: Any, programmes: tuple[Programme, ...]) -> int | str:
    """How many messages wait, as a badge shows it; an index of unread ones alone answers."""
    count = programmes[0].unread if programmes else len(UNREAD(user=user.pk))  # type: ignore[attr-defined]
    return count_words(count) if count else 0


def furniture_for(user: Any, path: str, programmes: tuple[Programme, ...], programme: Programme | None) -> Furniture:
    """Header and navigation of one page."""
    return Furniture(
        navigation=lit(navigation_of(user), path),
        programmes=tuple(
            Link(each.title, address("desk:switch", ref=each.ref), current=each is programme) for each in programmes
        ),
        programme=programme.title if programme else "",
        user_key=str(user.pk),
        user_name=user.name,
        roles=words_for(held.role for held in user.held_roles),
        organisation="、".join(dict.fromkeys(h.organisation_short_name for h in user.held_roles if not h.is_inherited)),
        unread=unread_of(user, programmes),
        messages_url=address("messaging:list"),
        account=(
            Link("我的账号", address("people:account")),
            Link("修改密码", address("people:change_password")),
        ),
        log_out_url=address("account_logout"),
        mark=settings.MARK or (SAMPLE_MARK if user.is_sample else ""),
    )


def furniture_of_a_stranger() -> Furniture:
    return Furniture(log_in_url=address("account_login"))


def place_of(user: Any, path: str) -> str:
    """The room that a page belongs to, as an address: after a switch of programmes one is in the same room again."""
    here = next((link.url for link in lit(navigation_of(user), path) if link.current), "")
    return here or address("desk:worklist")
