"""Recommendations upward: what each verb does and refuses, what goes into the package, who learns of it when."""

import io
import zipfile
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lixiang.delivery.tests.report_scene import picture
from lixiang.files.models import File
from lixiang.files.packages import opened_zip
from lixiang.files.sums import faults
from lixiang.history.verify import broken_chains
from lixiang.outcomes.actions import recommendations as actions
from lixiang.outcomes.actions.recommendations import Answer
from lixiang.outcomes.documents.recommendations import write_package
from lixiang.outcomes.models import Recommendation
from lixiang.outcomes.queries.holdings import recommendations as holdings
from lixiang.outcomes.rules.recommendation_kinds import FORMS, UPWARD, RecommendationTerms
from lixiang.outcomes.rules.recommendations import RecommendationFacts, blockers_to_recommending
from lixiang.outcomes.states.recommendations import Status
from lixiang.outcomes.tests.finished import finished
from lixiang.outcomes.tests.test_awards import codes, text
from lixiang.projects.models import Project

TERMS = RecommendationTerms(clause="二.5b", levels=("province",), grades=("优秀",), needs_award=True)
FACTS = RecommendationFacts(TERMS, "province", is_concluded=True, grade="优秀", is_awarded=True, at_level=0)
RECEIVER = "示例省委组织部"
QUERIES = 5


def drafted(scene, project=None, **changed) -> Recommendation:
    words = {"level": "province", "receiver": RECEIVER, "reason": "可复制、可推广。"}
    return actions.draft_recommendation(project or scene.projects[0], **scene.words(**words | changed))


def sent(scene, project=None) -> Recommendation:
    made = actions.recommend(drafted(scene, project), by=scene.head, at=scene.at)
    return Recommendation.visible_to(scene.head).get(pk=made.pk)


@pytest.fixture
def scene(cast, morning):
    return finished(cast, morning)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"level": "state"}, "no_such_level"),
        ({"is_concluded": False}, "not_concluded"),
        ({"grade": "合格"}, "grade_not_admitted"),
        ({"is_awarded": False}, "not_awarded"),
        ({"at_level": 1}, "recommended_already"),
    ],
)
def test_what_the_terms_do_not_admit_is_refused_with_its_clause(changed, code):
    found = blockers_to_recommending(replace(FACTS, **changed))

    assert [(finding.code, finding.clause) for finding in found] == [(code, "二.5b")]


def test_what_fits_is_refused_nothing_and_wrong_terms_are_said():
    assert blockers_to_recommending(FACTS) == ()
    assert [finding.code for finding in blockers_to_recommending(replace(FACTS, terms=None))] == ["no_terms"]
    assert len(list(replace(TERMS, levels=(), answer_days=-1).faults())) == 2


@pytest.mark.parametrize(
    ("terms", "sentence"),
    [
        (
            replace(TERMS, levels=("province", "state"), answer_days=90),
            "已经通报奖励的等次为优秀的已结项项目可以向省、国家有关部门推荐，用函，报送90日后催问答复。",
        ),
        (
            RecommendationTerms(clause="二.5b", levels=("province",), form="request"),
            "已结项项目可以向省有关部门推荐，用请示。",
        ),
    ],
)
def test_terms_say_themselves_in_words(terms, sentence):
    assert terms.in_words(lambda _, code: {**UPWARD, **FORMS}[code]) == sentence


class TestVerbs:
    def test_a_letter_goes_out_under_a_number_and_what_is_recommended_twice_is_refused(self, scene):
        made = sent(scene)

        assert (made.status, made.document.kind, made.clause) == (Status.SENT, "函", "二.5b")
        words = str(made.document.context)
        assert RECEIVER in words and "可复制、可推广。" in words and "等次为优秀" in words and "可推广。。" not in words
        assert made.document.addressees.count() == 0 and list(broken_chains()) == []
        assert codes(drafted, scene) == [("recommended_already", "二.5b")]
        assert drafted(scene, level="state").level == "state"

    def test_quotes_within_the_title_become_single_ones(self, scene):
        Project.objects.update(title="流动党员“双向管理”")
        scene.projects[0].refresh_from_db()

        assert sent(scene).document.title == "关于推荐“流动党员‘双向管理’”项目成果的函"

    def test_what_is_empty_or_too_long_is_said_at_once_and_nothing_is_kept(self, scene):
        assert codes(drafted, scene, receiver=" ", reason="") == [("empty", ""), ("empty", "")]
        assert codes(drafted, scene, receiver="省" * 101) == [("too_long", "")]
        assert not Recommendation.objects.exists()

    def test_the_clerk_drafts_and_withdraws_and_does_not_send(self, scene):
        made = drafted(scene)

        with pytest.raises(PermissionDenied):
            actions.recommend(made, by=scene.clerk, at=scene.at)
        with pytest.raises(PermissionDenied):
            drafted(scene, by=scene.unit, level="state")
        assert actions.withdraw(made, reason="另行推荐。", by=scene.clerk, at=scene.at).status == Status.WITHDRAWN
        assert sent(scene).ref.endswith("-2")
        assert codes(actions.withdraw, Recommendation.objects.last(), reason="x", by=scene.clerk, at=scene.at) == [
            ("not_in_this_status", "")
        ]

    def test_an_answer_is_recorded_once_with_its_paper_and_scan(self, scene):
        made = sent(scene)
        answer = Answer(True, date(2018, 12, 28), "示组函〔2018〕9号", "同意列入典型。")
        later = scene.at + timedelta(days=10)

        words = {"by": scene.clerk, "at": later}
        done = actions.record_answer(made, answer, scan=picture(), name="答复.png", **words)

        assert (done.status, done.answer_paper, done.answered_on) == (Status.ADOPTED, answer.paper, answer.on)
        (item,) = holdings.items_of(scene.projects[0])
        assert "答复.png" in [piece.name for piece in item.pieces] and item.note == "已采纳"
        assert codes(actions.record_answer, done, answer, **words) == [("not_in_this_status", "")]

    @pytest.mark.parametrize("on", [date(2018, 12, 1), date(2019, 1, 1)])
    def test_an_answer_before_the_letter_or_after_today_is_refused(self, scene, on):
        assert codes(actions.record_answer, sent(scene), Answer(False, on), by=scene.clerk, at=scene.at) == [
            ("wrong_day", "二.5b")
        ]

    def test_a_refusal_needs_no_scan_and_others_record_nothing(self, scene):
        made, words = sent(scene), {"at": scene.at + timedelta(days=10)}
        answer = Answer(False, date(2018, 12, 28))

        with pytest.raises(PermissionDenied):
            actions.record_answer(made, answer, by=scene.unit, **words)
        assert actions.record_answer(made, answer, by=scene.clerk, **words).status == Status.DECLINED


class TestPackage:
    def test_it_holds_what_speaks_for_the_result_and_nothing_of_how(self, scene):
        target = io.BytesIO()
        write_package(sent(scene), target, at=scene.at)

        with zipfile.ZipFile(target) as package:
            names = package.namelist()
        sections = {name.split("/")[0] for name in names}
        assert sections == {"01申报书", "03公文", "04责任书", "11结项", "13排名等次", "sha256sum.txt"}
        assert "11结项/省级简报.pdf" not in names  # the hand-in of this scene names no file
        target.seek(0)
        with opened_zip(target) as package:
            assert list(faults(package)) == []

    def test_a_lost_file_makes_no_package_with_a_hole(self, scene):
        made = sent(scene)
        default_storage.delete(File.objects.get(pk=made.document.pdf_id).path)

        found = codes(write_package, made, io.BytesIO(), at=scene.at)
        assert found == [("damaged", "二.5b")]


class TestPages:
    def test_from_the_draft_to_the_answer(self, scene, client_of):
        project, clerk, head = scene.projects[0], client_of("section_clerk"), client_of("section_head")
        address = f"/projects/{project.ref}/draft-recommendation/"
        assert address in text(clerk.get(f"/outcomes/project/{project.ref}/"))
        refused = clerk.post(address, {"level": "province", "receiver": "省" * 101, "reason": "可推广。"})
        assert refused.status_code == 422 and "可推广。" in text(refused)
        clerk.post(address, {"level": "province", "receiver": RECEIVER, "reason": "可推广。"})
        own = f"/outcomes/recommendations/{Recommendation.objects.get().ref}/"
        unit = client_of(scene.unit.username)

        assert "1项推荐待签发" in text(head.get("/")) and unit.get(own).status_code == 404
        assert RECEIVER not in text(unit.get("/outcomes/recommendations/"))
        assert "推荐公文已印发" in text(head.post(f"{own}recommend/", follow=True))
        assert RECEIVER in text(unit.get(own)) and "登记答复" not in text(unit.get(own))
        packed = clerk.get(f"{own}pack/")
        assert b"".join(packed.streaming_content)[:2] == b"PK" and "attachment" in packed["Content-Disposition"]
        assert unit.get(f"{own}pack/").status_code == 403 and client_of("judge").get(f"{own}pack/").status_code == 404

        assert clerk.post(f"{own}answer/", {"result": "adopted", "on": "2001-01-01"}).status_code == 422
        scan = SimpleUploadedFile("答复.png", picture().read(), "image/png")
        day = Recommendation.objects.get().document.issued_at.date().isoformat()
        told = clerk.post(f"{own}answer/", {"result": "adopted", "on": day, "scan": scan}, follow=True)
        assert "答复已登记" in text(told) and "答复.png" in text(unit.get(own))
        assert unit.get(f"{own}scan/").status_code == 200

    @pytest.mark.parametrize("count", [1, 3, 30])
    def test_the_list_asks_as_much_whatever_it_holds(self, cast, morning, client_of, count):
        scene = finished(cast, morning, count=count)
        for project in scene.projects:
            drafted(scene, project)
        client = client_of("section_clerk")
        client.get("/outcomes/recommendations/")

        with CaptureQueriesContext(connection) as asked:
            client.get("/outcomes/recommendations/")
        assert len(asked) == QUERIES
