"""The hash of an event: pure, so that anybody with the rows can recompute a chain."""

import hashlib
import json
from typing import Any

START = "0" * 64
FIELDS = (
    "subject_kind",
    "subject_id",
    "sequence",
    "verb",
    "by_id",
    "by_name",
    "at",
    "from_status",
    "to_status",
    "reason",
    "detail",
    "programme_id",
)


def digest(previous: str, values: dict[str, Any]) -> str:
    """SHA-256 over the previous hash and the canonical JSON of the event's own fields (`at` as ISO text in UTC)."""
    body = json.dumps(
        {name: values[name] for name in FIELDS}, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return hashlib.sha256(f"{previous}\n{body}".encode()).hexdigest()
