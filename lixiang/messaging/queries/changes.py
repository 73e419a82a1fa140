"""What an event of a change or of its supplementary agreement adds to what is known of its project."""

from dataclasses import dataclass

from lixiang.delivery.models import ChangeRequest, SupplementaryAgreement
from lixiang.delivery.queries.changes import kinds_of
from lixiang.delivery.queries.supplements import clause_of_terms
from lixiang.history.models import Event
from lixiang.messaging import rules


@dataclass(frozen=True)
class Change:
    """The project, the values for the words, the page, and who decides: a side of the project, or nobody."""

    project_id: int
    ref: str
    values: dict[str, object]
    sides: dict[str, str]


def change_of(event: Event) -> Change | None:
    related = ("project__version", "project__programme")
    if event.subject_kind == "supplementaryagreement":
        papers = SupplementaryAgreement.objects.select_related("change", *related)
        supplement = papers.filter(pk=event.subject_id).first()
        return _of_supplement(supplement, event) if supplement else None
    change = ChangeRequest.objects.select_related(*related).filter(pk=event.subject_id).first()
    if change is None:
        return None
    clause = next((kind.clause for kind in kinds_of(change)), "")
    values = {"kinds": change.title, "ground": rules.ground(clause)}
    return Change(change.project_id, change.ref, values, _deciders(change))


def _of_supplement(supplement: SupplementaryAgreement, event: Event) -> Change:
    values: dict[str, object] = {
        "kinds": supplement.change.title,
        "by_when": rules.by_when(supplement.sign_by, event.at),
        "ground": rules.ground(clause_of_terms(supplement)),
    }
    return Change(supplement.project_id, supplement.ref, values, {})


def _deciders(change: ChangeRequest) -> dict[str, str]:
    own = change.authority == "own"
    return {"granting": "" if own else "managing", "granting_itself": "nominating" if own else ""}
