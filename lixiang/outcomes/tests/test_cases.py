"""Case studies and who copies them: filled in from the record, published by revision, shown to all, quiet before."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lixiang.delivery.tests.report_scene import picture
from lixiang.history.models import Event
from lixiang.history.verify import broken_chains
from lixiang.outcomes.actions import adoptions
from lixiang.outcomes.actions import cases as actions
from lixiang.outcomes.actions.adoptions import Copied
from lixiang.outcomes.models import Adoption, CaseRevision, CaseStudy, Showcase
from lixiang.outcomes.queries.holdings import cases as holdings
from lixiang.outcomes.queries.showcase import Asked, page_of_showcase
from lixiang.outcomes.rules.case_kinds import CasePart
from lixiang.outcomes.rules.cases import CaseFacts, blockers_to_publishing, prefilled
from lixiang.outcomes.states.cases import Status
from lixiang.outcomes.tests.finished import PARTS, finished
from lixiang.outcomes.tests.test_awards import codes, text
from lixiang.people.roles import Role
from lixiang.projects.models import Project
from lixiang.workflow.clashes import EditedMeanwhile

PART = CasePart(clause="二.5c", name="practice", label="主要做法", prefill=("practice", "measures"))
WRITTEN = {
    "background": "针对流动党员难管。",
    "practice": "建立台账。",
    "results": "覆盖党员860人。",
    "experience": "可复制。",
}
QUERIES, QUERIES_OF_THE_SECTION = 8, 5


@pytest.fixture
def scene(cast, morning):
    return finished(cast, morning)


def written(scene, project=None, **changed) -> CaseStudy:
    case = actions.open_case(project or scene.projects[0], by=scene.clerk, at=scene.at)
    return actions.save_case(case, WRITTEN | changed, expected=case.saves, by=scene.clerk, at=scene.at)


def published(scene, project=None, **changed) -> CaseStudy:
    case = actions.publish(written(scene, project, **changed), by=scene.clerk, at=scene.at)
    return Showcase.visible_to(scene.clerk).get(pk=case.pk)


def adopter(scene):
    return scene.cast.user(Role.NOMINATOR, scene.cast.nominators[1])


def adopted(scene, case, **changed) -> Adoption:
    by = changed.pop("by", adopter(scene))
    words = {"organisation": scene.cast.nominators[1].pk, "what": "台账管理", "effect": "覆盖党员300人。"}
    copied = Copied(**{**words, "on": date(2018, 12, 1), **changed})
    return adoptions.record_adoption(case, copied, picture(), name="现场.png", by=by, at=scene.at)


@pytest.mark.parametrize(
    ("part", "sentence"),
    [
        (PART, "典型案例写明“主要做法”（必填），由结项总结的“practice”、主要措施预先填入。"),
        (CasePart(clause="二.5c", name="x", label="启示", required=False), "典型案例写明“启示”（选填）。"),
    ],
)
def test_a_part_says_itself_in_words(part, sentence):
    assert part.in_words(lambda _, code: code) == sentence
    assert part.called() == part.label and list(part.faults()) == []


def test_a_part_named_otherwise_than_by_a_code_is_told():
    (fault,) = CasePart(clause="二.5c", name="做法", label="做法").faults()
    assert fault.startswith("name：")


class TestRules:
    def test_each_part_is_filled_in_from_what_it_names_in_that_order(self):
        application = {"measures": "建立台账。\n包保到人。", "goals": [{"indicator": "覆盖率", "target": "100%"}]}
        dossier = {
            "parts": [{"name": "practice", "label": "做法", "text": "先摸底。"}],
            "results": [{"kind": "institution", "title": "《办法》", "effect": "全县推行。"}],
        }
        parts = (PART, CasePart(clause="二.5c", name="results", label="成效", prefill=("goals", "results")))

        assert prefilled(parts, application, dossier) == {
            "practice": "先摸底。\n建立台账。\n包保到人。",
            "results": "覆盖率（基线 —，目标 100%）\n制度成果：《办法》，全县推行。",
        }
        assert prefilled(parts, {}, None) == {"practice": "", "results": ""}

    def test_nothing_required_may_be_empty(self):
        facts = CaseFacts((PART,), is_concluded=False, title=" ", answers={"practice": " "})

        found = [(finding.code, finding.clause) for finding in blockers_to_publishing(facts)]
        assert found == [("not_concluded", "二.5c"), ("no_title", "二.5c"), ("part_missing", "二.5c")]
        assert [each.code for each in blockers_to_publishing(CaseFacts((), True, "题", {}))] == ["no_parts"]
        assert blockers_to_publishing(CaseFacts((PART,), True, "题", {"practice": "做法"})) == ()


class TestWriting:
    def test_a_case_is_begun_from_the_record_once(self, scene):
        case = actions.open_case(scene.projects[0], by=scene.unit, at=scene.at)

        assert PARTS["effects"] in case.answers["results"] and "党员积分管理办法" in case.answers["results"]
        assert case.title == str(scene.projects[0])
        assert actions.open_case(scene.projects[0], by=scene.clerk, at=scene.at) == case
        assert Event.objects.filter(subject_kind="casestudy").count() == 1

    def test_of_two_at_one_case_the_second_sees_both_texts(self, scene):
        case = actions.open_case(scene.projects[0], by=scene.clerk, at=scene.at)
        actions.save_case(case, {"practice": "甲"}, expected=0, by=scene.clerk, at=scene.at)

        with pytest.raises(EditedMeanwhile):
            actions.save_case(case, {"practice": "乙"}, expected=0, by=scene.unit, at=scene.at)
        assert CaseStudy.objects.get().answers["practice"] == "甲"

    def test_what_is_too_long_is_refused_and_nothing_is_kept(self, scene):
        assert codes(written, scene, practice="长" * 10_001, title="题" * 201) == [
            ("too_long", ""),
            ("too_long", "二.5c"),
        ]
        assert CaseStudy.objects.get().saves == 0

    def test_others_write_and_publish_nothing(self, scene):
        with pytest.raises(PermissionDenied):
            actions.open_case(scene.projects[0], by=adopter(scene), at=scene.at)
        case = written(scene)
        with pytest.raises(PermissionDenied):
            actions.save_case(case, WRITTEN, expected=1, by=adopter(scene), at=scene.at)
        with pytest.raises(PermissionDenied):
            actions.publish(case, by=scene.unit, at=scene.at)
        with pytest.raises(PermissionDenied):
            actions.hand_in(case, by=scene.clerk, at=scene.at)

    def test_the_unit_hands_in_and_the_section_sends_back_with_a_reason(self, scene):
        case = actions.hand_in(written(scene), by=scene.unit, at=scene.at)
        assert codes(actions.save_case, case, WRITTEN, expected=1, by=scene.unit, at=scene.at) == [("not_open", "")]
        assert codes(actions.send_back, case, reason="", by=scene.clerk, at=scene.at) == [("reason_required", "")]

        case = actions.send_back(case, reason="补充数据。", by=scene.clerk, at=scene.at)
        assert (case.status, case.returned_at) == (Status.DRAFT, scene.at)
        assert actions.hand_in(case, by=scene.unit, at=scene.at).returned_at is None


class TestPublishing:
    def test_a_revision_is_fixed_and_stays_until_the_next_is_published(self, scene):
        case = published(scene)
        first = case.published_revision
        assert (first.number, first.year, first.category, len(first.hash)) == (1, 2018, "A", 64)
        with pytest.raises(TypeError):
            first.save()

        case = actions.reopen(case, by=scene.unit, at=scene.at)
        case = actions.save_case(case, {"practice": "新做法"}, expected=1, by=scene.unit, at=scene.at)
        assert case.published_revision == first and "新做法" not in first.words
        case = actions.publish(case, by=scene.clerk, at=scene.at)
        assert CaseRevision.objects.count() == case.published_revision.number == 2
        assert "新做法" in case.published_revision.words and list(broken_chains()) == []

    def test_an_incomplete_case_is_not_published_and_fixes_nothing(self, scene):
        case = written(scene, experience="")

        assert codes(actions.publish, case, by=scene.clerk, at=scene.at) == [("part_missing", "二.5c")]
        assert not CaseRevision.objects.exists()

    def test_what_is_withdrawn_is_shown_no_more_and_stays_in_the_archive(self, scene):
        case = actions.withdraw(published(scene), reason="数据有误。", by=scene.clerk, at=scene.at)

        assert case.status == Status.WITHDRAWN and not Showcase.visible_to(scene.clerk).exists()
        assert [item.title for item in holdings.items_of(scene.projects[0])] == ["典型案例第1稿"]

    def test_a_draft_is_no_part_of_the_archive(self, scene):
        written(scene)
        assert list(holdings.items_of(scene.projects[0])) == []


class TestAdopting:
    def test_another_organisation_records_it_once_with_its_evidence(self, scene):
        case = published(scene)

        made = adopted(scene, case)
        assert adopted(scene, case) == made and Showcase.visible_to(None).get().adopters == 1
        adopted(scene, case, what="又一做法")
        assert Showcase.visible_to(None).get().adopters == 1
        titles = [item.title for item in holdings.items_of(scene.projects[0])]
        assert titles.count(f"采用情况 {scene.cast.nominators[1].name}") == 2

    def test_the_source_adopts_nothing_of_its_own_and_nobody_for_others(self, scene):
        case, own = published(scene), scene.cast.nominators[0]

        with pytest.raises(PermissionDenied):
            adopted(scene, case, organisation=own.pk, by=scene.unit)
        with pytest.raises(PermissionDenied):
            adopted(scene, case, organisation=own.pk)
        with pytest.raises(PermissionDenied):
            adopted(scene, case, by=scene.clerk)

    def test_what_is_wrong_is_said_at_once_with_the_clause(self, scene):
        case, by = published(scene), adopter(scene)
        copied = Copied(scene.cast.nominators[1].pk, " ", "", scene.at.date() + timedelta(days=1))

        found = codes(adoptions.record_adoption, case, copied, None, name="", by=by, at=scene.at)
        assert found == [("empty", "二.5c")] * 3 + [("wrong_day", "二.5c")]

    def test_it_is_taken_back_with_a_reason_by_whoever_recorded_it(self, scene):
        made = adopted(scene, published(scene))
        with pytest.raises(PermissionDenied):
            adoptions.withdraw_adoption(made, reason="x", by=scene.unit, at=scene.at)
        assert codes(adoptions.withdraw_adoption, made, reason=" ", by=adopter(scene), at=scene.at) == [
            ("reason_required", "")
        ]

        adoptions.withdraw_adoption(made, reason="登记有误。", by=adopter(scene), at=scene.at)
        assert Showcase.visible_to(None).get().adopters == 0
        again = adoptions.withdraw_adoption(made, reason="再次。", by=adopter(scene), at=scene.at + timedelta(days=1))
        assert again.withdrawn_at == scene.at

    def test_what_was_withdrawn_cannot_be_adopted(self, scene):
        case = published(scene)
        actions.withdraw(case, reason="数据有误。", by=scene.clerk, at=scene.at)

        assert codes(adopted, scene, case) == [("not_shown", "二.5c")]


class TestShowcase:
    def test_it_is_narrowed_and_paged_by_key(self, cast, morning, monkeypatch):
        scene = finished(cast, morning, count=3)
        cases = [published(scene, project, title=f"案例{n}") for n, project in enumerate(scene.projects)]
        monkeypatch.setattr("lixiang.outcomes.queries.showcase.ROWS", 2)

        first = page_of_showcase(scene.clerk, Asked())
        second = page_of_showcase(scene.clerk, Asked(), before=first.next_key)
        assert [case.pk for case in (*first.rows, *second.rows)] == [case.pk for case in reversed(cases)]
        assert second.next_key is None

        def found(**asked) -> int:
            return len(page_of_showcase(scene.clerk, Asked(**asked)).rows)

        county = str(cast.nominators[0].pk)
        assert found(words="案例1") == found(words="案例1", year="2018", category="A", county=county) == 1
        assert found(year="2019") == found(category="B") == found(topic="没有") == 0 == found(county="999999")
        assert found(year="无", county="x" * 30) == 2

    def test_everybody_reads_what_is_published_and_nothing_else(self, scene, client_of):
        case = published(scene)
        actions.reopen(case, by=scene.clerk, at=scene.at)
        case = CaseStudy.objects.get()
        actions.save_case(case, {"practice": "还没有推广的字句"}, expected=case.saves, by=scene.clerk, at=scene.at)

        for name in ("nominator.county-2", "inspector", "judge", "finance", scene.unit.username):
            client = client_of(name)
            assert case.ref in text(client.get("/outcomes/"))
            html = text(client.get(f"/outcomes/showcase/{case.ref}/"))
            assert "建立台账。" in html and "还没有推广的字句" not in html
        for name in ("nominator.county-2", "inspector", "judge"):
            assert client_of(name).get(f"/outcomes/cases/{case.ref}/").status_code == 404
            assert case.title not in text(client_of(name).get("/outcomes/cases/"))

    def test_a_case_that_was_never_published_is_not_there(self, scene, client_of):
        case = written(scene)

        assert case.ref not in text(client_of("section_clerk").get("/outcomes/"))
        assert client_of("section_clerk").get(f"/outcomes/showcase/{case.ref}/").status_code == 404

    @pytest.mark.parametrize("count", [1, 3, 30])
    def test_the_lists_ask_as_much_whatever_they_hold(self, cast, morning, client_of, count):
        scene = finished(cast, morning, count=count)
        for project in scene.projects:
            adopted(scene, published(scene, project))
        client = client_of("section_clerk")
        client.get("/outcomes/")

        with CaptureQueriesContext(connection) as asked:
            client.get("/outcomes/")
        with CaptureQueriesContext(connection) as own:
            client.get("/outcomes/cases/")
        assert (len(asked), len(own)) == (QUERIES, QUERIES_OF_THE_SECTION)


def test_from_the_first_text_to_an_adoption_on_the_pages(scene, client_of):
    project, unit, clerk = scene.projects[0], client_of(scene.unit.username), client_of("section_clerk")
    told = text(unit.post(f"/projects/{project.ref}/open-case/", follow=True))
    assert "预先填写" in told and PARTS["effects"] in told
    own = f"/outcomes/cases/{project.ref}-case/"
    assert "案例已保存" in text(unit.post(own, WRITTEN | {"title": "题", "saves": "0"}, follow=True))
    clash = unit.post(own, WRITTEN | {"title": "另一题", "saves": "0"})
    assert clash.status_code == 409 and "另一题" in text(clash) and 'value="1"' in text(clash)
    assert unit.post(own, {"title": "题" * 201, "saves": "1"}).status_code == 422
    unit.post(f"{own}hand-in/")
    clerk.post(f"{own}send-back/", {"reason": "补充数据。"})
    assert "按退回意见改好案例" in text(unit.get("/"))
    unit.post(f"{own}hand-in/")
    assert "1个典型案例待审定" in text(clerk.get("/"))
    assert "案例已推广" in text(clerk.post(f"{own}publish/", follow=True))

    shown = f"/outcomes/showcase/{project.ref}-case/"
    assert "record-adoption" not in text(unit.get(shown)) and unit.get(f"{shown}record-adoption/").status_code == 403
    other = client_of(adopter(scene).username)
    posted = {"organisation": str(scene.cast.nominators[1].pk), "what": "台账", "effect": "见效", "on": "2018-01-02"}
    assert other.post(f"{shown}record-adoption/", posted).status_code == 422
    told = other.post(f"{shown}record-adoption/", posted | {"proof": picture()}, follow=True)
    assert "采用情况已登记" in text(told) and "1个" in text(told)
    pk = Adoption.objects.get().pk
    assert "佐证材料" in text(unit.get(shown)) and "佐证材料</a>" not in text(client_of("judge").get(shown))
    assert unit.get(f"/outcomes/showcase/adoptions/{pk}/proof/").status_code == 200
    assert client_of("judge").get(f"/outcomes/showcase/adoptions/{pk}/proof/").status_code == 403
    assert scene.cast.nominators[1].name in text(unit.get(f"/outcomes/project/{project.ref}/"))
    assert Project.objects.get(pk=project.pk).status == project.status
