"""One kind of work that waits for somebody, as rows to be counted."""

from dataclasses import dataclass

from django.db.models import QuerySet


@dataclass(frozen=True)
class Ask:
    """Rows that wait for something: `words` holds {n}; `since` and `due` name fields that say since and until when."""

    words: str
    rows: QuerySet
    url: str
    clause: str = ""
    since: str = ""
    due: str = ""
    reason: str = ""
    label: str = "去办理"
    remind_url: str = ""
