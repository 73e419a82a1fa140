"""The directory of Huainan as sample data: editable, marked as sample, verified by nobody."""

import tomllib
from datetime import datetime
from importlib.resources import files

from django.db import transaction

from lixiang.people.actions import add_organisation
from lixiang.people.models import Organisation


def rows_of_directory() -> list[dict]:
    """The rows of huainan.toml, parents before their children."""
    return tomllib.loads(files(__package__).joinpath("huainan.toml").read_text("utf-8"))["organisation"]


@transaction.atomic
def load_directory(at: datetime) -> dict[str, Organisation]:
    """Add what is not there yet and return the whole sample directory by code."""
    there = {organisation.code: organisation for organisation in Organisation.objects.select_related("parent")}
    for row in rows_of_directory():
        code = row["code"]
        if code not in there:
            parent = there[row["parent"]] if "parent" in row else None
            there[code] = add_organisation(**{**row, "parent": parent}, is_sample=True, by=None, at=at)
    return {row["code"]: there[row["code"]] for row in rows_of_directory()}
