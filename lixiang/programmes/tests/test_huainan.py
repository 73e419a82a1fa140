"""The first pack says what 淮组通字〔2018〕27号 says: expected here literally, read from the notice itself."""

from datetime import date, datetime, timedelta, timezone

from lixiang.delivery.rules.progress import LampRule, Progress
from lixiang.nominations.rules import Quota
from lixiang.programmes.rules.kinds import Deadline, Wording
from lixiang.projects.rules import kinds as k
from lixiang.workflow.findings import Strictness

TOPICS = """探索党员分类管理
改进流动党员管理
加强离退休党员管理
创新大中专毕业生党员管理
党员教育培训方式创新
村（社区）无职党员设岗定责
发展党员流程化管理
农村发展党员回避、预审、备案
发展党员明责、失责、问责制度
党员量化考核管理
服务型党组织创建
抓党建促脱贫攻坚
互联网+党建模式创新
在职党员进社区作用发挥途径
党代表发挥作用的有效途径
打造“两微一网”党建宣传平台
主题党日（党员活动日）活动方式创新
村（社区）网格化管理
社区大党委作用发挥途径
机关联系基层、党员联系群众载体设计和作用发挥途径
发挥行业系统作用，推进民办学校、民办医院、律师、会计师等社会组织党建工作的措施办法
加强快递、物业、互联网企业等新业态党建工作的措施
推进商务楼宇、商圈和专业市场党建工作
加强非公企业和社会组织党建工作指导员管理的措施办法
发展壮大非公企业和社会组织党员队伍的途径
加强各级党委非公工委建设，发挥工委成员单位职能作用
推动非公企业和社会组织党的组织和工作覆盖，着力提高覆盖质量
加强国有企业境外单位党建工作
发挥公办中小学校党组织政治核心作用，加强对教职工党员的教育管理服务
基层党建督查、评议、考核机制创新
规范落实“三会一课”制度
实施党员积分制管理构建党员管理新模式""".splitlines()

CLAUSES = [
    "一.1",
    "一.2",
    "一.3",
    "一.4",
    "二.1a",
    "二.1b",
    "二.2a",
    "二.2b",
    "二.2c",
    "二.2d",
    "二.2e",
    "二.2f",
    "二.3a",
    "二.3b",
    "二.3c",
    "二.3d",
    "二.3e",
    "二.3f",
    "二.4a",
    "二.4b",
    "二.4c",
    "二.4d",
    "二.4e",
    "二.4f",
    "二.4g",
    "二.5a",
    "二.5b",
    "二.5c",
    "二.5d",
    "二.5e",
    "二.5f",
    "三.1",
    "三.2",
    "三.3",
    "附件",
]


def test_the_catalogue_has_the_32_topics_in_order_and_to_the_letter(huainan):
    assert [(topic.number, topic.title) for topic in huainan.topics] == list(enumerate(TOPICS, 1))
    assert len(TOPICS) == 32


def test_every_clause_stands_in_order(huainan):
    assert [clause.id for clause in huainan.clauses] == CLAUSES


def test_sentences_broken_at_the_end_of_a_page_are_mended(huainan):
    texts = {clause.id: clause.text for clause in huainan.clauses}

    assert texts["二.2b"] == "其中A类项目以县级以上党（工）委为实施主体"
    assert texts["二.5d"] == "年底，市委组织部将组织对创新项目进行成果验收，实施量化考核"
    assert texts["二.3a"] == "每个县（区）申报基层党建创新项目2-3个，其中至少包含1个实践创新项目。"
    assert texts["二.3b"] == "其他市委直接管理的党（工）委申报基层党建创新项目1-2个。"
    assert texts["二.4f"] == "发现弄虚作假、夸大成效及无显著效果的，将追回扶持经费"
    assert not [text for text in texts.values() if "组组织部" in text or "\n" in text]


def test_the_notice_itself_is_issued_in_full_words(huainan):
    wording = next(w for w in huainan.of(Wording) if w.document == "opening_notice")

    assert wording.title == "关于实施基层党建创新项目化管理的通知"
    assert wording.attachment == "淮南市基层党建创新项目参考目录"
    assert [text for text in wording.paragraphs if len(text) < 10] == ["一、总体原则", "二、项目管理", "三、工作要求"]
    assert len(wording.paragraphs) == 16
    assert (
        "其中A类项目以县级以上党（工）委为实施主体，项目负责人一般为党（工）委书记或其他委员。" in wording.paragraphs[8]
    )


def test_head_and_dates_are_those_of_the_notice(huainan):
    shanghai = timezone(timedelta(hours=8))
    (deadline,) = huainan.of(Deadline)
    (completion,) = huainan.of(k.Completion)

    assert (huainan.about.document_number, huainan.about.issued_on) == ("淮组通字〔2018〕27号", date(2018, 3, 23))
    assert deadline.until == datetime(2018, 4, 4, 23, 59, 59, tzinfo=shanghai)
    assert (deadline.step, deadline.clause, deadline.note) == ("nomination", "二.3c", "“4月4日前”按含当日理解")
    assert (completion.not_after, completion.clause) == (date(2018, 12, 31), "二.4d")


def test_quotas_are_two_to_three_with_one_of_class_a_and_one_to_two(huainan):
    counties, committees = huainan.of(Quota)

    assert (counties.minimum, counties.maximum, counties.at_least, counties.clause) == (2, 3, {"A": 1}, "二.3a")
    assert (committees.minimum, committees.maximum, committees.at_least, committees.clause) == (1, 2, {}, "二.3b")


def test_generally_warns_and_the_rest_blocks(huainan):
    warned = {(kind, setting.clause) for kind, setting in huainan.settings if setting.strictness == Strictness.WARN}

    assert warned == {
        ("projects.applicant", "二.2d"),
        ("projects.leader_post", "二.2c"),
        ("projects.leader_post", "二.2e"),
        ("projects.team_size", "二.2f"),
        ("projects.completion", "二.4d"),
        ("funds.spending_deadline", "二.4d"),
        ("delivery.meeting_kind", "二.4b"),  # the notice sets no days ahead, so those of the house only warn
        ("closing.text_rule", "二.4e"),  # nor any length, or days after completion: 及时 is all it says
        ("closing.hand_in_time", "二.4e"),
        ("closing.result_register", "三.3"),
    }


def test_the_fields_of_the_notice_are_all_asked_for(huainan):
    asked = {field.label: field for field in huainan.of(k.Field) if field.required}

    wanted = [
        "项目名称",
        "工作范围或对象",
        "工作目标",
        "主要措施",
        "完成时间",
        "成果形式",
        "责任单位",
        "责任人（项目负责人）",
    ]

    assert [asked[label].clause for label in wanted] == ["二.3d"] * len(wanted)


def test_steps_are_followed_and_lamps_are_lit_on_the_clauses_of_implementation(huainan):
    (progress,) = huainan.of(Progress)
    rules = {(rule.watches, rule.colour): (rule.threshold, rule.clause) for rule in huainan.of(LampRule)}

    assert (progress.clause, progress.counts_participants, progress.needs_evidence) == ("三.2", True, False)
    assert rules["milestone_late", "yellow"] == (1, "三.2") and rules["milestone_late", "red"] == (30, "三.2")
    assert rules["completion_late", "red"][1] == "二.4d" and rules["rectification_overdue", "red"] == (1, "二.4c")
    assert all(threshold >= 1 for threshold, _ in rules.values()) and len(rules) == 11
