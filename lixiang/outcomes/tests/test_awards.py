"""Awards from the proposal to the 通报: what each verb does, what it refuses, and who learns of it when."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lixiang.approvals.tests.test_concurrency import at_once
from lixiang.documents.models import OfficialDocument
from lixiang.history.models import Event
from lixiang.history.verify import broken_chains
from lixiang.outcomes.actions import awards as actions
from lixiang.outcomes.actions.awards import Proof
from lixiang.outcomes.models import Award
from lixiang.outcomes.queries.holdings import awards as holdings
from lixiang.outcomes.states.awards import Status
from lixiang.outcomes.tests.finished import finished
from lixiang.people.roles import Role
from lixiang.programmes.models import Setting, Version
from lixiang.programmes.tests.arranging import unread
from lixiang.projects.models import Project
from lixiang.projects.states import Status as ProjectStatus
from lixiang.rehearsal.cast import build_cast
from lixiang.workflow.findings import Refused

REASON = "做法已在全市推广。"
QUERIES = 8


def codes(verb, *things, **words) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as refused:
        verb(*things, **words)
    return [(finding.code, finding.clause) for finding in refused.value.findings]


def text(answer) -> str:
    return answer.content.decode()


def limited(scene, **parameters) -> None:
    """The tier of practice with other parameters than the pack's."""
    row = Setting.objects.get(version=scene.cast.version, kind="outcomes.award_tier", parameters__code="practice")
    Setting.objects.filter(pk=row.pk).update(parameters={**row.parameters, **parameters})
    Version.objects.filter(pk=scene.cast.version.pk).update(pack_hash=unread())


def proposed(scene, project=None, **changed) -> Award:
    project = project or scene.projects[0]
    words = {"tier": "practice", "reason": REASON, "proofs": [Proof(scene.evidence(project).pk, "city", "市级简报")]}
    return actions.propose_award(project, **scene.words(**words | changed))


def granted(scene, project=None) -> Award:
    return actions.grant(proposed(scene, project), by=scene.head, at=scene.at)


@pytest.fixture
def scene(cast, morning):
    return finished(cast, morning)


class TestProposing:
    def test_an_award_rests_on_the_projects_own_evidence_and_history_says_so(self, scene):
        award = proposed(scene)

        assert (award.status, award.title, award.clause) == (Status.PROPOSED, "优秀实践成果", "二.5a")
        assert [(each.impact, each.words) for each in award.evidence.all()] == [("city", "市级简报")]
        event = Event.objects.get(subject_kind="award", subject_id=award.pk)
        assert (event.verb, event.detail["project"]) == ("propose_award", scene.projects[0].ref)

    def test_what_is_wrong_is_said_at_once_and_nothing_is_kept(self, scene):
        found = codes(proposed, scene, reason=" ", proofs=[Proof(0, "world")], tier="theory")

        assert found == [
            ("other_category", "二.5a"),
            ("no_evidence", "二.5a"),
            ("no_reason", ""),
            ("no_such_evidence", ""),
        ]
        assert codes(proposed, scene, tier="none") == [("no_such_tier", "")]
        assert codes(proposed, scene, reason="长" * 1001) == [("too_long", "")]
        assert not Award.objects.exists() and not Event.objects.filter(subject_kind="award").exists()

    def test_a_project_under_way_and_a_grade_that_is_not_admitted_are_refused(self, scene):
        limited(scene, grades=["一等"])
        assert codes(proposed, scene) == [("grade_not_admitted", "二.5a")]

        Project.objects.update(status=ProjectStatus.IN_APPRAISAL)
        assert codes(proposed, scene)[0] == ("not_concluded", "二.5a")

    def test_a_project_has_one_award_unless_it_was_declined(self, scene):
        award = proposed(scene)
        assert codes(proposed, scene) == [("has_an_award", "二.5a")]

        actions.decline(award, reason="依据不足。", by=scene.head, at=scene.at)
        assert proposed(scene).ref == f"{scene.projects[0].ref}-award-2"

    @pytest.mark.parametrize("role", [Role.DEPARTMENT_LEADER, Role.INSPECTOR])
    def test_the_sections_clerk_and_head_alone_propose(self, scene, role):
        with pytest.raises(PermissionDenied):
            proposed(scene, by=scene.cast.user(role))
        with pytest.raises(PermissionDenied):
            proposed(scene, by=scene.unit)


class TestDeciding:
    def test_the_number_of_a_tier_holds(self, cast, morning):
        scene = finished(cast, morning, count=2)
        limited(scene, at_most=1)
        first, second = (proposed(scene, project) for project in scene.projects)
        actions.grant(first, by=scene.head, at=scene.at)

        assert codes(actions.grant, second, by=scene.head, at=scene.at) == [("tier_is_full", "二.5a")]
        actions.decline(first, reason="重新评议。", by=scene.head, at=scene.at)
        assert actions.grant(second, by=scene.head, at=scene.at).status == Status.GRANTED

    def test_the_clerk_proposes_and_does_not_decide(self, scene):
        award = proposed(scene)

        with pytest.raises(PermissionDenied):
            actions.grant(award, by=scene.clerk, at=scene.at)
        assert codes(actions.decline, award, reason=" ", by=scene.head, at=scene.at) == [("reason_required", "")]


class TestMakingKnown:
    def test_one_circular_makes_all_of_them_known_to_every_addressee(self, cast, morning):
        scene = finished(cast, morning, count=2)
        for project in scene.projects:
            granted(scene, project)

        made = actions.publish_awards(cast.programme, by=scene.head, at=scene.at)

        document = OfficialDocument.objects.get(subjects=[project.ref for project in scene.projects])
        assert {award.document for award in made} == {document} and document.kind == "通报"
        assert "对2个项目的优秀成果" in str(document.context) and "优秀实践成果" in str(document.context)
        assert document.addressees.count() > 1 and list(broken_chains()) == []
        assert codes(actions.publish_awards, cast.programme, by=scene.head, at=scene.at) == [
            ("nothing_granted", "二.5a")
        ]

    def test_only_what_was_made_known_goes_into_the_archive(self, scene):
        award = granted(scene)
        project = scene.projects[0]
        assert list(holdings.items_of(project)) == []

        actions.publish_awards(scene.cast.programme, by=scene.head, at=scene.at)
        (item,) = holdings.items_of(project)
        assert (item.title, item.code) == ("奖励 优秀实践成果", Award.objects.get(pk=award.pk).document.number_text)

    def test_the_clerk_makes_nothing_known(self, scene):
        granted(scene)
        with pytest.raises(PermissionDenied):
            actions.publish_awards(scene.cast.programme, by=scene.clerk, at=scene.at)


class TestPages:
    def test_from_the_candidate_to_the_certificate(self, scene, client_of):
        project, clerk, head = scene.projects[0], client_of("section_clerk"), client_of("section_head")
        address = f"/projects/{project.ref}/propose-award/"
        assert address in text(clerk.get("/outcomes/awards/"))
        leader = client_of("department_leader")
        assert address not in text(leader.get("/outcomes/awards/")), "whoever may not propose is offered nothing"
        pk = scene.evidence(project).pk

        refused = clerk.post(address, {"tier": "practice", "reason": REASON})
        assert refused.status_code == 422 and "（依据：二.5a）" in text(refused) and REASON in text(refused)
        posted = {"tier": "practice", "reason": REASON, f"impact_{pk}": "province", f"words_{pk}": "省级简报登载"}
        assert "奖励建议已提出" in text(clerk.post(address, posted, follow=True))
        award = Award.objects.get()
        own = f"/outcomes/awards/{award.ref}/"
        shown = text(clerk.get(own))
        assert "等待科长或者部领导决定" in shown and "同意奖励" not in shown
        assert "1项奖励建议待决定" in text(head.get("/"))
        assert "已同意奖励" in text(head.post(f"{own}grant/", follow=True))
        assert "1项奖励待印发表扬通报" in text(head.get("/"))
        told = text(head.post(f"/outcomes/awards/publish-awards/{scene.cast.programme.ref}/", follow=True))

        assert "表扬通报已印发" in told
        unit = client_of(scene.unit.username)
        assert "省级简报登载" in text(unit.get(own)) and own in text(unit.get(f"/outcomes/project/{project.ref}/"))
        answer = unit.get(f"{own}certificate/")
        assert answer.content[:4] == b"%PDF" and answer.content == unit.get(f"{own}certificate/").content

    def test_nobody_outside_the_section_learns_of_an_award_before_its_circular(self, scene, client_of):
        award = granted(scene)
        own = f"/outcomes/awards/{award.ref}/"

        for name in (scene.unit.username, "nominator.county-1", "nominator.county-2", "inspector", "judge"):
            client = client_of(name)
            assert client.get(own).status_code == client.get(f"{own}certificate/").status_code == 404
            assert award.title not in text(client.get("/outcomes/awards/"))
        assert "奖励在表扬通报印发以后" in text(
            client_of(scene.unit.username).get(f"/outcomes/project/{scene.projects[0].ref}/")
        )
        assert client_of("section_clerk").get(f"{own}certificate/").status_code == 404

    @pytest.mark.parametrize("count", [1, 3, 30])
    def test_the_list_asks_as_much_whatever_it_holds(self, cast, morning, client_of, count):
        scene = finished(cast, morning, count=count)
        for project in scene.projects:
            proposed(scene, project)
        client = client_of("section_clerk")
        client.get("/outcomes/awards/")

        with CaptureQueriesContext(connection) as asked:
            client.get("/outcomes/awards/")
        assert len(asked) == QUERIES


@pytest.mark.django_db(transaction=True)
def test_two_who_decide_at_once_never_exceed_the_number(transactional_db, morning):
    scene = finished(build_cast(morning), morning, count=2)
    limited(scene, at_most=1)
    first, second = (proposed(scene, project) for project in scene.projects)

    told = at_once(
        lambda: actions.grant(first, by=scene.head, at=scene.at),
        lambda: actions.grant(second, by=scene.head, at=scene.at),
    )

    assert told.count("tier_is_full") == 1
    assert Award.objects.filter(status=Status.GRANTED).count() == 1
