"""What the pages of programmes show, to whom, what they do, and that a refusal keeps what was typed."""

import io
from dataclasses import replace

import pytest

from lixiang.documents.models import OfficialDocument
from lixiang.people.roles import Role
from lixiang.programmes import actions, queries
from lixiang.programmes.models import Extension, Programme
from lixiang.programmes.rules.pack import write
from lixiang.programmes.tests.test_actions import UNTIL, extension, later_version
from lixiang.programmes.tests.test_rules import changed

pytestmark = pytest.mark.django_db
HOME = "/programmes/huainan-2018/"


@pytest.fixture
def clerk(cast, browser_of):
    return browser_of(cast.user(Role.SECTION_CLERK))


@pytest.fixture
def head(cast, browser_of):
    return browser_of(cast.user(Role.SECTION_HEAD))


@pytest.fixture
def nominator(cast, browser_of):
    return browser_of(cast.user(Role.NOMINATOR, cast.nominators[0]))


def text_of(response) -> str:
    return response.content.decode()


def upload(pack) -> io.BytesIO:
    file = io.BytesIO((pack if isinstance(pack, str) else write(pack)).encode())
    file.name = "方案.toml"
    return file


def test_strangers_are_asked_to_log_in(cast, client):
    for path in ("/programmes/", HOME, f"{HOME}publish/", f"{HOME}pack/"):
        response = client.get(path)
        assert (response.status_code, response.url.split("?")[0]) == (302, "/account/login/")


def test_everybody_signed_in_reads_the_rules_beside_their_clauses(nominator):
    text = text_of(nominator.get(HOME))

    assert "每个县（区）申报2至3个项目，其中至少1个创新实践（A类）。" in text
    assert "每个县（区）申报基层党建创新项目2-3个，其中至少包含1个实践创新项目。" in text
    assert text.index("一.1") < text.index("二.3a") < text.index("三.1")
    assert "探索党员分类管理" in text
    assert "延期</a>" not in text and "修改方案" not in text


def test_the_section_finds_its_verbs(clerk, head):
    for_clerk, for_head = text_of(clerk.get(HOME)), text_of(head.get(HOME))

    assert all(words in for_clerk for words in ("延期", "修改方案", "下载方案包", "克隆为新一年"))
    assert "结束本批次" not in for_clerk and "结束本批次" in for_head


def test_a_draft_is_nowhere_for_others(draft_cast, browser_of):
    judge, clerk = browser_of(draft_cast.user(Role.JUDGE)), browser_of(draft_cast.user(Role.SECTION_CLERK))

    assert judge.get(HOME).status_code == 404
    assert "2018年度" not in text_of(judge.get("/programmes/"))
    assert "本方案尚未发布，只有主管单位可见。" in text_of(clerk.get(HOME))


@pytest.mark.parametrize("path", ["publish/", "preview/", "extend/", "clone/", "versions/load/"])
def test_verbs_of_the_section_are_closed_to_others(nominator, path):
    assert nominator.get(f"{HOME}{path}").status_code == 403


def test_the_list_shows_the_deadline(nominator):
    assert "2018年4月4日 23:59" in text_of(nominator.get("/programmes/"))


def test_publishing_shows_first_what_will_be_issued_to_whom(draft_cast, browser_of):
    head = browser_of(draft_cast.user(Role.SECTION_HEAD))

    text = text_of(head.get(f"{HOME}publish/"))

    assert "关于实施基层党建创新项目化管理的通知" in text and "参考目录32项" in text
    assert all(each.name in text for each in draft_cast.nominators)
    assert "确认发布并印发" in text
    assert head.get(f"{HOME}preview/").content.startswith(b"%PDF")
    assert not OfficialDocument.objects.exists()


def test_publishing_issues_and_leads_back(draft_cast, browser_of):
    head = browser_of(draft_cast.user(Role.SECTION_HEAD))

    response = head.post(f"{HOME}publish/", follow=True)

    assert "已发布，启动通知已印发各主送单位" in text_of(response)
    assert OfficialDocument.objects.get().addressees.count() == 4
    assert "本批次已经发布。" in text_of(head.get(f"{HOME}publish/"))


def test_publishing_twice_is_refused_in_words(head):
    response = head.post(f"{HOME}publish/")

    assert response.status_code == 422
    assert "不能发布" in text_of(response)


def test_an_extension_is_granted_from_the_page_and_stands_on_it(clerk, nominator, cast):
    one = cast.nominators[0]
    form = {"step": "nomination", "organisation": one.pk, "until": "2099-04-08T18:00:00", "reason": "书面申请"}

    response = clerk.post(f"{HOME}extend/", form, follow=True)

    assert f"已为{one.name}办理延期。" in text_of(response)
    assert "2099年4月8日 18:00" in text_of(nominator.get(HOME))


def test_an_extension_for_all_names_nobody(clerk):
    form = {"step": "nomination", "organisation": "", "until": "2099-04-08T18:00", "reason": "书面申请"}

    response = clerk.post(f"{HOME}extend/", form, follow=True)

    assert "已为全部单位办理延期。" in text_of(response)
    assert Extension.objects.get().organisation is None


def test_a_refused_extension_comes_back_with_what_was_typed(clerk):
    form = {"step": "nomination", "organisation": "", "until": "2018-04-01T00:00:00", "reason": "写了很久的理由"}

    response = clerk.post(f"{HOME}extend/", form)

    assert response.status_code == 422
    assert "写了很久的理由" in text_of(response)
    assert "延期后的截止时间应当晚于现在。（依据：二.3c）" in text_of(response)


def test_the_extension_of_one_organisation_is_offered_by_address(clerk, cast):
    one = cast.nominators[1]

    assert f'<option value="{one.pk}" selected>' in text_of(clerk.get(f"{HOME}extend/?organisation={one.pk}"))


def test_a_clone_proposes_next_year_and_leads_to_its_draft(clerk):
    offered = text_of(clerk.get(f"{HOME}clone/"))

    response = clerk.post(f"{HOME}clone/", {"code": "huainan-2019", "title": "2019年度", "year": 2019}, follow=True)

    assert 'value="huainan-2019"' in offered and 'value="2019"' in offered
    assert response.redirect_chain[-1][0] == "/programmes/huainan-2019/"
    assert "拟制" in text_of(response)


def test_a_clone_of_a_taken_code_comes_back(clerk):
    response = clerk.post(f"{HOME}clone/", {"code": "huainan-2018", "title": "2019年度", "year": 2019})

    assert response.status_code == 422
    assert "编码“huainan-2018”已被使用。" in text_of(response)


def test_the_pack_goes_out_as_it_came_in(nominator, cast):
    for path in ("pack/", "versions/1/pack/"):
        response = nominator.get(f"{HOME}{path}")
        assert response.content.decode() == write(cast.pack)
        assert response.headers["Content-Disposition"] == 'attachment; filename="huainan-2018.toml"'


def test_a_pack_makes_a_draft(clerk, cast):
    pack = replace(cast.pack, about=replace(cast.pack.about, code="new-2020"))

    response = clerk.post("/programmes/load/", {"file": upload(pack)}, follow=True)

    assert response.redirect_chain[-1][0] == "/programmes/new-2020/"
    assert Programme.objects.get(ref="new-2020").is_draft


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("[programme", "不是合法的 TOML"),
        ('[programme]\ncode = "x"', "缺少该项"),
        (b"\xff\xfe\xfd", "文件不是UTF-8编码的文本。"),
        (b"x" * (1024 * 1024 + 1), "文件超过1MB，不是方案包。"),
    ],
)
def test_a_wrong_file_is_told_and_changes_nothing(clerk, content, words):
    file = io.BytesIO(content if isinstance(content, bytes) else content.encode())
    file.name = "方案.toml"

    response = clerk.post("/programmes/load/", {"file": file})

    assert response.status_code == 422
    assert words in text_of(response)
    assert Programme.objects.count() == 1


def test_the_faults_of_a_pack_stand_in_a_table(clerk, cast):
    text = write(cast.pack).replace("minimum = 2\nmaximum = 3", "minimum = 4\nmaximum = 3")

    response = clerk.post(f"{HOME}versions/load/", {"file": upload(text)})

    page = text_of(response)
    assert response.status_code == 422
    assert "nominations.quota" in page and "二.3a" in page and "minimum（4）应不小于0、不大于maximum（3）" in page


def test_a_pack_refused_by_the_programme_comes_back(clerk, cast):
    pack = replace(cast.pack, about=replace(cast.pack.about, code="other-2018"))

    response = clerk.post(f"{HOME}versions/load/", {"file": upload(pack)})

    assert response.status_code == 422
    assert "方案包的编码是“other-2018”" in text_of(response)


def far_future(cast):
    """A change that takes force when every run of this test is over."""
    return changed(cast.pack, "nominations.quota", maximum=4)


def test_a_change_is_uploaded_read_and_published(clerk, head, nominator, cast):
    form = {"file": upload(far_future(cast)), "in_force_from": "2099-05-01T00:00:00"}
    uploaded = clerk.post(f"{HOME}versions/load/", form, follow=True)

    page = text_of(uploaded)
    assert uploaded.redirect_chain[-1][0] == f"{HOME}versions/2/"
    assert "<del>每个县（区）申报2至3个项目，其中至少1个创新实践（A类）。</del>" in page
    assert "<ins>每个县（区）申报2至4个项目，其中至少1个创新实践（A类）。</ins>" in page
    assert "所涉单位和项目" in page and "发布本版" not in page
    assert nominator.get(f"{HOME}versions/2/").status_code == 404
    assert "有一项修改尚未发布" in text_of(clerk.get(HOME))

    assert clerk.post(f"{HOME}versions/2/publish/", {"reason": "甲"}).status_code == 403
    published = head.post(f"{HOME}versions/2/publish/", {"reason": "名额增加"}, follow=True)

    assert "第2版已发布，自所定时间起生效。" in text_of(published)
    assert "发布本版" not in text_of(published)
    assert nominator.get(f"{HOME}versions/2/").status_code == 200


def test_a_change_can_be_dropped(clerk, cast, morning):
    actions.load(later_version(cast.pack, morning), by=None, at=morning)

    response = clerk.post(f"{HOME}versions/2/discard/", follow=True)

    assert "第2版已删除，现行方案不变。" in text_of(response)
    assert cast.programme.versions.count() == 1


def test_a_version_that_is_not_there_is_not_found(clerk):
    assert clerk.get(f"{HOME}versions/9/").status_code == 404
    assert clerk.post(f"{HOME}versions/9/discard/").status_code == 404


def test_closing_asks_why(head):
    assert head.post(f"{HOME}close/").status_code == 422

    response = head.post(f"{HOME}close/", {"reason": "年度工作结束"}, follow=True)

    assert "本批次已结束。" in text_of(response)
    assert "延期</a>" not in text_of(head.get(HOME))


def test_the_page_of_a_programme_asks_a_constant_number_of_queries(cast, clerk, morning, django_assert_max_num_queries):
    clerk.get(HOME)
    with django_assert_max_num_queries(14):
        clerk.get(HOME)
    for organisation in cast.nominators[:3]:
        actions.extend(cast.programme, **extension(cast), at=morning, organisation=organisation)
    with django_assert_max_num_queries(14):
        assert text_of(clerk.get(HOME)).count(f"{UNTIL.month}月{UNTIL.day}日 18:00") == 3


def test_the_passages_of_a_published_version_are_read_once(cast, django_assert_num_queries):
    queries.passages_of(cast.version)
    with django_assert_num_queries(0):
        queries.passages_of(cast.version)
