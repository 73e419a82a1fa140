"""What must hold of awards, case studies, adoptions and compendia at every moment."""

from collections.abc import Iterator

from django.db.models import F, Q

from lixiang.outcomes.models import Adoption, AwardEvidence, CaseRevision, CaseStudy, Compendium
from lixiang.projects.rules.content import content_hash


def awards_rest_on_their_own_project() -> Iterator[str]:
    """No award rests on the evidence of another project."""
    foreign = AwardEvidence.objects.exclude(evidence__dossier__project=F("award__project"))
    for ref in foreign.values_list("award__ref", flat=True).iterator():
        yield f"{ref}依据了其他项目的佐证材料"


def published_cases_equal_their_hash() -> Iterator[str]:
    """What was published is word for word what its hash was taken of, and the showcase shows a revision of the case."""
    for revision in CaseRevision.objects.select_related("case").iterator(chunk_size=200):
        if content_hash(revision.content) != revision.hash:
            yield f"{revision.case.ref}第{revision.number}稿与校验值不符"
    foreign = CaseStudy.objects.filter(published_revision__isnull=False).exclude(published_revision__case=F("pk"))
    yield from (f"{ref}展示了其他案例的文字" for ref in foreign.values_list("ref", flat=True).iterator())


def nobody_adopts_its_own_case() -> Iterator[str]:
    """An adoption is another organisation's."""
    source = Q(organisation=F("case__project__drafting_organisation"))
    source |= Q(organisation=F("case__project__nominating_organisation"))
    for ref in Adoption.objects.filter(source, withdrawn_at=None).values_list("case__ref", flat=True).iterator():
        yield f"{ref}由来源单位自己登记采用"


def compendia_hold_what_was_published() -> Iterator[str]:
    """Every chapter is a published revision with the hash that it had when the compendium was begun."""
    for made in Compendium.objects.iterator():
        hashes = dict(CaseRevision.objects.filter(pk__in=[key for key, _ in made.cases]).values_list("pk", "hash"))
        for key, hashed in made.cases:
            if hashes.get(key) != hashed:
                yield f"{made.ref}收入的案例{key}与当时推广的不符"


OUTCOME_CHECKS = (
    awards_rest_on_their_own_project,
    published_cases_equal_their_hash,
    nobody_adopts_its_own_case,
    compendia_hold_what_was_published,
)
