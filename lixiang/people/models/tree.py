"""The place of an organisation in the tree as one text, by which rows below, rows above and the order are found."""

from __future__ import annotations

from collections.abc import Collection
from functools import reduce
from operator import or_
from typing import Any

from django.core.validators import MaxValueValidator
from django.db import models, transaction
from django.db.models import Q, Subquery, Value
from django.db.models.functions import Concat, Substr

# A step is five digits of official order and nine of the id: digits sort alike in every collation.
ORDER_DIGITS, ID_DIGITS = 5, 9
STEP = ORDER_DIGITS + ID_DIGITS
DEEPEST = 18
HIGHEST_ORDER = 10**ORDER_DIGITS - 1
BEYOND_DIGITS = "a"
PLACING = {"parent", "parent_id", "order"}


class TreeQuerySet(models.QuerySet):
    """Questions about the tree; each is one query over ranges of the index on `path`."""

    def subtree(self, of: Any) -> TreeQuerySet:
        """`of` (a node or its id) and all below it, in official order."""
        return self.subtrees([getattr(of, "pk", of)])

    def subtrees(self, ids: Collection[int]) -> TreeQuerySet:
        """The subtrees of several nodes together, none twice, in official order."""
        if not ids:
            return self.none()
        return self.filter(reduce(or_, map(self._below, sorted(ids)))).order_by("path")

    def in_official_order(self) -> TreeQuerySet:
        """Depth first, siblings by their official order."""
        return self.order_by("path")

    def ancestors(self, of: TreeNode, *, include_self: bool = False) -> TreeQuerySet:
        """The nodes above, from the top."""
        ends = range(STEP, len(of.path) + include_self, STEP)
        return self.filter(path__in=[of.path[:end] for end in ends]).order_by("path")

    def bulk_create(self, *args: Any, **kwargs: Any) -> list:
        raise TypeError("nodes are saved one by one: a path holds the id")

    def update(self, **changes: Any) -> int:
        if PLACING & changes.keys():
            raise TypeError("parent and order change by save(), which moves what stands below")
        return super().update(**changes)

    def _below(self, pk: int) -> Q:
        top = self.model._default_manager.filter(pk=pk).order_by()
        end = top.values(end=Concat("path", Value(BEYOND_DIGITS)))
        return Q(path__gte=Subquery(top.values("path"))) & Q(path__lt=Subquery(end))


class TreeNode(models.Model):
    """A node under its parent at its official place among the siblings; `path` follows from both, at every save."""

    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children", verbose_name="上级"
    )
    order = models.PositiveIntegerField("排序号", default=0, validators=[MaxValueValidator(HIGHEST_ORDER)])
    path = models.CharField(max_length=DEEPEST * STEP, editable=False, blank=True, db_index=True)

    objects = TreeQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ("path",)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and move with everything below when the parent or the order is another one."""
        with transaction.atomic():
            # Whoever adds or moves waits here for the other, so that nobody builds on a path that is moving.
            list(type(self)._default_manager.select_for_update(no_key=True).filter(parent=None).values_list("pk"))
            super().save(*args, **kwargs)
            if kwargs.get("update_fields") is None or PLACING & set(kwargs["update_fields"]):
                self._move_to_place()

    @property
    def depth(self) -> int:
        """0 at the top."""
        return len(self.path) // STEP - 1

    def _move_to_place(self) -> None:
        nodes = type(self)._default_manager
        paths = dict(nodes.filter(pk__in=(self.pk, self.parent_id)).values_list("pk", "path"))
        before, above = paths[self.pk], paths.get(self.parent_id, "")
        self.path = f"{above}{self.order:0{ORDER_DIGITS}}{self.pk:0{ID_DIGITS}}"
        if before and above.startswith(before):
            raise ValueError("a node cannot stand below itself")
        if self.path == before:
            return
        moving = nodes.subtree(self.pk) if before else nodes.filter(pk=self.pk)
        moving.order_by().update(path=Concat(Value(self.path), Substr("path", len(before) + 1)))
