"""Invented contents for the gallery, one name per macro; all people and offices in it are samples."""

from datetime import datetime, timedelta
from enum import Enum
from types import SimpleNamespace

from django import forms

from lixiang.ui.furniture import Furniture
from lixiang.ui.shapes import Action, Column, Entry, Figure, Gauge, Link, Stage, StoredFile
from lixiang.ui.written import SHANGHAI

NOON = datetime(2018, 4, 2, 14, 3, 22, tzinfo=SHANGHAI)
TITLE = "“党建+网格”融入城市社区治理创新实践"
COUNTS = {"示例甲县": (2, 1), "示例乙县": (1, 2), "示例丙区": (3, 0), "示例丁区": (1, 1), "示例市直工委": (0, 2)}
CLAUSES = {
    "二.2f": "项目组成员一般3-7人。",
    "二.3a": "每个县（区）申报基层党建创新项目2-3个，其中至少包含1个实践创新项目。",
    "二.3c": "于2018年4月4日前将创新项目基本情况报市委组织部城市组织科。",
    "二.4d": "基层党建创新项目原则上于每年年底前完成。",
}
Strictness = Enum("Strictness", "BLOCK WARN")


def finding(sentence: str, clause: str, strictness: Strictness, field: str = "") -> SimpleNamespace:
    return SimpleNamespace(sentence=sentence, clause=clause, strictness=strictness, field=field)


FINDINGS = (
    finding("名单中没有A类项目，至少应有1个。", "二.3a", Strictness.BLOCK, "title"),
    finding("项目组共9人，一般为3至7人。确需如此的，请说明理由。", "二.2f", Strictness.WARN, "members"),
)


class SampleForm(forms.Form):
    title = forms.CharField(label="项目名称", max_length=40, help_text="不超过40个字，写明做什么、在哪里做。")
    category = forms.ChoiceField(label="类别", choices=[("A", "A 创新实践"), ("B", "B 理论研究")])
    finished_on = forms.DateField(label="完成时间", widget=forms.DateInput(attrs={"type": "date"}))
    form_of_result = forms.MultipleChoiceField(
        label="成果形式",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("theory", "理论成果"), ("rule", "制度成果"), ("practice", "实践成果")],
    )
    way = forms.ChoiceField(
        label="选题方式", widget=forms.RadioSelect, choices=[("own", "自主选题"), ("listed", "参考目录选题")]
    )
    measures = forms.CharField(label="主要措施", widget=forms.Textarea(attrs={"rows": 4, "maxlength": 800}))
    scan = forms.FileField(label="盖章扫描件", required=False, help_text="PDF 或图片，不超过20 MB。")
    truthful = forms.BooleanField(label="以上内容真实准确，已经主要负责同志审定。")


class GoalForm(forms.Form):
    indicator = forms.CharField(label="指标", required=False)
    baseline = forms.CharField(label="基线", required=False)
    target = forms.CharField(label="目标值", required=False)


Goals = forms.formset_factory(GoalForm, extra=1, can_delete=True)


def furniture() -> Furniture:
    """A clerk of the section, in the middle of the year."""
    words = ("工作台", "项目", "推荐名单", "审批", "公文", "责任书", "看板", "方案", "组织")
    counts = {"工作台": 5, "审批": 18}
    return Furniture(
        navigation=tuple(Link(word, f"#{word}", counts.get(word), word == "项目") for word in words),
        programmes=(
            Link("淮南市2018年度基层党建创新项目", "#2018", current=True),
            Link("淮南市2017年度基层党建创新项目", "#2017"),
        ),
        programme="淮南市2018年度基层党建创新项目",
        user_key="sample",
        user_name="示例甲",
        roles="市级经办",
        organisation="示例市委组织部城市组织科",
        unread=3,
        messages_url="#messages",
        account=(Link("修改密码", "#password"),),
        log_out_url="/gallery/",
    )


def rail() -> tuple[Stage, ...]:
    words = ("申报", "推荐", "审核", "公示", "立项", "责任书", "实施", "结项", "验收", "排名")
    states = ("done", "done", "now", "off") + ("to_come",) * 6
    days = (NOON - timedelta(days=9), NOON - timedelta(days=3))
    return tuple(
        Stage(word, state, days[i] if i < len(days) else None, "集体研究" if state == "now" else "")
        for i, (word, state) in enumerate(zip(words, states, strict=True))
    )


def entries() -> tuple[Entry, ...]:
    return (
        Entry(NOON, "张示例（示例市委组织部）", "初审通过", "同意。建议进一步细化考核指标。", "good"),
        Entry(
            NOON - timedelta(days=2),
            "李示例（示例市委组织部）",
            "退回修改",
            "完成时间晚于年底，请说明理由。",
            "attention",
        ),
        Entry(NOON - timedelta(days=3), "王示例（示例县委）", "申报推荐", note="名单第1位", tone="active"),
        Entry(NOON - timedelta(days=9), "赵示例（示例镇党委）", "填报提交", links=(Link("第1稿", "#revision"),)),
    )


def offered() -> tuple[Action, ...]:
    return (
        Action("提请研究", "/gallery/#approve", "primary"),
        Action(
            "退回修改",
            "/gallery/#send_back",
            confirm="将退回示例县委，对方修改后可再次报送。",
            reason="required",
            reason_label="退回理由",
            phrases=("请补充佐证材料。", "请细化目标，写明基线与目标值。"),
        ),
        Action("不予通过", "/gallery/#decline", "danger", confirm="不予通过后名额释放，不能恢复。", reason="optional"),
        Action("立项", "/gallery/#later", disabled_because="集体研究尚未完成"),
    )


def listing() -> tuple[tuple, ...]:
    return (
        (TITLE, "示例县委", "A 创新实践", "已申报", "waiting", "3月30日", 6),
        ("农村党员分类积分管理的探索", "示例区委", "A 创新实践", "退回修改", "attention", "4月1日", 8),
        ("新时代机关党支部组织力评价研究", "示例市直机关工委", "B 理论研究", "实施中", "active", "4月2日", 5),
        ("流动党员“双向管理”机制研究", "示例经济技术开发区党工委", "B 理论研究", "已立项", "good", "4月2日", 4),
        ("国有企业党支部标准化建设", "示例集团党委", "A 创新实践", "不予立项", "bad", "4月3日", 7),
        ("离退休干部党建品牌建设", "示例老干部局党委", "B 理论研究", "草稿", "neutral", "4月3日", 3),
        ("两新组织党建联盟运行机制", "示例区委", "A 创新实践", "归档", "closed", "4月4日", 7),
    )


def files() -> tuple[StoredFile, ...]:
    return (
        StoredFile(
            "示例县委_申报书（盖章）.pdf",
            "#file",
            1_482_331,
            "9f86d081884c7d659a2feaa0c55ad015",
            "王示例",
            NOON,
            "已核验",
            "good",
        ),
        StoredFile(
            "调研报告终稿.docx",
            "#file",
            48_122,
            "60303ae22b998861bce3b28f33eec1be",
            "赵示例",
            NOON,
            remove_url="/gallery/",
        ),
    )


def refused() -> SampleForm:
    form = SampleForm({"title": "长" * 41, "category": "A", "way": "own", "measures": "建立联席会议制度。"})
    form.is_valid()
    return form


def reading() -> dict:
    """For the parts that a dossier page is read by."""
    return {
        "rail": rail(),
        "entries": entries(),
        "files": files(),
        "gauges": (Gauge("A", 1, 1, 1), Gauge("共", 2, 3, 2)),
        "short": (Gauge("A", 0, 1, 1), Gauge("共", 1, 3, 2)),
        "over": (Gauge("A", 2, 3, 1), Gauge("共", 4, 3, 2)),
        "many": (Gauge("已审", 143, 200),),
        "tabs": (
            Link("申报书", "#a", current=True),
            Link("审核意见", "#b", 2),
            Link("责任书", "#c"),
            Link("办理轨迹", "#d"),
        ),
        "trail": (Link("项目", "#list"), Link("示例县委", "#county"), Link(TITLE)),
        "title": TITLE,
        "facts": (
            ("申报单位", "示例县委"),
            ("责任单位", "示例县委组织部"),
            ("项目负责人", "王示例（县委书记）"),
            ("完成时间", "2018年12月20日"),
            ("成果形式", "制度成果、实践成果"),
            ("扶持经费", ""),
        ),
        "changes": (
            ("主要措施", "建立联席会议制度。", "建立联席会议制度，每季度一次。"),
            ("联系电话", "", "0554-0000000"),
        ),
    }


def lists() -> dict:
    """For lists, figures and charts."""
    return {
        "rows": listing(),
        "head": (
            Column("项目名称", sort_url="#sort", sorted="ascending", size="wide"),
            "申报单位",
            "类别",
            "状态",
            Column("报送时间", size="date"),
            Column("成员", align="end"),
        ),
        "figures": (
            Figure("待我审核", 18, "项", "最早的已等3天", "#waiting", "active"),
            Figure("即将到期", 2, "项", "4月4日截止", "#due", "attention"),
            Figure("逾期", 1, "项", "责任书未签", "#late", "bad"),
            Figure("已立项", 46, "项", "共申报 61 项", "#approved", "good"),
            Figure("申报单位", "19/21", "", "2 个单位未报送", "#units"),
        ),
        "bars": tuple((name, counts, "#" + name) for name, counts in COUNTS.items()),
        "parts": (("已立项", (46,), "#1"), ("审核中", (9,), "#2"), ("退回修改", (4,), "#3"), ("不予立项", (2,), "")),
        "slate": (
            ("p1", TITLE, "A"),
            ("p2", "农村党员分类积分管理的探索", "A"),
            ("p3", "流动党员双向管理机制研究", "B"),
        ),
    }


def samples() -> dict:
    """Everything the gallery's templates print."""
    return {
        "at": NOON,
        "clauses": CLAUSES,
        "findings": FINDINGS,
        "form": SampleForm(initial={"title": TITLE, "way": "own"}, prefix="fresh"),
        "refused": refused(),
        "goals": Goals(
            prefix="goals", initial=[{"indicator": "网格党支部覆盖率", "baseline": "62%", "target": "100%"}]
        ),
        "offered": offered(),
        "texts": (("主要措施", "建立联席会议制度，每季度一次。", "建立联席会议制度，每月一次。"),),
        "phrases": ("同意。", "拟同意，请部领导审示。", "请补充材料后再报。"),
        **reading(),
        **lists(),
    }
