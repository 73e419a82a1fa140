"""The fact that an organisation or a person may not apply until a date (限制申报); conduct writes it, rules read it."""

from datetime import date

from django.db import models
from django.db.models import CheckConstraint, Q

from lixiang.people.models.organisations import Organisation
from lixiang.people.models.persons import Person


class BarQuerySet(models.QuerySet["Bar"]):
    def in_force(self, on: date) -> "BarQuerySet":
        """Bars that forbid on that day; the last day is included."""
        return self.filter(from_on__lte=on, until_on__gte=on)


class Bar(models.Model):
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="bars", verbose_name="组织"
    )
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="bars", verbose_name="人员"
    )
    from_on = models.DateField("自")
    until_on = models.DateField("至")
    reason = models.TextField("理由")
    clause = models.CharField("依据条款", max_length=20, blank=True)

    objects = BarQuerySet.as_manager()

    class Meta:
        ordering = ("-until_on", "id")
        constraints = [
            CheckConstraint(
                condition=Q(organisation__isnull=True) ^ Q(person__isnull=True), name="a_bar_names_exactly_one"
            ),
            CheckConstraint(condition=Q(until_on__gte=models.F("from_on")), name="bar_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation or self.person} 至{self.until_on}"
