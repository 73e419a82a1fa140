"""Ranking in the rehearsal meets its rules and moves places, and the invariants find what is spoiled."""

import io
from datetime import timedelta

import pytest
from django.db import transaction
from django.db.models import QuerySet

from lixiang.appraisal.models import ScoreSheet
from lixiang.appraisal.tests.arranging import drop_settings, in_appraisal
from lixiang.delivery.tests import underway
from lixiang.documents.models import OfficialDocument
from lixiang.files import store
from lixiang.projects.models import Project
from lixiang.ranking import actions
from lixiang.ranking.models import AppraisalResult, Place, PlaceObjection, Ranking, ScoreCertificate
from lixiang.ranking.queries.certificates import certificate_of
from lixiang.ranking.tests.arranging import Ranked
from lixiang.ranking.tests.arranging import scored as arrange
from lixiang.rehearsal.appraisal import rehearse_appraisal
from lixiang.rehearsal.cycle import Cycle
from lixiang.rehearsal.ranking import rehearse_ranking
from lixiang.rehearsal.ranking_invariants import RANKING_CHECKS

pytestmark = pytest.mark.django_db
MET = {
    "not_in_this_status",
    "in_publicity",
    "no_words",
    "open_objections",
    "reason_required",
    "panel_not_closed",
    "upheld_objections",
    "outdated",
    "no_ranking",
    "not_in_publicity",
    "must_rectify",
    "must_conclude",
}


def broken() -> list[str]:
    return [what for check in RANKING_CHECKS for what in check()]


@pytest.fixture
def cycle(cast, morning) -> Cycle:
    in_appraisal(cast, morning, 4)
    return Cycle(cast, 1, morning + timedelta(days=1), "演练，非正式文件")


def test_an_objection_moves_a_place_and_what_must_rectify_is_appraised_and_ranked_again(cycle):
    rehearse_appraisal(cycle)
    rehearse_ranking(cycle)

    first, second, third = Ranking.objects.order_by("number")
    assert (first.status, second.status, third.status) == ("SUPERSEDED", "SUPERSEDED", "FINAL")
    assert (first.document, second.corrects, third.corrects) == (None, first, second)
    upheld = PlaceObjection.objects.get(status="UPHELD")
    assert second.places.get(project=upheld.place.project).place < upheld.place.place
    rectified = second.places.get(grade="不合格").project
    assert third.places.get(project=rectified).grade == "合格" and rectified.dossiers.exists()
    assert OfficialDocument.objects.get(pk=third.document_id).corrects == second.document
    assert set(Project.objects.filter(places__isnull=False).values_list("status", flat=True)) == {"CONCLUDED"}
    assert {code for code, _ in cycle.refusals} >= MET and broken() == []
    assert {clause for code, clause in cycle.refusals if code in MET} <= {"二.5e", "二.5d", ""}


def test_a_programme_that_does_not_say_how_is_refused_a_ranking(cast, morning):
    drop_settings(cast, "ranking.method")
    cycle = Cycle(cast, 1, morning, "")

    rehearse_ranking(cycle)

    assert {code for code, _ in cycle.refusals} == {"no_setting"} and not Ranking.objects.exists()


def test_without_a_setting_for_it_nothing_is_shown_and_nothing_issued(cast, morning):
    told = arrange(cast, morning, projects=1)
    drop_settings(cast, "ranking.publicity")
    cycle = Cycle(cast, 1, told.after, "")

    rehearse_ranking(cycle)

    assert {code for code, _ in cycle.refusals} == {"not_in_this_status", "no_publicity"}
    assert [each.status for each in Ranking.objects.all()] == ["CONFIRMED"]


def test_a_programme_that_scored_nothing_is_refused_a_ranking(cast, morning):
    underway.planned(cast, morning, 1)
    cycle = Cycle(cast, 1, morning, "")

    rehearse_ranking(cycle)

    assert {code for code, _ in cycle.refusals} == {"no_projects"} and not Ranking.objects.exists()


@pytest.fixture
def issued(cast, morning) -> Ranked:
    """Three projects ranked and concluded by an issued ranking."""
    told = arrange(cast, morning).compute().confirm().publish().issue()
    actions.settle(told.again(), by=told.head, at=told.after)
    assert broken() == []
    return told


def take_out(issued) -> None:
    """A place and what was decided on it."""
    AppraisalResult.objects.filter(place__in=place_of(issued)).delete()
    place_of(issued).delete()


def forge(issued: Ranked) -> None:
    """Another grade in the file of the certificate."""
    certificate = certificate_of(issued.again())
    with certificate.file.open() as stream:
        forged = stream.read().replace('"grade":"合格"'.encode(), '"grade":"优秀"'.encode())
    file = store.keep(io.BytesIO(forged), media_type="application/json", at=issued.at)
    ScoreCertificate.objects.filter(pk=certificate.pk).update(file=file)


def place_of(issued: Ranked) -> QuerySet[Place]:
    return Place.objects.filter(pk=issued.place().pk)


SPOILT = (
    (lambda issued: place_of(issued).update(total=99_000), "的名次、得分或者等次与得分证书不符"),
    (lambda issued: place_of(issued).update(grade="优秀+"), "的名次、得分或者等次与得分证书不符"),
    (take_out, "的名次、得分或者等次与得分证书不符"),
    (forge, "的名次、得分或者等次与得分证书不符"),
    (lambda issued: ScoreSheet.objects.update(total=1), "的得分证书所列项目或者评分表与记录不符"),
    (lambda issued: place_of(issued).update(place=9), "结项所依据的等次不在已通报的排名中"),
    (lambda issued: place_of(issued).update(grade="不合格"), "已结项而现行排名的等次为“不合格”"),
    (lambda issued: Ranking.objects.update(status="SUPERSEDED"), "已被更正而没有更正它的排名"),
)


def test_whatever_is_changed_by_hand_is_found(issued):
    for spoil, said in SPOILT:
        with transaction.atomic():
            spoil(issued)
            assert any(what.endswith(said) for what in broken()), said
            transaction.set_rollback(True)
    assert broken() == []
