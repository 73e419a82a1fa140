"""The compendium of published cases and the register of results: what goes in, who reads, what is refused."""

import io
from datetime import datetime, timedelta

import docx
import openpyxl
import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lixiang.closing.models import Dossier
from lixiang.delivery.tests.report_scene import likes_of
from lixiang.documents.tests.pdf_reading import opened
from lixiang.documents.word_writer import text_of
from lixiang.history.verify import broken_chains
from lixiang.outcomes.actions import cases
from lixiang.outcomes.actions import compendia as actions
from lixiang.outcomes.models import Adoption, AwardEvidence, CaseRevision, Compendium
from lixiang.outcomes.queries import compendia as queries
from lixiang.outcomes.tests.arranging import Silent
from lixiang.outcomes.tests.finished import finished
from lixiang.outcomes.tests.test_awards import codes, proposed, text
from lixiang.outcomes.tests.test_cases import adopted, published, written
from lixiang.rehearsal.outcomes_invariants import OUTCOME_CHECKS
from lixiang.work.models import Run

QUERIES, QUERIES_OF_RESULTS = 7, 6


class Steps(Silent):
    """A counter that takes messages, as a run does."""

    def step(self, more: int = 1, message: str = "") -> None:
        super().step(more)


def begun(scene) -> Compendium:
    return actions.begin_compendium(scene.cast.programme, by=scene.clerk, at=scene.at)


def compiled(scene) -> Compendium:
    made = begun(scene)
    actions.compile_compendium(made.pk, Steps(), by=None, at=scene.at)
    return Compendium.objects.get(pk=made.pk)


def bytes_of(file) -> bytes:
    with file.open() as stream:
        return stream.read()


def test_every_published_case_is_a_chapter_that_the_contents_name_with_its_page(cast, morning):
    scene = finished(cast, morning, count=2)
    for number, project in enumerate(scene.projects, 1):
        published(scene, project, title=f"示例案例{number}", practice="建立台账。" * 400)

    made = compiled(scene)

    assert (len(made.cases), made.pages) == (2, len(docx_pages(made)))
    first, second = CaseRevision.objects.order_by("pk")
    pages = docx_pages(made)
    assert "成果汇编" in pages[0] and "目录" in pages[1]
    for revision in (first, second):
        (line,) = [row for row in pages[1].split("\n") if row.startswith(revision.title)]
        assert revision.title in pages[int(line.removeprefix(revision.title)) - 1]
    word = text_of(bytes_of(made.docx))
    assert "PAGEREF chapter_2" in docx.Document(io.BytesIO(bytes_of(made.docx))).element.xml
    assert "示例案例2" in word and "一、背景和目标" in word and list(broken_chains()) == []
    assert actions.compile_compendium(made.pk, Steps(), by=None, at=scene.at).endswith("早已完成")


def docx_pages(made: Compendium) -> list[str]:
    """The text of each page of the PDF."""
    with opened(bytes_of(made.pdf)) as file:
        return [page.extract_text().replace(" ", "") for page in file.pages]


def test_what_is_revised_later_changes_no_compendium_that_was_begun(cast, morning):
    scene = finished(cast, morning)
    case = published(scene, practice="当时的做法。")
    made = begun(scene)
    cases.withdraw(case, reason="修订。", by=scene.clerk, at=scene.at)

    actions.compile_compendium(made.pk, Steps(), by=None, at=scene.at)
    assert "当时的做法。" in text_of(bytes_of(Compendium.objects.get().docx))


def test_nothing_published_a_second_at_once_and_others_are_refused(cast, morning):
    scene = finished(cast, morning)
    written(scene)
    assert codes(begun, scene) == [("nothing_published", "二.5c")]
    with pytest.raises(PermissionDenied):
        actions.begin_compendium(cast.programme, by=scene.unit, at=scene.at)

    cases.publish(scene.projects[0].case_study, by=scene.clerk, at=scene.at)
    made = begun(scene)
    assert codes(begun, scene) == [("unfinished", "二.5c")]
    with pytest.raises(PermissionDenied):
        actions.recompile(made, by=scene.unit, at=scene.at)
    assert Run.objects.filter(code="compile_compendium").count() == 1


def test_more_than_one_volume_holds_is_refused(cast, morning, monkeypatch):
    scene = finished(cast, morning)
    published(scene)
    monkeypatch.setattr(queries, "MOST", 0)

    assert codes(begun, scene) == [("too_many", "二.5c")]


class Overtaken(Steps):
    """Another run of the same compendium finishes while this one prints."""

    def __init__(self, made: Compendium, at: datetime) -> None:
        super().__init__()
        self.made, self.at = made, at

    def step(self, more: int = 1, message: str = "") -> None:
        if message.startswith("已排版"):
            actions.compile_compendium(self.made.pk, Steps(), by=None, at=self.at)
        super().step(more)


def test_of_two_runs_the_first_to_finish_is_kept_and_what_is_finished_is_not_compiled_again(cast, morning):
    scene = finished(cast, morning)
    published(scene)
    made = begun(scene)
    Run.objects.update(finished_at=scene.at, is_failed=True)
    actions.recompile(made, by=scene.clerk, at=scene.at)

    assert Run.objects.filter(code="compile_compendium", finished_at=None).count() == 1
    actions.compile_compendium(made.pk, Overtaken(made, scene.at), by=None, at=scene.at + timedelta(days=1))

    assert Compendium.objects.get().finished_at == scene.at
    assert codes(actions.recompile, made, by=scene.clerk, at=scene.at) == [("finished", "")]


def test_a_sign_that_no_font_prints_is_told_when_it_is_begun_and_begins_nothing(cast, morning):
    scene = finished(cast, morning)
    published(scene, practice="𘚟字")

    assert codes(begun, scene) == [("unprintable", "二.5c")]
    assert not Compendium.objects.exists() and not Run.objects.filter(code="compile_compendium").exists()


def test_it_is_begun_on_its_page_and_read_by_everybody_once_it_is_done(cast, morning, client_of):
    scene = finished(cast, morning)
    published(scene)
    clerk, judge = client_of("section_clerk"), client_of("judge")

    told = clerk.post(f"/outcomes/compendia/begin-compendium/{cast.programme.ref}/", follow=True)
    assert "已开始汇编" in text(told)
    made = Compendium.objects.get()
    assert "等待后台作业" in text(clerk.get("/outcomes/compendia/"))
    assert clerk.get(f"/outcomes/compendia/{made.ref}/pdf/").status_code == 404
    assert judge.get(f"/outcomes/compendia/{made.ref}/docx/").status_code == 404
    actions.compile_compendium(made.pk, Steps(), by=None, at=scene.at)

    for ending in ("pdf", "docx"):
        assert judge.get(f"/outcomes/compendia/{made.ref}/{ending}/").status_code == 200
    assert client_of("nominator.county-2").post(f"/outcomes/compendia/{made.ref}/recompile/").status_code == 403
    with CaptureQueriesContext(connection) as asked:
        clerk.get("/outcomes/compendia/")
    assert len(asked) == QUERIES


def test_what_must_hold_holds_and_what_breaks_it_is_found(cast, morning):
    scene = finished(cast, morning)
    adopted(scene, published(scene))
    proposed(scene)
    compiled(scene)
    assert [what for check in OUTCOME_CHECKS for what in check()] == []

    other = Adoption.objects.get()
    Adoption.objects.filter(pk=other.pk).update(organisation=scene.projects[0].nominating_organisation)
    CaseRevision.objects.update(hash="0" * 64)
    AwardEvidence.objects.update(evidence=foreign_evidence(scene))
    found = [what for check in OUTCOME_CHECKS for what in check()]
    assert len(found) == 4 and "依据了其他项目的佐证材料" in found[0]


def foreign_evidence(scene):
    """The same evidence at another project's dossier."""
    likes = likes_of(scene.projects[0], 1)
    Dossier.objects.update(project=likes[0])
    return scene.evidence(likes[0])


class TestResults:
    def test_results_of_accepted_dossiers_are_narrowed_and_exported(self, cast, morning, client_of):
        scene = finished(cast, morning, count=2)
        clerk = client_of("section_clerk")
        county = cast.nominators[0].pk

        html = text(clerk.get("/outcomes/results/"))
        assert "党员积分管理办法之1" in html and "党员积分管理办法之2" in html
        narrowed = f"?q=办法之2&kind=institution&category=A&county={county}"
        assert "党员积分管理办法之1" not in text(clerk.get(f"/outcomes/results/{narrowed}"))
        for none in ("?kind=theory", "?category=B", "?county=99999999", "?q=没有"):
            assert "没有符合条件的成果" in text(clerk.get(f"/outcomes/results/{none}"))

        answer = clerk.get(f"/outcomes/results/xlsx/{narrowed}")
        sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
        assert [cell.value for cell in sheet[3]][1:4] == ["党员积分管理办法之2", "制度成果", "全县推行"]
        assert sheet.max_row == 3

        Dossier.objects.filter(project=scene.projects[0]).update(status="HANDED_IN", accepted_revision=None)
        assert "党员积分管理办法之1" not in text(clerk.get("/outcomes/results/"))

    def test_another_county_sees_none_of_them(self, cast, morning, client_of):
        finished(cast, morning)
        for name in ("nominator.county-2", "judge"):
            assert "党员积分管理办法" not in text(client_of(name).get("/outcomes/results/"))

    @pytest.mark.parametrize("count", [1, 3, 30])
    def test_the_register_asks_as_much_whatever_it_holds(self, cast, morning, client_of, count):
        finished(cast, morning, count=count)
        client = client_of("section_clerk")
        client.get("/outcomes/results/")

        with CaptureQueriesContext(connection) as asked:
            client.get("/outcomes/results/")
        assert len(asked) == QUERIES_OF_RESULTS
