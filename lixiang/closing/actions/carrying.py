"""Carries what stood in the last dossier over into that of a new round, so that nothing is asked for twice."""

from datetime import datetime
from typing import Any

from lixiang.closing.models import Dossier, Evidence, Result
from lixiang.files import store

EVIDENCE = "evidence"  # the part that a file plays for a dossier
CARRIED = ("number", "kind", "words", "made_at", "made_at_source", "place", "place_source", "made_by", "proves")
ENTRY = ("place", "kind", "title", "effect", "promise", "evidence")


def carry_over(last: Dossier, dossier: Dossier, *, by: Any, at: datetime) -> None:
    """Text, figures, explanations, results, and the evidence by claims of its own."""
    dossier.answers, dossier.figures, dossier.explained = last.answers, last.figures, last.explained
    dossier.save(update_fields=["answers", "figures", "explained"])
    for each in last.evidence.filter(removed_at=None).select_related("claim__file"):
        claim = store.claim(each.claim.file, dossier, part=EVIDENCE, name=each.claim.name, by=by, at=at)
        own = {name: getattr(each, name) for name in CARRIED}
        copies = {"thumbnail_id": each.thumbnail_id, "public_copy_id": each.public_copy_id}
        Evidence.objects.create(dossier=dossier, claim=claim, **own, **copies, added_at=at, added_by_name=by.name)
    Result.objects.bulk_create(
        Result(
            programme_id=r.programme_id, project_id=r.project_id, dossier=dossier, **{n: getattr(r, n) for n in ENTRY}
        )
        for r in last.results.all()
    )
