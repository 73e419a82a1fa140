"""The tabs of the worklist and of the dossier: which is chosen, and what stands in it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from lixiang.access.keys import key_in
from lixiang.desk.queries.deeds import deeds_page
from lixiang.desk.queries.worklist import TABS, Worklist, begun_page
from lixiang.ui.furniture import Link

Pairs = Sequence[tuple[str, str]]


def tab_of(asked: Mapping[str, str], tabs: Pairs) -> str:
    """The tab that the address names, else the first."""
    names = [name for name, _ in tabs]
    return asked.get("tab", "") if asked.get("tab", "") in names else names[0]


def links_of(tabs: Pairs, current: str, counts: Mapping[str, str] | None = None) -> tuple[Link, ...]:
    """Each tab has an address of its own, so Back works and scripts are not needed."""
    return tuple(
        Link(label, f"?tab={name}", (counts or {}).get(name), current=name == current)  # type: ignore[arg-type]
        for name, label in tabs
    )


def chosen_of(asked: Mapping[str, str], user: Any, worklist: Worklist, at: datetime) -> dict[str, Any]:
    """What the worklist's page shows under the tab chosen."""
    tab = tab_of(asked, TABS)
    after = key_in(asked.get("after"))
    shown: dict[str, Any] = {"tab": tab, "tabs": links_of(TABS, tab, worklist.counts), "items": (), "next_key": None}
    if tab == "done":
        shown["deeds"], shown["next_key"] = deeds_page(user, after)
    elif tab == "begun":
        shown["begun"], shown["next_key"] = begun_page(user, after)
    else:
        shown["items"] = worklist.shown(tab, at)
    return shown
