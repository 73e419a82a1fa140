"""签收: an organisation signs for a document that was sent to it."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from lixiang.documents.models import Addressee, OfficialDocument
from lixiang.documents.permissions import may_acknowledge
from lixiang.history.record import record
from lixiang.people.models import Organisation


def acknowledge(document: OfficialDocument, organisation: Organisation, *, by: Any, at: datetime) -> Addressee:
    """Sign for the document on behalf of an organisation; the first signature stands, a second changes nothing.

    PermissionDenied where the document was not sent there or this person has no role there.
    """
    with transaction.atomic():
        addressee = (
            Addressee.objects.select_for_update(no_key=True)
            .filter(document=document, organisation=organisation)
            .first()
        )
        if addressee is None or not may_acknowledge(by, addressee):
            raise PermissionDenied
        if addressee.acknowledged_at is None:
            addressee.acknowledged_at, addressee.acknowledged_by, addressee.acknowledged_by_name = at, by, by.name
            addressee.save(update_fields=["acknowledged_at", "acknowledged_by", "acknowledged_by_name"])
            record(document, "acknowledge", by=by, at=at, detail={"organisation": addressee.name})
    return addressee
