"""People and the posts they hold in organisations."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import CheckConstraint, F, Q

from lixiang.people.kinds import PostKind
from lixiang.people.models.organisations import Organisation


class Person(models.Model):
    """A person whom forms and documents name; may have no account."""

    name = models.CharField("姓名", max_length=60)
    phone = models.CharField("电话", max_length=30, blank=True)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="persons", verbose_name="所在组织"
    )
    is_sample = models.BooleanField("示例", default=False)

    def __str__(self) -> str:
        return self.name


class PostQuerySet(models.QuerySet["Post"]):
    def held(self, on: date) -> "PostQuerySet":
        """Posts held on that day."""
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=on), Q(valid_to__isnull=True) | Q(valid_to__gte=on)
        )


class Post(models.Model):
    """A person's post (职务) in an organisation, with its dates: a historical record."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="posts")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="posts")
    kind = models.CharField("职务类型", max_length=20, choices=PostKind.choices)
    title = models.CharField("职务", max_length=60)
    order = models.PositiveIntegerField("排序号", default=0)
    valid_from = models.DateField("任职", null=True, blank=True)
    valid_to = models.DateField("免职", null=True, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        ordering = ("order", "id")
        constraints = [
            CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_from__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="post_ends_after_it_begins",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.title}"

    @classmethod
    def visible_to(cls, user: Any) -> "PostQuerySet":
        """To whoever sees the organisation."""
        return cls.objects.filter(organisation__in=Organisation.visible_to(user))
