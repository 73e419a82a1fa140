"""What the address of the list of progress narrows it to."""

from collections.abc import Mapping

from lixiang.access.keys import key_in
from lixiang.delivery.queries.progress_lists import Chosen
from lixiang.delivery.rules.lamps import COLOURS

LONGEST = 60


def chosen_from(asked: Mapping[str, str]) -> Chosen:
    """Anything senseless is left out."""

    def text(name: str) -> str:
        return asked.get(name, "").replace("\0", "").strip()[:LONGEST]

    lamp = text("lamp")
    after = min(key_in(asked.get("after")) or 0, 2**31 - 1)
    return Chosen(lamp if lamp in COLOURS else "", text("category"), text("organisation"), text("q"), after)
