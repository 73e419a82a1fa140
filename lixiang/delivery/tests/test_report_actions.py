"""The verbs of a report: each with its effect and its history, each refusal with its reason and no change."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied

from lixiang.agreements.models import Agreement
from lixiang.delivery.actions import open_report
from lixiang.delivery.actions import reports as actions
from lixiang.delivery.models import Report, ReportRevision
from lixiang.delivery.tests.report_scene import ANSWERS, NO_FILES, QUARTER, ReportScene, moment
from lixiang.history.models import Event
from lixiang.projects.models import Project
from lixiang.workflow.clashes import EditedMeanwhile
from lixiang.workflow.findings import Refused


@pytest.fixture
def scene(cast, morning) -> ReportScene:
    return ReportScene(cast, morning)


def codes(refusal) -> set[str]:
    return {finding.code for finding in refusal.value.findings}


def verbs(report: Report) -> list[str]:
    events = Event.objects.filter(subject_kind="report", subject_id=report.pk)
    return list(events.order_by("sequence").values_list("verb", flat=True))


class TestWriting:
    def test_the_first_save_makes_a_draft_and_later_ones_are_no_moves(self, scene):
        report = scene.written(scene.due())
        report = actions.save_report(
            report, {"work": "走访支部15个。"}, expected=1, by=scene.nominator, at=moment(7, 4)
        )

        assert (report.status, report.saves, report.saved_by_name) == ("DRAFT", 2, scene.nominator.name)
        assert report.answers["work"] == "走访支部15个。"
        assert report.answers["effects"] == ANSWERS["effects"]
        assert verbs(report) == ["ask", "draft"]

    def test_two_people_at_once_lose_nothing(self, scene):
        report = scene.due()
        scene.written(report)

        with pytest.raises(EditedMeanwhile) as clash:
            actions.save_report(report, {"work": "另一份"}, expected=0, by=scene.nominator, at=moment(7, 3))

        assert clash.value.current.answers["work"] == ANSWERS["work"]
        assert Report.objects.get(pk=report.pk).answers["work"] == ANSWERS["work"]

    def test_the_same_text_saved_twice_from_one_page_is_no_clash(self, scene):
        report = scene.due()
        scene.written(report)

        again = actions.save_report(report, {**ANSWERS, **NO_FILES}, expected=0, by=scene.unit, at=moment(7, 3))

        assert (again.saves, again.answers) == (1, ANSWERS)

    @pytest.mark.parametrize("who", ["stranger", "other_unit", "clerk", "inspector", "leader"])
    def test_nobody_but_those_who_carry_it_out_writes(self, scene, who):
        report = scene.due()

        with pytest.raises(PermissionDenied):
            actions.save_report(report, ANSWERS, expected=0, by=getattr(scene, who), at=moment(7, 3))
        with pytest.raises(PermissionDenied):
            actions.hand_in(report, key=uuid4(), by=getattr(scene, who), at=moment(7, 3))

        assert Report.objects.get().status == "DUE"

    def test_a_text_too_long_is_refused_with_its_field_and_nothing_is_cut(self, scene):
        report = scene.due()

        with pytest.raises(Refused) as refusal:
            scene.written(report, work="长" * 20_001, no_evidence_reason="长" * 501, self_rating="优秀")

        assert {finding.field for finding in refusal.value.findings} == {"work", "no_evidence_reason", "self_rating"}
        assert Report.objects.get().answers == {}

    def test_a_suspended_project_needs_no_report(self, scene):
        report = scene.due()
        Project.objects.update(status="SUSPENDED")

        with pytest.raises(Refused) as refusal:
            scene.written(report)

        assert codes(refusal) == {"project_not_running"}
        assert refusal.value.findings[0].clause == "二.4a"
        assert verbs(report) == ["ask"]


class TestHandingIn:
    def test_it_gives_a_receipt_over_what_was_written(self, scene):
        report = scene.due()
        scene.written(report)
        revision = scene.hand_in(report)

        report = Report.objects.get()
        assert (report.status, report.is_late, report.first_handed_in_at) == ("HANDED_IN", False, moment(7, 4))
        assert revision.content["answers"] == ANSWERS
        assert revision.receipt_number == f"{report.ref}-1".upper()
        event = Event.objects.filter(subject_kind="report").order_by("-sequence").first()
        assert (event.verb, event.detail["hash"]) == ("hand_in", revision.hash)

    def test_the_same_key_again_gives_the_same_receipt(self, scene):
        report, key = scene.due(), uuid4()
        scene.written(report)

        first, again = (scene.hand_in(report, key=key) for _ in range(2))

        assert first == again
        assert ReportRevision.objects.count() == 1

    def test_a_second_hand_in_is_refused_and_changes_nothing(self, scene):
        report = scene.handed_in()

        with pytest.raises(Refused) as refusal:
            scene.hand_in(report)

        assert codes(refusal) == {"not_in_this_status"}
        assert ReportRevision.objects.count() == 1

    def test_every_empty_field_is_named_at_once(self, scene):
        report = scene.due()
        scene.written(report, work=" ", next_steps="", no_evidence_reason="")

        with pytest.raises(Refused) as refusal:
            scene.hand_in(report)

        assert {finding.field for finding in refusal.value.findings} == {"work", "next_steps", "no_evidence_reason"}
        assert {finding.clause for finding in refusal.value.findings} == {"二.4a"}
        assert Report.objects.get().status == "DRAFT"

    def test_late_is_accepted_and_marked_for_good(self, scene):
        report = scene.due()
        scene.written(report)
        scene.hand_in(report, at=moment(8, 1))
        report = scene.send_back(Report.objects.get(), at=moment(8, 2), due_at=moment(8, 9))
        scene.hand_in(report, at=moment(8, 3))

        assert Report.objects.get().is_late
        assert list(ReportRevision.objects.values_list("is_late", flat=True)) == [True, False]

    def test_what_a_colleague_changed_is_not_handed_in_unseen(self, scene):
        report = scene.due()
        scene.written(report)

        with pytest.raises(Refused) as refusal:
            scene.hand_in(report, seen=0)

        assert codes(refusal) == {"changed_meanwhile"}

    def test_a_revision_can_not_be_changed(self, scene):
        report = scene.due()
        scene.written(report)
        revision = scene.hand_in(report)

        with pytest.raises(TypeError):
            revision.save()

    def test_a_suspended_project_hands_nothing_in(self, scene):
        report = scene.due()
        scene.written(report)
        Project.objects.update(status="SUSPENDED")

        with pytest.raises(Refused) as refusal:
            scene.hand_in(report)

        assert codes(refusal) == {"project_not_running"}


class TestOpeningAhead:
    def test_the_current_period_can_be_opened_before_the_clock_does(self, scene):
        (project,) = scene.running()
        words = {"schedule": "quarterly", "first": QUARTER, "by": scene.unit, "at": moment(5, 2)}

        report, again = (open_report(project, **words) for _ in range(2))

        assert report == again
        assert (report.status, report.due_at) == ("DUE", moment(7, 6, 23).replace(minute=59, second=59))

    def test_a_period_not_begun_is_too_early(self, scene):
        (project,) = scene.running()

        with pytest.raises(Refused) as refusal:
            open_report(project, schedule="quarterly", first=QUARTER, by=scene.unit, at=moment(3, 31))

        assert codes(refusal) == {"too_early"}
        assert not Report.objects.exists()

    @pytest.mark.parametrize(("schedule", "day"), [("monthly", QUARTER), ("quarterly", QUARTER.replace(month=5))])
    def test_a_period_that_is_none_is_refused(self, scene, schedule, day):
        (project,) = scene.running()

        with pytest.raises(Refused) as refusal:
            open_report(project, schedule=schedule, first=day, by=scene.clerk, at=moment(7, 1))

        assert codes(refusal) == {"no_such_period"}

    def test_a_project_that_began_later_owes_no_report_of_before(self, scene):
        (project,) = scene.running()
        Agreement.objects.update(in_force_on=date(2018, 7, 20))

        with pytest.raises(Refused) as refusal:
            open_report(project, schedule="quarterly", first=QUARTER, by=scene.unit, at=moment(7, 21))

        assert codes(refusal) == {"before_the_start"}

    def test_a_suspended_project_opens_none(self, scene):
        (project,) = scene.running()
        Project.objects.update(status="SUSPENDED")

        with pytest.raises(Refused) as refusal:
            open_report(project, schedule="quarterly", first=QUARTER, by=scene.unit, at=moment(7, 1))

        assert codes(refusal) == {"project_not_running"}

    def test_a_stranger_opens_none(self, scene):
        (project,) = scene.running()

        with pytest.raises(PermissionDenied):
            open_report(project, schedule="quarterly", first=QUARTER, by=scene.stranger, at=moment(7, 1))


class TestTheSectionReviews:
    def test_it_sends_back_with_a_reason_and_a_date_of_its_own(self, scene):
        report = scene.send_back(scene.handed_in())

        assert (report.status, report.due_at) == ("RETURNED", moment(7, 12))
        assert report.first_due_at == moment(7, 6, 23).replace(minute=59, second=59)
        event = Event.objects.filter(subject_kind="report").order_by("-sequence").first()
        assert (event.verb, event.reason) == ("send_back", "成效不够具体。")

    def test_a_return_can_be_written_on_and_comes_again_under_a_second_receipt(self, scene):
        report = scene.send_back(scene.handed_in())
        scene.written(report, effects="覆盖党员900人。")
        revision = scene.hand_in(report, at=moment(7, 6))

        assert (revision.number, Report.objects.get().status) == (2, "HANDED_IN")
        assert ReportRevision.objects.get(number=1).content["answers"]["effects"] == ANSWERS["effects"]

    def test_sent_back_twice_is_refused(self, scene):
        report = scene.send_back(scene.handed_in())

        with pytest.raises(Refused) as refusal:
            scene.send_back(report)

        assert codes(refusal) == {"not_in_this_status"}

    @pytest.mark.parametrize(
        ("words", "code"), [({"reason": " "}, "reason_required"), ({"due_at": moment(7, 1)}, "due_in_the_past")]
    )
    def test_a_return_without_reason_or_with_a_past_date_is_refused(self, scene, words, code):
        report = scene.handed_in()

        with pytest.raises(Refused) as refusal:
            scene.send_back(report, **words)

        assert codes(refusal) == {code}
        assert Report.objects.get().status == "HANDED_IN"

    def test_it_accepts_and_what_is_accepted_is_closed(self, scene):
        report = actions.accept(scene.handed_in(), opinion="进展良好。", by=scene.head, at=moment(7, 5))

        assert report.status == "ACCEPTED"
        with pytest.raises(Refused) as refusal:
            actions.save_report(report, ANSWERS, expected=report.saves, by=scene.unit, at=moment(7, 6))
        assert codes(refusal) == {"not_open"}

    @pytest.mark.parametrize("who", ["unit", "nominator", "inspector", "stranger"])
    def test_nobody_else_accepts_sends_back_or_excuses(self, scene, who):
        first, second = scene.running(2)
        report, due = scene.handed_in(scene.due(first)), scene.due(second)
        words = {"by": getattr(scene, who), "at": moment(7, 5)}

        for verb in (
            lambda: actions.accept(report, **words),
            lambda: scene.send_back(report, **words),
            lambda: actions.excuse(due, reason="暂停", **words),
        ):
            with pytest.raises(PermissionDenied):
                verb()
        assert Report.objects.get(pk=report.pk).status == "HANDED_IN"

    def test_an_ordinary_report_has_no_result(self, scene):
        report = scene.handed_in()

        with pytest.raises(Refused) as refusal:
            actions.accept(report, result="pass", by=scene.clerk, at=moment(7, 5))

        assert codes(refusal) == {"no_midterm"}

    def test_a_batch_accepts_each_by_itself(self, scene):
        first, second = scene.running(2)
        reports = [scene.handed_in(scene.due(first)), scene.due(second)]

        accepted, refused = actions.accept_all(reports, by=scene.clerk, at=moment(7, 5))

        assert [report.project for report in accepted] == [first]
        assert [report for report, _ in refused] == [reports[1]]

    def test_a_report_is_excused_with_a_reason_and_is_owed_no_more(self, scene):
        report = actions.excuse(scene.due(), reason="项目6月下旬才启动。", by=scene.clerk, at=moment(7, 3))

        assert report.status == "EXCUSED"
        with pytest.raises(Refused):
            scene.written(report)

    def test_a_report_is_not_excused_without_a_reason(self, scene):
        with pytest.raises(Refused) as refusal:
            actions.excuse(scene.due(), reason="", by=scene.clerk, at=moment(7, 3))

        assert codes(refusal) == {"reason_required"}


class TestTheMidterm:
    def midterm(self, scene) -> Report:
        (project,) = scene.running()
        return open_report(project, schedule="midterm", first=QUARTER, by=scene.unit, at=moment(9, 3))

    def write(self, scene, report, **changed):
        values = {**ANSWERS, **NO_FILES, "goals_so_far": "完成60%。", "self_rating": "良好", **changed}
        return actions.save_report(report, values, expected=report.saves, by=scene.unit, at=moment(9, 4))

    def test_it_asks_for_a_self_rating(self, scene):
        report = self.write(scene, self.midterm(scene), self_rating="", goals_so_far="")

        with pytest.raises(Refused) as refusal:
            scene.hand_in(report, at=moment(9, 5))

        assert {finding.field for finding in refusal.value.findings} == {"self_rating", "goals_so_far"}

    def test_it_is_accepted_with_a_result_alone(self, scene):
        report = self.write(scene, self.midterm(scene))
        scene.hand_in(report, at=moment(9, 5))

        with pytest.raises(Refused) as refusal:
            actions.accept(report, by=scene.clerk, at=moment(9, 6))
        report = actions.accept(report, result="pass", by=scene.clerk, at=moment(9, 6))

        assert codes(refusal) == {"no_result"}
        assert (report.result, report.self_rating) == ("pass", "良好")
