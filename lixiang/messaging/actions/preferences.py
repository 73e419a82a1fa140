"""How one person chooses to be told."""

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any

from lixiang.channels.door import CHANNELS
from lixiang.messaging.models import Preference
from lixiang.messaging.rules.ways import KINDS


def choose(
    *,
    channels: Mapping[str, list[str]],
    collected: list[str],
    digest_at: time,
    quiet_from: time | None,
    quiet_until: time | None,
    by: Any,
    at: datetime,
) -> Preference:
    """Keep one's own choice for what comes from now on. No history: it concerns nobody else."""
    kept = {kind: [code for code in codes if code in CHANNELS] for kind, codes in channels.items() if kind in KINDS}
    words = {"channels": kept, "collected": sorted(set(collected) & set(KINDS)), "digest_at": digest_at}
    words |= {"quiet_from": quiet_from, "quiet_until": quiet_until, "changed_at": at}
    preference, _ = Preference.objects.update_or_create(user=by, defaults=words)
    return preference
