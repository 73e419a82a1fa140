"""What the forms of a dossier offer: the settings of its category and the promises it is measured by."""

from dataclasses import dataclass

from lixiang.closing.models import Dossier
from lixiang.closing.models.facts import promised_by, terms_of
from lixiang.closing.rules.dossiers import Terms
from lixiang.closing.rules.promises import Promise, promises_of


@dataclass(frozen=True)
class Measure:
    """What a dossier is measured by."""

    terms: Terms
    promises: tuple[Promise, ...]


def measured_by(dossier: Dossier) -> Measure:
    """No query beyond the settings, which are read once per process."""
    project = dossier.project
    return Measure(terms_of(project.version, project.category), promises_of(promised_by(dossier).content))
