"""The accounts that a sentence reaches."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from lixiang.access.prepared import Prepared
from lixiang.messaging import rules
from lixiang.people.models import User


def people_of(audiences: Iterable[rules.Audience], sides: dict[str, frozenset[int]], *, but: int | None) -> tuple:
    """The ids of the accounts in use that belong to these audiences; one query."""
    known = tuple(each for each in audiences if sides.get(each.side))
    return tuple(PEOPLE(*known, but=but or NO_ACCOUNT, **{each.side: sides[each.side] for each in known}))


def _people(*audiences: rules.Audience, but: int, **sides: Iterable[int]) -> QuerySet:
    wanted = Q(pk__in=[])
    for audience in audiences:
        ids = sides[audience.side]
        if not audience.roles:
            wanted |= Q(pk__in=ids)
            continue
        there = Q(roles__organisation__in=ids) | Q(roles__organisation__predecessors__in=ids)
        wanted |= there & Q(roles__role__in=audience.roles, roles__valid_to__isnull=True)
    people = User.objects.filter(wanted, is_active=True).exclude(pk=but).order_by("pk")
    return people.values_list("pk", flat=True).distinct()


PEOPLE = Prepared(_people)  # asked for every sentence: two thousand reports fall due in one night
NO_ACCOUNT = 0
