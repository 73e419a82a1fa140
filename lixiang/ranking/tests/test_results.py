"""What a corrected 通报 changes of results already made; a second appraisal; 结项证书 and 撤销结项."""

import re

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from lixiang.history.models import Event
from lixiang.messaging.actions.telling import deliver
from lixiang.messaging.models import Message
from lixiang.ranking import actions
from lixiang.ranking.documents import certificate_in_print, certificates
from lixiang.ranking.models import AppraisalResult
from lixiang.ranking.queries.certificates import certificate_of, content_of
from lixiang.ranking.queries.completion import completion_of, verified
from lixiang.ranking.rules.kinds import GradeCut
from lixiang.ranking.rules.results import Made, ResultView, blockers_to_annulment, blockers_to_result, verb_for
from lixiang.ranking.tests.arranging import LATER, pass_from, with_bonus
from lixiang.workflow.findings import Refused

GOOD = GradeCut(clause="二.5e", title="合格", minimum=60_000)
BAD = GradeCut(clause="二.5e", title="不合格", rectify_months=3)
OTHER = {"is_of_this_ranking": False, "is_appraised_anew": False}
SAME = {"is_of_this_ranking": True, "is_appraised_anew": False}
ANEW = {"is_of_this_ranking": False, "is_appraised_anew": True}
VERBS = ("conclude", "order_rectification", "correct_result")


def view(status: str, cut: GradeCut | None = GOOD, made: Made | None = None, known: bool = True) -> ResultView:
    return ResultView(status, "二.5e", known, cut.title if cut else "", cut, made)


@pytest.mark.parametrize(
    ("seen", "verb"),
    [
        (view("IN_APPRAISAL"), "conclude"),
        (view("IN_APPRAISAL", BAD), "order_rectification"),
        (view("IN_APPRAISAL", known=False), ""),
        (view("IN_APPRAISAL", None), ""),
        (view("ACTIVE"), ""),
        (view("CLOSING"), ""),
        # what a correction changes
        (view("CONCLUDED", GOOD, Made("优秀", **OTHER)), "correct_result"),
        (view("CONCLUDED", BAD, Made("合格", **OTHER)), "order_rectification"),
        (view("RECTIFYING", GOOD, Made("不合格", **OTHER)), "correct_result"),
        # what it leaves
        (view("CONCLUDED", GOOD, Made("合格", **OTHER)), ""),
        (view("RECTIFYING", BAD, Made("不合格", **OTHER)), ""),
        # after a rectification
        (view("IN_APPRAISAL", BAD, Made("不合格", **SAME)), ""),
        (view("IN_APPRAISAL", BAD, Made("不合格", **OTHER)), ""),
        (view("IN_APPRAISAL", GOOD, Made("不合格", **OTHER)), "conclude"),
        (view("IN_APPRAISAL", BAD, Made("不合格", **ANEW)), "order_rectification"),
        (view("IN_APPRAISAL", GOOD, Made("不合格", **ANEW)), "conclude"),
    ],
)
def test_one_verb_follows_from_the_grade_and_what_was_made_before(seen, verb):
    assert verb_for(seen) == verb
    if verb:
        assert tuple(blockers_to_result(verb, seen)) == ()


def test_what_stands_against_a_result_cites_its_clause():
    views = (view("IN_APPRAISAL", BAD, Made("不合格", **SAME)), view("CONCLUDED", GOOD, Made("合格", **OTHER)))
    found = [each for seen in views for verb in VERBS for each in blockers_to_result(verb, seen)]

    assert {each.code for each in found} == {"must_rectify", "must_conclude", "not_appraised_again", "result_stands"}
    assert {each.clause for each in found} == {"二.5e"}


@pytest.fixture
def changing(scored):
    """A notice that takes 合格 from 71.8 points on and gives points for an award: 71.6, 72.4 and 73.2 as they stand."""
    with_bonus(scored.cast)
    pass_from(scored.cast, 71_800)
    return scored


def settled(scored, at) -> list[str]:
    actions.settle(scored.again(), by=scored.head, at=at)
    return [scored.project(n).status for n in range(3)]


def text_of(user, address: str) -> str:
    client = Client()
    client.force_login(user)
    return " ".join(re.sub(r"<[^>]+>", " ", client.get(address).content.decode()).split())


def test_a_corrected_circular_concludes_what_was_to_rectify_and_everything_says_so(changing):
    changing.issued()
    assert settled(changing, changing.after) == ["RECTIFYING", "CONCLUDED", "CONCLUDED"]
    changing.bonus(points=300)
    new = changing.issued_anew(changing.after).again()
    late = changing.after + LATER
    assert settled(changing, late) == ["CONCLUDED"] * 3

    project, last = changing.project(0), AppraisalResult.objects.filter(project=changing.project(0)).last()
    assert (last.verb, last.grade, last.place.ranking, project.due_at) == ("correct_result", "合格", new, None)
    event = Event.objects.get(subject_kind="project", subject_id=project.pk, verb="correct_result")
    assert event.detail["was"] == "不合格" and event.detail["number"] == new.document.number_text
    page = text_of(changing.unit(0), f"/ranking/project/{project.ref}/")
    assert "更正为结项，等次为合格" in page and "限期整改，等次为不合格" in page and new.document.number_text in page
    assert "等次由不合格更正为合格" in text_of(changing.clerk, f"/projects/{project.ref}/?tab=history")
    while deliver(by=None, at=late)[0]:
        pass
    told = Message.objects.filter(event=event)
    assert changing.unit(0).pk in told.values_list("user", flat=True)
    assert "已按更正的通报更正" in told[0].sentence
    assert Event.objects.filter(verb="correct_result").count() == 1, "whose grade stands is left in peace"
    assert settled(changing, late) == ["CONCLUDED"] * 3 and AppraisalResult.objects.count() == 4


def test_a_corrected_circular_sends_a_concluded_project_back_to_rectify(changing):
    given = changing.bonus(points=300)
    changing.issued()
    assert settled(changing, changing.after) == ["CONCLUDED"] * 3
    actions.withdraw_bonus(given, reason="文件有误。", by=changing.clerk, at=changing.after)
    changing.issued_anew(changing.after)

    with pytest.raises(Refused) as refused:
        actions.correct_result(changing.project(0), reason="更正。", by=changing.head, at=changing.after + LATER)
    assert [each.code for each in refused.value.findings] == ["must_rectify"]
    assert settled(changing, changing.after + LATER) == ["RECTIFYING", "CONCLUDED", "CONCLUDED"]
    assert changing.project(0).due_at is not None


def test_a_result_is_corrected_by_those_who_decide_with_a_reason_and_only_where_the_grade_changed(changing):
    changing.issued()
    settled(changing, changing.after)
    for by, project, reason, wanted in (
        (changing.clerk, 1, "更正。", PermissionDenied),
        (changing.head, 1, "", {"reason_required"}),
        (changing.head, 1, "更正。", {"result_stands"}),
        (changing.head, 0, "更正。", {"must_rectify"}),
    ):
        with pytest.raises(wanted if isinstance(wanted, type) else Refused) as refused:
            actions.correct_result(changing.project(project), reason=reason, by=by, at=changing.after)
        if isinstance(wanted, set):
            assert {each.code for each in refused.value.findings} == wanted
    assert AppraisalResult.objects.count() == 3


def test_after_a_rectification_a_panel_of_its_own_scores_and_a_new_circular_gives_the_result(changing):
    changing.issued()
    settled(changing, changing.after)
    changing.appraise_again(0, points_goals="15")
    with pytest.raises(Refused) as refused:
        actions.order_rectification(changing.project(0), reason="不合格。", by=changing.head, at=changing.after)
    assert [each.code for each in refused.value.findings] == ["not_appraised_again"]
    assert settled(changing, changing.after)[0] == "IN_APPRAISAL", "the grade from before is not used a second time"

    changing.issued_anew(changing.after, reason="限期整改后再次验收。")
    assert changing.place(0).grade in ("合格", "优秀")
    assert settled(changing, changing.after + LATER) == ["CONCLUDED"] * 3
    made = AppraisalResult.objects.filter(project=changing.project(0)).values_list("verb", flat=True)
    assert list(made) == ["order_rectification", "conclude"]


def test_whoever_fails_again_has_a_further_term_to_rectify(changing):
    changing.issued()
    settled(changing, changing.after)
    changing.appraise_again(0)
    changing.issued_anew(changing.after, reason="限期整改后再次验收。")
    pass_from(changing.cast, 80_000)
    changing.issued_anew(changing.after + LATER, reason="更正合格线。")

    assert settled(changing, changing.after + 2 * LATER)[0] == "RECTIFYING"
    assert AppraisalResult.objects.filter(project=changing.project(0)).count() == 2


# --- 结项证书, 撤销结项 ----------------------------------------------------------------------------------------------
GROUND = {"clause": "二.5e", "document": "示例组通字〔2018〕9号", "reason": "成效材料失实。"}


def pdf_of(user, address: str) -> bytes:
    client = Client()
    client.force_login(user)
    answer = client.get(address)
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def test_a_concluded_project_has_a_certificate_that_verifies_until_its_conclusion_is_annulled(changing):
    changing.issued()
    settled(changing, changing.after)
    assert completion_of(changing.project(0)) is None, "it rectifies"
    project = changing.project(1)
    said, own = completion_of(project), f"/ranking/project/{project.ref}/"
    assert said is not None and said.number == f"{project.ref.upper()}-J1"
    assert pdf_of(changing.unit(1), f"{own}completion/").startswith(b"%PDF")
    assert said.number in text_of(changing.unit(1), own)

    good = verified(said.number.lower(), f" {said.check.upper()} ")
    assert good.is_good and str(project) in good.sentence and "合格" in good.sentence
    for number, check in ((said.number, "0" * 32), (f"{said.number[:-1]}2", said.check), ("无", said.check)):
        assert not verified(number, check).is_good and str(project) not in verified(number, check).sentence
    asked = f"/ranking/completion/verify/?number={said.number}&check={said.check}"
    assert "有效" in text_of(changing.cast.users["judge"], asked)

    annulled = actions.annul(project, by=changing.head, at=changing.after, **GROUND)
    assert annulled.status == "ANNULLED" and completion_of(annulled) is None
    assert verified(said.number, said.check).sentence.endswith("现为“撤销结项”。")
    client = Client()
    client.force_login(changing.unit(1))
    assert client.get(f"{own}completion/").status_code == 404
    assert "撤销结项，依据示例组通字〔2018〕9号" in text_of(changing.unit(1), own)
    event = Event.objects.get(subject_kind="project", subject_id=project.pk, verb="annul")
    assert event.detail == {"clause": "二.5e", "document": GROUND["document"], "was": "合格"}
    assert settled(changing, changing.after)[1] == "ANNULLED", "no ranking brings it back"


def test_a_corrected_result_has_a_certificate_of_its_own(changing):
    given = changing.bonus(1, points=5_000)
    pass_from(changing.cast, 60_000)
    row = changing.cast.version.settings.get(kind="ranking.grade_cut", parameters__title="优秀")
    row.parameters = row.parameters | {"minimum": 75_000}
    row.save(update_fields=["parameters"])
    changing.issued()
    settled(changing, changing.after)
    before = completion_of(changing.project(1))
    actions.withdraw_bonus(given, reason="文件有误。", by=changing.clerk, at=changing.after)
    changing.issued_anew(changing.after)
    settled(changing, changing.after + LATER)

    now = completion_of(changing.project(1))
    assert (before.grade, now.grade, now.number[-3:]) == ("优秀", "合格", "-J2")
    assert verified(before.number, before.check).sentence == f"证书{before.number}已由{now.number}代替。"


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"clause": "九.9"}, "no_clause"),
        ({"document": " "}, "no_document"),
        ({"document": "字" * 201}, "too_long"),
        ({"reason": "字" * 1001}, "too_long"),
        ({"reason": " "}, "reason_required"),
    ],
)
def test_a_conclusion_is_annulled_on_a_clause_a_document_and_a_reason(changing, changed, code):
    changing.issued()
    settled(changing, changing.after)

    with pytest.raises(Refused) as refused:
        actions.annul(changing.project(1), by=changing.head, at=changing.after, **GROUND | changed)
    assert [each.code for each in refused.value.findings] == [code]
    assert changing.project(1).status == "CONCLUDED"


def test_what_is_not_concluded_is_not_annulled_and_only_those_who_decide_annul(changing):
    changing.issued()
    settled(changing, changing.after)
    with pytest.raises(Refused):
        actions.annul(changing.project(0), by=changing.head, at=changing.after, **GROUND)
    with pytest.raises(PermissionDenied):
        actions.annul(changing.project(1), by=changing.clerk, at=changing.after, **GROUND)

    head, own = Client(), f"/ranking/project/{changing.project(1).ref}/annul/"
    head.force_login(changing.head)
    wrong = head.post(own, GROUND | {"clause": "九.9"})
    assert wrong.status_code == 422 and "成效材料失实" in wrong.content.decode()
    assert head.post(own, GROUND).status_code == 302 and changing.project(1).status == "ANNULLED"


def test_a_conclusion_that_was_never_recorded_cannot_be_taken_back():
    found = blockers_to_annulment("二.5e", "示例", clauses=("二.5e",), has_result=False)

    assert [each.code for each in found] == ["no_result"]


def test_the_score_certificate_prints_and_is_refused_in_print_past_so_many_projects(changing, monkeypatch):
    changing.bonus(points=300)
    changing.issued()
    own = f"/ranking/{changing.ranking.ref}/certificate/pdf/"
    kept = certificate_of(changing.again())
    blocks = certificate_in_print(changing.again(), kept, content_of(kept)).blocks
    words = "".join(str(block) for block in blocks)

    assert kept.hash in words and "示例组通字〔2018〕3号" in words and "种子7" in words
    assert pdf_of(changing.unit(0), own).startswith(b"%PDF")
    monkeypatch.setattr(certificates, "MOST_PRINTED", 2)
    with pytest.raises(Refused) as refused:
        certificate_in_print(changing.again(), kept, content_of(kept))
    assert [each.code for each in refused.value.findings] == ["too_many_to_print"]
    stranger = Client()
    stranger.force_login(changing.cast.users["judge"])
    assert stranger.get(own).status_code == 404
