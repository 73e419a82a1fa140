"""Ranking in the rehearsal meets its rules and moves places, and the invariants find what is spoiled."""

import io
from datetime import timedelta

import pytest

from lixiang.appraisal.models import ScoreSheet
from lixiang.appraisal.tests.arranging import drop_settings, in_appraisal
from lixiang.delivery.tests import underway
from lixiang.documents.models import OfficialDocument
from lixiang.files import store
from lixiang.projects.models import Project
from lixiang.ranking import actions
from lixiang.ranking.models import Place, PlaceObjection, Ranking, ScoreCertificate
from lixiang.ranking.models.facts import sheets_hash
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


@pytest.mark.parametrize(("kind", "code"), [("ranking.method", "no_setting"), ("ranking.publicity", "no_publicity")])
def test_a_programme_that_lacks_a_setting_is_refused_what_rests_on_it(cycle, kind, code):
    rehearse_appraisal(cycle)
    drop_settings(cycle.cast, kind)

    rehearse_ranking(cycle)

    assert code in {code for code, _ in cycle.refusals} and not Ranking.objects.filter(status="FINAL").exists()


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


def test_a_place_a_score_and_a_grade_changed_by_hand_are_found(issued):
    for changed in ({"total": 99_000}, {"grade": "优秀+"}, {"place": 7}):
        kept = Place.objects.filter(pk=issued.place().pk)
        before = kept.values(*changed).get()
        kept.update(**changed)
        assert any(what.endswith("的名次、得分或者等次与得分证书不符") for what in broken()), changed
        kept.update(**before)
    assert broken() == []


def test_a_place_that_is_missing_is_found(issued):
    issued.place().delete()

    assert any(what.endswith("的名次、得分或者等次与得分证书不符") for what in broken())


def test_a_certificate_that_does_not_come_out_as_written_is_found(issued):
    certificate = certificate_of(issued.again())
    with certificate.file.open() as stream:
        forged = stream.read().replace(b'"grade":"\xe5\x90\x88\xe6\xa0\xbc"', b'"grade":"\xe4\xbc\x98\xe7\xa7\x80"')
    file = store.keep(io.BytesIO(forged), media_type="application/json", at=issued.at)
    ScoreCertificate.objects.filter(pk=certificate.pk).update(file=file)

    assert any("的得分证书：" in what for what in broken())


def test_a_sheet_that_the_certificate_does_not_name_is_found(issued):
    sheet = ScoreSheet.current().filter(assignment__judge__isnull=False).first()
    ScoreSheet.objects.filter(pk=sheet.pk).update(total=sheet.total - 1000)
    assert sheets_hash(issued.cast.programme) == issued.again().sheets_hash

    assert [what[-16:] for what in broken()] == ["的得分证书所列项目或者评分表与记录不符"[-16:]]


def test_a_result_that_no_issued_ranking_gave_is_found(issued):
    issued.again().places.filter(project=issued.project()).update(place=9)

    assert any(what.endswith("结项所依据的等次不在已通报的排名中") for what in broken())


def test_a_concluded_project_whose_grade_must_rectify_is_found(issued):
    issued.again().places.filter(project=issued.project()).update(grade="不合格")

    assert any(what.endswith("已结项而现行排名的等次为“不合格”") for what in broken())


def test_a_ranking_that_gave_way_to_none_is_found(issued):
    Ranking.objects.update(status="SUPERSEDED")

    assert any(what.endswith("已被更正而没有更正它的排名") for what in broken())
