"""What people see of a dossier: what to do, what is lacking in red, what was handed in; strangers see nothing."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lixiang.closing.models import Dossier
from lixiang.closing.tests.scene import PDF, picture, upload


def text_of(answer, status: int = 200) -> str:
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


def address(dossier: Dossier, verb: str = "") -> str:
    return f"/dossiers/{dossier.ref}/{verb}"


def test_the_first_visit_offers_to_begin_and_leads_to_the_dossier(scene):
    project, client = scene.complete(), scene.client(scene.unit)
    url = f"/dossiers/project/{project.ref}/"

    assert "开始整理结项材料" in text_of(client.get(url))
    answer = client.post(url)
    assert answer.headers["Location"] == f"/dossiers/{project.ref}-d1/"
    assert client.get(url).headers["Location"] == f"/dossiers/{project.ref}-d1/"
    assert "开始整理" not in text_of(scene.client(scene.clerk).get(f"/dossiers/{project.ref}-d1/"))


def test_whoever_may_not_write_is_not_offered_to_begin(scene):
    project = scene.complete()
    client = scene.client(scene.clerk)

    assert "还没有结项材料" in text_of(client.get(f"/dossiers/project/{project.ref}/"))
    assert client.post(f"/dossiers/project/{project.ref}/").status_code == 403


def test_gaps_stand_red_with_a_word_before_handing_in(scene):
    html = text_of(scene.client(scene.unit).get(address(scene.opened())))

    assert "提交前还要处理" in html
    assert html.count('class="closing-gap"') >= 3
    assert all(words in html for words in ("缺佐证", "“报告”至少1件，现有0件。", "请整理并提交结项材料", "完结，至今"))


def test_every_section_is_saved_without_scripts_and_by_itself(scene):
    dossier = scene.opened()
    client = scene.client(scene.unit)
    typed = {"part": "written", "version": "0", "practice": "按网格推进。"}

    answer = client.post(address(dossier, "draft/"), typed)
    assert answer.headers["Location"].endswith("#written")
    answer = client.post(
        address(dossier, "draft/"), typed | {"version": "1", "effects": "好。"}, headers={"X-Autosave": "1"}
    )
    assert (answer.status_code, answer["X-Version"]) == (204, "2")
    assert scene.fresh(dossier).answers == {"practice": "按网格推进。", "effects": "好。"}


def test_rows_of_the_register_are_read_from_the_form(scene):
    dossier, client = scene.opened(), scene.client(scene.unit)
    scene.attach(dossier)
    typed = {"results-TOTAL_FORMS": "2", "results-0-kind": "theory", "results-0-title": "研究报告"}
    typed |= {"results-0-evidence": "1、", "results-1-title": "", "part": "results", "version": "0"}

    client.post(address(dossier, "draft/"), typed)

    (result,) = scene.fresh(dossier).results.all()
    assert (result.title, result.evidence) == ("研究报告", [1])


def test_a_refused_save_keeps_what_was_typed(scene):
    dossier, client = scene.opened(), scene.client(scene.unit)
    (goal, *_) = scene.promises(dossier)
    typed = {"part": "figures", "version": "0", f"share-{goal.key}": "近百", f"reached-{goal.key}": "约12个"}

    html = text_of(client.post(address(dossier, "draft/"), typed), 422)
    assert all(words in html for words in ("没有保存成功", "完成率应当是整数", 'value="近百"', 'value="约12个"'))
    html = text_of(client.post(address(dossier, "draft/"), typed, headers={"X-Autosave": "1"}), 422)
    assert 'id="figures-findings"' in html
    rows = {"part": "results", "version": "0", "results-TOTAL_FORMS": "1", "results-0-title": "没有类型"}
    assert "没有类型" in text_of(client.post(address(dossier, "draft/"), rows), 422)


@pytest.mark.parametrize(
    ("section", "theirs", "mine"),
    [
        ("written", {"practice": "甲写的。"}, {"practice": "乙写的。"}),
        ("figures", {"reached-{goal}": "11个"}, {"reached-{goal}": "12个"}),
        (
            "results",
            {"results-0-kind": "theory", "results-0-title": "甲"},
            {"results-0-kind": "theory", "results-0-title": "乙"},
        ),
        ("evidence", {"row-{goal}": "甲说。"}, {"row-{goal}": "乙说。"}),
    ],
)
def test_two_people_see_both_texts(scene, section, theirs, mine):
    dossier, client = scene.opened(), scene.client(scene.unit)
    (goal, *_) = scene.promises(dossier)
    common = {"part": section, "version": "0", "results-TOTAL_FORMS": "1"}
    first, second = ({name.format(goal=goal.key): text for name, text in typed.items()} for typed in (theirs, mine))
    client.post(address(dossier, "draft/"), common | first)

    answer = client.post(address(dossier, "draft/"), common | second, headers={"X-Autosave": "1"})
    assert (answer.status_code, answer["X-Version"]) == (409, "1")
    html = text_of(client.post(address(dossier, "draft/"), common | second), 409)
    assert "data-conflict" in html
    assert client.post(address(dossier, "draft/"), common | {"keep": "theirs"}).status_code == 302


def test_a_file_comes_in_and_is_matched_to_what_it_proves(scene):
    dossier, client = scene.opened(), scene.client(scene.unit)
    (goal, *_) = scene.promises(dossier)

    answer = client.post(address(dossier, "attach/"), {"kind": "picture", "file": upload("现场.jpg", picture())})
    assert answer.headers["Location"] == address(dossier, "evidence/1/describe/")
    assert goal.words in text_of(client.get(address(dossier, "evidence/1/describe/")))
    typed = {"kind": "picture", "made_at": "2018-09-12", "place": "示例社区", "proves": [goal.key]}
    assert client.post(address(dossier, "evidence/1/describe/"), typed).status_code == 302
    html = text_of(client.get(address(dossier)))
    assert all(words in html for words in ("2018-09-12（录入）", "示例社区（录入）", "证明1项承诺"))
    assert "请选择" in text_of(client.post(address(dossier, "evidence/1/describe/"), typed | {"kind": ""}), 422)
    for made in ("", "thumbnail/", "public/"):
        assert client.get(address(dossier, f"evidence/1/{made}")).status_code == 200
    assert client.post(address(dossier, "evidence/1/detach/")).status_code == 302


def test_a_file_that_may_not_come_in_says_why_and_keeps_what_was_typed(scene):
    dossier, client = scene.opened(), scene.client(scene.unit)

    typed = {"kind": "report", "words": "总结报告", "file": upload("总结.jpg", picture())}
    html = text_of(client.post(address(dossier, "attach/"), typed), 422)
    assert all(words in html for words in ("“报告”应为", "没有上传成功", 'value="总结报告"'))


def test_files_of_the_project_are_offered_and_used_again(scene):
    dossier, client = scene.opened(), scene.client(scene.unit)
    number = scene.attach(dossier, "effect", "旧.pdf", PDF).claim_id
    client.post(address(dossier, "evidence/1/detach/"))
    dossier.project.refresh_from_db()

    answer = client.post(address(dossier, "reuse/"), {"number": number, "kind": "effect"})
    assert answer.status_code == 422


def test_looking_over_lists_what_stands_and_handing_in_gives_a_receipt(scene):
    dossier, client = scene.filled(), scene.client(scene.unit)

    html = text_of(client.get(address(dossier, "hand-in/")))
    assert "核对并提交结项材料" in html
    assert "还不能提交" not in html
    seen = ",".join(f"{name}:{count}" for name, count in sorted(scene.fresh(dossier).saves.items()))
    answer = client.post(
        address(dossier, "hand-in/"),
        {"key": str(uuid4()), "seen": seen, "verb": "hand_in", "reason": "材料多，整理费时。"},
    )
    assert answer.status_code == 302
    html = text_of(client.get(address(dossier)))
    assert f"{dossier.ref}-1".upper() in html
    assert "审核中" in html


def test_what_blocks_is_listed_and_no_button_hands_in(scene):
    dossier, client = scene.opened(), scene.client(scene.unit)

    html = text_of(client.get(address(dossier, "hand-in/")))
    assert "还不能提交" in html
    assert 'name="verb"' not in html
    assert "还不能提交" in text_of(client.post(address(dossier, "hand-in/"), {"key": str(uuid4())}), 422)
    filled = scene.filled(dossier)
    assert "页面不完整" in text_of(client.post(address(filled, "hand-in/"), {"key": "x"}), 422)


def test_the_section_reads_what_was_handed_in_and_sends_it_back_or_accepts(scene):
    dossier = scene.handed_in()
    client = scene.client(scene.clerk)

    html = text_of(client.get(address(dossier)))
    assert all(words in html for words in ("覆盖支部12个。", "受理", "退回修改", "现场.jpg"))
    html = text_of(client.post(address(dossier, "send-back/"), {"reason": "缺数字。", "due_at": "2019-12-01"}), 422)
    assert "缺数字。" in html
    back = {"sections": ["figures"], "reason": "缺数字。", "due_at": "2099-12-01"}
    assert client.post(address(dossier, "send-back/"), back).status_code == 302
    assert "退回修改：目标完成情况" in text_of(scene.client(scene.unit).get(address(dossier)))
    scene.hand_in(dossier)
    assert client.post(address(dossier, "accept/"), {"opinion": "齐全。"}).status_code == 302
    assert scene.fresh(dossier).status == "ACCEPTED"


def test_an_unfinished_dossier_is_read_by_those_who_write_it_alone(scene):
    dossier = scene.filled()

    html = text_of(scene.client(scene.clerk).get(address(dossier)))
    assert "整理中的内容只有填报单位可见" in html
    assert "覆盖支部12个。" not in html
    assert scene.client(scene.clerk).get(address(dossier, "evidence/1/")).status_code == 404
    assert "还没有提交" in text_of(scene.client(scene.clerk).get(address(dossier, "matrix/")))


def test_the_matrix_shows_promises_and_evidence_with_hash_time_place_and_who(scene):
    dossier = scene.handed_in()

    html = text_of(scene.client(scene.clerk).get(address(dossier, "matrix/")))
    piece = dossier.evidence.get(number=4)
    for words in (scene.promises(dossier)[0].words, piece.claim.file.sha256, "2018-09-12", "示例社区", "●"):
        assert words in html, words


@pytest.mark.parametrize(
    "verb", ["", "matrix/", "hand-in/", "evidence/1/", "evidence/1/thumbnail/", "evidence/1/public/"]
)
def test_strangers_learn_nothing(scene, verb):
    dossier = scene.handed_in()

    assert scene.client(scene.stranger).get(address(dossier, verb)).status_code == 404
    assert scene.client(scene.stranger).get(f"/dossiers/project/{dossier.project.ref}/").status_code == 404


@pytest.mark.parametrize(
    "verb", ["draft/", "attach/", "reuse/", "evidence/1/detach/", "accept/", "send-back/", "hand-in/"]
)
def test_readers_change_nothing(scene, verb):
    dossier = scene.handed_in()

    assert scene.client(scene.inspector).post(address(dossier, verb)).status_code == 403


def test_the_list_names_each_project_with_its_dossier(scene):
    dossier = scene.handed_in()

    html = text_of(scene.client(scene.clerk).get("/dossiers/"))
    assert all(words in html for words in (str(dossier.project), "待审核", "结项材料审核"))
    assert str(dossier.project) in text_of(scene.client(scene.unit).get("/dossiers/", {"shown": "handed"}))
    assert "没有符合条件的项目" in text_of(scene.client(scene.unit).get("/dossiers/", {"shown": "returned"}))
    assert str(dossier.project) not in text_of(scene.client(scene.stranger).get("/dossiers/"))


def test_the_page_takes_as_many_queries_for_much_as_for_little(scene):
    dossier, client, counts = scene.opened(), scene.client(scene.unit), []
    for number in (1, 3, 30):
        have = dossier.evidence.count()
        for place in range(have, number):
            scene.attach(dossier, "effect", f"{place}.pdf", PDF + str(place).encode())
        client.get(address(dossier))
        with CaptureQueriesContext(connection) as captured:
            text_of(client.get(address(dossier)))
        counts.append(len(captured))

    assert counts == [counts[0]] * 3
    assert counts[0] <= 16
