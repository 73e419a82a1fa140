"""What single stages bring to the archive: changes, the slate, 公示 and objections, texts that no font can print."""

import hashlib
import io
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from PIL import Image

from lixiang.appraisal import actions as appraisal_verbs
from lixiang.appraisal.tests.arranging import scoring
from lixiang.approvals import actions as approvals
from lixiang.approvals.tests import arranging as review
from lixiang.closing.tests.scene import ClosingScene
from lixiang.delivery import actions as delivery
from lixiang.delivery.actions import changes as change_verbs
from lixiang.delivery.tests.changing import Changing
from lixiang.delivery.tests.gathering import Gathering
from lixiang.documents.models import Addressee
from lixiang.messaging.tests.scene import COMMITTEE
from lixiang.outcomes.queries.holdings import (
    applications,
    appraisal,
    changes,
    closing,
    meetings,
    money,
    papers,
    progress,
    ranking,
    reports,
    results,
    reviews,
)
from lixiang.outcomes.rules.items import Item, Relation
from lixiang.people.roles import Role
from lixiang.projects.models import Project
from lixiang.ranking import actions as ranking_verbs
from lixiang.ranking.queries.certificates import certificate_of
from lixiang.ranking.queries.completion import completion_of
from lixiang.ranking.tests.arranging import scored as ranked
from lixiang.ranking.tests.arranging import with_bonus
from lixiang.rehearsal.cast import build_cast

RARE = "\U0001f600"  # a sign that no font of the house has


def titles(items: list[Item]) -> list[str]:
    return [item.title for item in items]


def names(items: list[Item]) -> list[str]:
    return [piece.name for item in items for piece in item.pieces]


def read(item: Item, place: int = 0) -> str:
    make = item.pieces[place].make
    assert make is not None
    return make().decode()


class TestChanges:
    def test_a_change_brings_its_reason_its_outcome_and_its_supplementary_agreement(self, cast, morning):
        scene = Changing(cast, morning)
        supplement = scene.in_force(scene.waiting_supplement(leader_name="示例乙02"))
        change_verbs.issue_reply(scene.again(supplement.change), by=scene.clerk, at=morning)

        asked, agreed = changes.items_of(scene.project)

        assert asked.form == "变更申请" and "原负责人工作调动" in read(asked) and "示例乙02" in read(asked, 1)
        assert [relation.kind for relation in asked.relations] == ["批复"]
        assert names([agreed]) == ["补充协议第1号.pdf", "补充协议第1号.docx", "补充协议.png"]
        assert (agreed.on, agreed.note) == (supplement.in_force_on, "已生效")

    def test_a_draft_and_one_that_was_sent_back_unseen_stay_out(self, cast, morning):
        scene = Changing(cast, morning)
        scene.asked("leader", leader_name="示例乙02")

        assert list(changes.items_of(scene.project)) == []

    def test_one_that_was_declined_is_kept_with_its_outcome(self, cast, morning):
        scene = Changing(cast, morning)
        request = scene.handed_in_change("leader", leader_name="示例乙02")
        change_verbs.decline(request, reason="理由不充分。", by=scene.head, at=morning)

        (declined,) = changes.items_of(scene.project)
        assert "不予批准" in read(declined)


class TestApplications:
    def test_the_slate_lies_with_the_application(self, cast, morning):
        scene = Changing(cast, morning)

        slate = list(applications.items_of(scene.project))[-1]
        assert (slate.title, slate.code) == ("推荐名单（申报汇总表）", slate.acts[0].words)

    def test_a_text_that_no_font_can_print_is_kept_as_text_and_the_index_says_so(self, cast, morning):
        (project,) = review.nominated(cast, morning)
        review.revise(project, project.revision, number=2, title=f"题{RARE}")

        first, second = (item for item in applications.items_of(project) if item.form == "申报书")
        assert (len(first.pieces), first.note) == (3, "")
        assert names([second]) == ["申报书第2稿 内容.json"] and second.note.startswith("未生成PDF和Word：")
        assert RARE in read(second)


class TestReviews:
    def test_publicity_its_paper_and_an_objection_with_its_answer_are_kept(self, db, morning):
        cast = build_cast(morning, pack=review.with_publicity())
        (project,) = review.nominated(cast, morning)
        review.speak(cast, project, morning)
        publication = review.publish(cast, [review.decide(cast, project, "shortlist", morning)], morning)
        approvals.issue_papers(publication, by=cast.user(Role.SECTION_HEAD), at=morning)
        stream = io.BytesIO()
        Image.new("L", (60, 80), 245).save(stream, "PNG")
        approvals.object_to(
            Project.objects.get(pk=project.pk),
            raised_by="示例单位",
            is_organisation=True,
            contact="0554-0000000",
            text="与往年项目重复。",
            scan=ContentFile(stream.getvalue(), name="异议书.png"),
            by=cast.user(Role.UNIT_CLERK, cast.nominators[1]),
            at=morning + timedelta(days=1),
        )

        opinions, decision, objection = reviews.items_of(project)
        assert opinions.form == "审核意见" and decision.title == "决定：拟立项"
        assert names([decision]) == ["决定 拟立项.html", "拟立项公示.pdf", "拟立项公示.docx"]
        assert "与往年项目重复。" in read(objection) and "异议书.png" in names([objection])

    def test_a_merger_names_the_other_project(self, cast, morning):
        target, project = review.nominated(cast, morning, 2)
        review.speak(cast, project, morning)
        merged = review.decide(cast, project, "merge", morning, reason="内容相近。", merge_into=target)
        review.publish(cast, [merged], morning)

        assert target.ref.upper() in read(list(reviews.items_of(project))[-1])

    def test_a_quiet_decision_leaves_nothing(self, cast, morning):
        (project,) = review.nominated(cast, morning)
        review.speak(cast, project, morning)
        review.decide(cast, project, "decline", morning, reason="不宜立项。")

        assert titles(list(reviews.items_of(project))) == ["审核意见"]


class TestPapers:
    def test_a_document_comes_with_who_issued_it_and_who_signed_for_it(self, cast, morning):
        scene = Changing(cast, morning)
        change_verbs.issue_reply(scene.approved("leader", leader_name="示例乙02"), by=scene.clerk, at=morning)
        receipts = Addressee.objects.filter(organisation__code=COMMITTEE)
        receipts.update(acknowledged_at=morning, acknowledged_by=scene.nominator, acknowledged_by_name="示例丙")

        (reply,) = papers.items_of(scene.project)
        assert {name.rpartition(".")[2] for name in names([reply])} == {"pdf", "docx"}
        assert [act.verb for act in reply.acts] == ["印发", "签收"] and reply.acts[1].by.endswith("示例丙")

    def test_a_document_about_others_stays_out(self, cast, morning):
        scene = Changing(cast, morning)
        change_verbs.issue_reply(scene.approved("leader", leader_name="示例乙02"), by=scene.clerk, at=morning)
        (other,) = review.nominated(cast, morning, county=1)

        assert list(papers.items_of(other)) == []


class TestMeetings:
    def test_a_task_of_the_project_comes_with_what_was_reported(self, cast, morning):
        room = Gathering(cast, morning)
        project, meeting = room.active(COMMITTEE), room.held()
        own = {"project": project, "organisation": room.organisation(COMMITTEE)}
        open_one, reported = room.task(meeting, **own), room.task(meeting, **own, title="现场整改")
        by = room.user(Role.NOMINATOR, COMMITTEE)
        delivery.report_done(reported, note="材料已补齐。", by=by, at=room.after)

        items = list(meetings.items_of(project))
        assert titles(items) == [f"交办事项：{open_one.title}", "交办事项：现场整改"]
        assert [len(item.acts) for item in items] == [1, 2] and "材料已补齐。" in read(items[1])


class TestClosing:
    def test_a_dossier_lies_there_as_it_was_handed_in_with_its_evidence(self, cast, morning):
        scene = ClosingScene(cast, morning)
        dossier = scene.accept(scene.handed_in())

        (item,) = closing.items_of(dossier.project)
        assert (item.title, item.note) == ("结项材料第1轮第1稿", "经审核受理")
        assert {"report.pdf", "document.pdf", "effect.pdf", "现场.jpg"} <= set(names([item]))
        assert hashlib.sha256(read(item, 1).encode()).hexdigest() == dossier.accepted_revision.hash
        assert "示例社区" in read(item) and "网格化办法" in read(item)

    def test_evidence_that_stayed_is_not_brought_twice_and_a_draft_stays_out(self, cast, morning):
        scene = ClosingScene(cast, morning)
        dossier = scene.filled()
        assert list(closing.items_of(dossier.project)) == []
        dossier = scene.send_back(scene.handed_in(dossier))
        scene.write(dossier, practice="按网格建立临时支部，逐月开展主题党日，参加860人次。" * 20)
        scene.hand_in(scene.fresh(dossier))

        first, second = closing.items_of(dossier.project)
        assert len(first.pieces) == 6 and names([second]) == [f"{second.title}.html", f"{second.title} 内容.json"]
        assert "860人次" in read(second) and "860人次" not in read(first)


class TestAppraisal:
    def test_sheets_that_were_handed_in_are_kept_as_they_were(self, cast, morning):
        scene = scoring(cast, morning, judges=2, projects=1)  # both score it
        sheet = scene.score(0, 0)

        items = [item for item in appraisal.items_of(scene.projects[0]) if item.form == "评分表"]
        assert [item.code for item in items] == [sheet.ref.upper()]
        assert hashlib.sha256(read(items[0], 1).encode()).hexdigest() == sheet.hash
        assert "示例评价。" in read(items[0])

    def test_a_sheet_that_does_not_apply_says_so_and_why(self, cast, morning):
        scene = scoring(cast, morning, judges=2, projects=1)  # both score it
        words = {"reason": "指标不适用于该项目。", "key": uuid4(), "by": scene.user(0), "at": scene.at}
        appraisal_verbs.find_not_applicable(scene.task(0, 0), **words)

        (sheet,) = (item for item in appraisal.items_of(scene.projects[0]) if item.form == "评分表")
        assert "不适用" in read(sheet) and "指标不适用于该项目。" in read(sheet) and '"total":null' in read(sheet, 1)

    def test_a_sheet_that_is_only_written_on_stays_out(self, cast, morning):
        scene = scoring(cast, morning, judges=2, projects=1)  # both score it
        scene.save(scene.task(0, 0), scene.user(0))

        assert [item for item in appraisal.items_of(scene.projects[0]) if item.form == "评分表"] == []


class TestRanking:
    def test_a_place_lies_there_explained_with_the_certificate_and_what_was_objected(self, cast, morning):
        told = ranked(cast, morning, projects=2).compute().confirm().publish()
        raised = ranking_verbs.object_to(told.place(0), text="漏计佐证。", by=told.unit(), at=told.at)
        project = told.project()
        assert list(ranking.items_of(project)) == []
        ranking_verbs.dismiss(raised, answer="计分无误。", by=told.clerk, at=told.at)
        told.issue()

        placed, objection = ranking.items_of(project)
        assert (placed.title, placed.note) == ("第1次排名名次和等次", "")
        assert names([placed]) == ["第1次排名名次和等次.html", "第1次排名得分证书.json"]
        assert placed.pieces[1].stored.sha256 == certificate_of(told.again()).file.sha256
        assert f"第{told.place().place}名" in read(placed) and "评委" in read(placed)
        assert "漏计佐证。" in read(objection) and "计分无误。" in read(objection)

    def test_one_that_was_corrected_stays_with_a_word_and_the_new_one_names_it(self, cast, morning):
        told = ranked(cast, morning, projects=2).compute().confirm().publish().issue()
        old = told.again()
        told.correct(points_goals="15")
        told.compute(reason="漏计得分。", at=told.after).confirm(at=told.after).publish(at=told.after)
        told.issue(at=told.after + timedelta(days=30))

        first, second = ranking.items_of(told.project())
        assert (first.note, second.note) == ("已被更正", "") and "漏计得分。" in read(second)
        assert Relation("更正", old.ref.upper()) in second.relations

    def test_a_ranking_that_was_only_computed_stays_out(self, cast, morning):
        told = ranked(cast, morning, projects=1).compute().confirm()

        assert list(ranking.items_of(told.project())) == []


class TestResults:
    def test_an_addition_lies_there_with_its_document_and_one_taken_back_with_a_word(self, cast, morning):
        with_bonus(cast)
        told = ranked(cast, morning, projects=1)
        ranking_verbs.withdraw_bonus(told.bonus(), reason="文件有误。", by=told.clerk, at=told.at)
        told.bonus(points=2_000, document="示例组通字〔2018〕4号")

        withdrawn, standing = results.items_of(told.project())
        assert (withdrawn.title, withdrawn.note, standing.note) == ("附加分：获上级表彰", "已撤销，不计分", "")
        assert "文件有误。" in read(withdrawn) and "获市级表彰。" in read(standing)
        assert standing.relations == (Relation("依据", "示例组通字〔2018〕4号"),)

    def test_every_decision_lies_there_and_the_one_in_force_with_its_certificate(self, cast, morning):
        told = ranked(cast, morning, projects=1).issued()
        ranking_verbs.settle(told.again(), by=told.head, at=told.after)
        said = completion_of(told.project())

        (concluded,) = results.items_of(told.project())
        assert (concluded.title, concluded.code, concluded.note) == ("考核结果：结项", said.number, "")
        assert names([concluded]) == ["考核结果：结项.html", f"结项证书 {said.number}.pdf"]
        assert said.check in read(concluded) and concluded.pieces[1].make().startswith(b"%PDF")
        Project.objects.filter(pk=told.project().pk).update(title=f"题{RARE}")
        (unprinted,) = results.items_of(told.project())
        assert len(unprinted.pieces) == 1 and unprinted.note.startswith("未生成结项证书：")
        words = {"reason": "成果不实。", "clause": "二.5e", "document": "示例组通字〔2018〕9号"}
        ranking_verbs.annul(told.project(), **words, by=told.head, at=told.after)
        concluded, annulled = results.items_of(told.project())
        assert (len(concluded.pieces), annulled.title) == (1, "考核结果：撤销结项") and "成果不实。" in read(annulled)


@pytest.mark.parametrize("stage", [progress, reports, meetings, money, changes, closing, appraisal, ranking, results])
def test_a_stage_that_holds_nothing_brings_nothing(cast, morning, stage):
    (project,) = review.nominated(cast, morning)

    assert list(stage.items_of(project)) == []
