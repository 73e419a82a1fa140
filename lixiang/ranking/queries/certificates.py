"""The certificates of rankings: the newest of one, and whose a hash is."""

from lixiang.history.models import Head
from lixiang.history.record import kind_of
from lixiang.programmes.models import Programme, Version
from lixiang.ranking.models import Ranking, ScoreCertificate
from lixiang.ranking.rules.certificate import Certificate, Heading
from lixiang.ranking.rules.reading import read
from lixiang.ranking.states.rankings import Status
from lixiang.ui.written import chinese_date
from lixiang.workflow.findings import Finding


def certificate_of(ranking: Ranking) -> ScoreCertificate:
    """The newest: the one with the number of the 通报 once that was issued."""
    return ranking.certificates.select_related("file").order_by("-made_at", "-id")[0]


def content_of(kept: ScoreCertificate) -> Certificate:
    """What its file says."""
    with kept.file.open() as stream:
        return read(stream.read()).certificate


def heading_of(programme: Programme, version: Version) -> Heading:
    """Before a 通报 there is: whose it is, and the notice that it follows from."""
    number = str(version.about.get("document_number", ""))
    return Heading(programme.ref, programme.title, programme.year, number)


def head_of(ranking: Ranking) -> str:
    """The last link of the chain of the ranking's history."""
    return Head.objects.values_list("hash", flat=True).get(subject_kind=kind_of(ranking), subject_id=ranking.pk)


def anchored(written: str) -> tuple[str, tuple[Finding, ...]]:
    """What the database knows of the certificate with this hash: a sentence of the issued one, or why it is none."""
    found = ScoreCertificate.objects.filter(hash=written).select_related("ranking__programme", "ranking__document")
    certificate = found.order_by("-id").first()  # computed twice from the same sheets and seed, it is the same file
    if certificate is None:
        return "", (Finding("not_issued", "本系统没有出具过这份证书。"),)
    ranking = certificate.ranking
    called = f"{ranking.programme.title}{ranking}"
    if ranking.status == Status.SUPERSEDED:
        return "", (Finding("superseded", f"这份证书属于{called}，该次排名已被更正。"),)
    if ranking.status != Status.FINAL or ranking.document is None:
        word = ranking.get_status_display()
        return "", (Finding("not_final", f"这份证书属于{called}，该次排名{word}，还没有印发通报。"),)
    if certificate_of(ranking) != certificate:
        return "", (Finding("not_the_last", f"这份证书是印发通报以前的，印发时另行出具了证书（{called}）。"),)
    issued = chinese_date(ranking.document.issued_at)
    return f"这是{called}的正式证书，通报为{ranking.document.number_text}，{issued}印发。", ()
