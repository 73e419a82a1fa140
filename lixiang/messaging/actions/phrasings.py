"""How the office words a sentence: for all its programmes or for one; back to the product's own words."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from lixiang.history.record import record
from lixiang.messaging.models import Phrasing
from lixiang.messaging.rules.phrasings import Sentence, findings_of
from lixiang.programmes.models import Programme
from lixiang.programmes.permissions import may_edit
from lixiang.workflow.findings import refuse_if


def word(sentence: Sentence, words: str, *, programme: Programme, for_all: bool, by: Any, at: datetime) -> Phrasing:
    """Tell it in these words from now on, in this programme or in all of its office."""
    if not may_edit(by, programme):
        raise PermissionDenied
    words = words.strip()
    refuse_if(findings_of(words, sentence.told.words))
    return _add(sentence, words, programme, for_all, "word", by, at)


def reset_words(sentence: Sentence, *, programme: Programme, for_all: bool, by: Any, at: datetime) -> Phrasing:
    """Back to what stands below: from the programme to the office's words, from the office to the product's own."""
    if not may_edit(by, programme):
        raise PermissionDenied
    return _add(sentence, "", programme, for_all, "reset_words", by, at)


@transaction.atomic
def _add(
    sentence: Sentence, words: str, programme: Programme, for_all: bool, verb: str, by: Any, at: datetime
) -> Phrasing:
    kind, told, default = sentence.key
    row = Phrasing.objects.create(
        organisation_id=programme.managing_organisation_id,
        programme=None if for_all else programme,
        subject_kind=kind,
        verb=told,
        default=default,
        words=words,
        by=by,
        by_name=by.name,
        at=at,
    )
    record(row, verb, by=by, at=at, detail={"of": f"{kind}.{told}"}, programme_id=None if for_all else programme.pk)
    return row
