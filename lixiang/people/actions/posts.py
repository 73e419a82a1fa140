"""Who holds which post (职务) in an organisation, from when until when: entered when it begins, ended, never erased."""

from __future__ import annotations

from datetime import date, datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.timezone import localdate

from lixiang.history.record import record
from lixiang.people import permissions
from lixiang.people.models import Organisation, Person, Post, User


@transaction.atomic
def add_post(
    organisation: Organisation,
    *,
    name: str,
    kind: str,
    title: str,
    by: User | None,
    at: datetime,
    order: int = 0,
    valid_from: date | None = None,
) -> Post:
    """Somebody takes up a post; who bears the name here already is the same person."""
    _check_may(by)
    organisation = Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    organisation.check_stands()
    person = Person.objects.filter(organisation=organisation, name=name).order_by("pk").first()
    if person is None:
        person = Person(name=name, organisation=organisation, is_sample=organisation.is_sample)
        person.full_clean()
        person.save(force_insert=True)
    if organisation.posts.held(localdate(at)).filter(person=person, title=title).exists():
        raise ValidationError({"name": f"{name}已任{title}。"}, code="held_already")
    post = Post(person=person, organisation=organisation, kind=kind, title=title, order=order, valid_from=valid_from)
    post.full_clean()
    post.save(force_insert=True)
    record(organisation, "add_post", by=by, at=at, detail=_told(post))
    return post


@transaction.atomic
def end_post(post: Post, *, until: date | None = None, by: User | None, at: datetime, reason: str = "") -> Post:
    """Somebody leaves a post, on the day of `at` unless another is given; the record stays."""
    _check_may(by)
    post = (
        Post.objects.select_for_update(of=("self",), no_key=True)
        .select_related("organisation", "person")
        .get(pk=post.pk)
    )
    if post.valid_to is not None:
        raise ValidationError("已经免职。", code="ended_already")
    post.valid_to = until or localdate(at)
    if post.valid_from and post.valid_to < post.valid_from:
        raise ValidationError("免职日期不能早于任职日期。", code="ends_before_it_begins")
    post.save(update_fields=["valid_to"])
    record(post.organisation, "end_post", by=by, at=at, reason=reason, detail=_told(post))
    return post


def _told(post: Post) -> dict[str, str]:
    said = {"name": post.person.name, "title": post.title}
    return said | {key: day.isoformat() for key, day in (("from", post.valid_from), ("until", post.valid_to)) if day}


def _check_may(by: User | None) -> None:
    if by is not None and not permissions.may_edit_organisations(by):
        raise PermissionDenied
