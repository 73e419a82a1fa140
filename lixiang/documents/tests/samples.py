"""Sample documents for the tests: the real notice, long and wide attachments, an agreement, a form."""

from lixiang.documents import blocks as b

RARE = "示例堃、示例喆、示例镕、示例䶮"
DEPARTMENT = "中共淮南市委组织部"
COLUMNS = (
    b.Column("序号", 0.6),
    b.Column("项目名称", 3.2, "left"),
    b.Column("类别", 0.8),
    b.Column("申报单位", 2.0),
    b.Column("负责人", 1.2),
)


def rows(count):
    """Rows of a list of projects; the third has a leader whose characters GB 2312 lacks."""
    return tuple(
        (
            str(n),
            f"示例项目{n}：社区“大党委”议事协商机制创新",
            "A" if n % 3 else "B",
            f"中共示例县{n % 7 + 1}委",
            "示例堃" if n == 3 else f"示例{n}",
        )
        for n in range(1, count + 1)
    )


def notice(*, attachments=(), copies_to="市委办公室", sealed=True, mark="", number="淮组通字〔2018〕27号", extra=()):
    """The notice of the scheme, shortened, with every level of heading."""
    note = (b.AttachmentNote(tuple(a.title for a in attachments)),) if attachments else ()
    return b.Document(
        "通知",
        "关于实施基层党建创新项目化管理的通知",
        (
            b.Head(f"{DEPARTMENT}文件"),
            b.Number(number),
            b.Title("关于实施基层党建创新项目化管理的通知"),
            b.Addressee("各县（区）委，市委直接管理的其他党（工）委"),
            b.Paragraph(
                "为贯彻落实党的十九大精神，推动全市基层党建工作任务落到实处，加强基层党建工作理论研究和实践创新，丰富基层党组织活动方式及载体，"
                "进一步提升基层党建工作科学化水平。经研究，决定在全市实施基层党建创新项目化管理。现将有关事项通知如下："
            ),
            b.Heading(1, "一、总体原则"),
            b.Heading(2, "（一）围绕中心，助力发展"),
            b.Paragraph(
                "基层党建创新项目立项要以提升组织力为重点，突出政治功能，紧紧围绕把基层党组织建设成为宣传党的主张、贯彻党的决定、领导基层治理、团结动员群众、推动改革发展的坚强战斗堡垒这一主线开展。"
            ),
            b.Heading(3, "1.问题导向"),
            b.Heading(4, "（1）着眼于新情况、新问题"),
            b.Paragraph("要有可操作性，立足于实际，着力于实效，有切实可行的途径和措施。" * 4),
            b.Heading(1, "二、项目管理"),
            b.Paragraph("项目组成员一般3-7人。" + f"联系人：{RARE}。", lead="1.项目类别。"),
            *extra,
            b.Paragraph("特此通知。"),
            *note,
            b.SignOff(DEPARTMENT, "2018年3月23日", sealed=sealed),
            b.Note("此件公开发布"),
            *attachments,
            b.Imprint(copies_to, f"{DEPARTMENT}办公室", "2018年3月23日"),
        ),
        mark=mark,
    )


def minutes(*, mark="", attendance=None, sealed=False):
    """Minutes of a meeting: who was there, who asked leave, who sat in."""
    units = "、".join(f"中共示例县{n}委组织部 示例{n}" for n in range(1, 9))
    rows = (("出席", units), ("请假", "中共示例区委组织部 示例堃"), ("列席", "示例高校党委 示例丙"))
    return b.Document(
        "纪要",
        "全市基层党建创新项目推进会纪要",
        (
            b.Head(f"{DEPARTMENT}会议纪要"),
            b.Number("淮组纪〔2018〕1号"),
            b.Title("全市基层党建创新项目推进会纪要"),
            b.Paragraph("2018年6月12日，示例甲主持召开全市基层党建创新项目推进会。现将会议议定事项纪要如下："),
            b.Heading(1, "一、关于序时进度"),
            b.Paragraph("会议要求，进展缓慢的项目要查明原因、倒排工期，按月报告。"),
            b.Heading(1, "二、交办事项"),
            b.Table(
                (b.Column("序号", 0.6), b.Column("主要任务", 3, "left"), b.Column("责任单位", 2), b.Column("时限")),
                (("1", "补报二季度佐证材料", "中共示例县委", "2018年6月30日"),),
            ),
            b.AttendanceList(rows if attendance is None else attendance),
            b.SignOff(DEPARTMENT, "2018年6月13日", sealed=sealed),
            b.Imprint("", f"{DEPARTMENT}办公室", "2018年6月13日"),
        ),
        mark=mark,
    )


def long_attachment(count=75):
    return b.Attachment(1, "淮南市基层党建创新项目立项名单", (b.Table(COLUMNS, rows(count)),))


def wide_attachment(count=30):
    return b.Attachment(2, "基层党建创新项目申报汇总表", (b.Table(COLUMNS, rows(count)),), landscape=True)


def agreement(mark=""):
    return b.Document(
        "责任书",
        "基层党建创新项目责任书",
        (
            b.Title("基层党建创新项目责任书"),
            b.Paragraph(f"甲方：{DEPARTMENT}"),
            b.Paragraph("乙方：中共示例县委"),
            b.Paragraph("为确保基层党建创新项目按期完成，甲乙双方签订本责任书。"),
            b.Heading(1, "一、目标任务"),
            b.Table(
                (b.Column("指标", 2), b.Column("基线"), b.Column("目标值")),
                (("网格党支部覆盖率", "60%", "95%"), ("议事协商会", "0次", "12次")),
            ),
            b.Heading(1, "二、违约责任"),
            b.Paragraph("发现弄虚作假、夸大成效及无显著效果的，甲方追回扶持经费。"),
            b.SignatureTable(
                (
                    b.Party("甲方", DEPARTMENT, "示例甲", "2018年4月20日"),
                    b.Party("乙方", "中共示例县委", "示例乙", ""),
                )
            ),
        ),
        layout="agreement",
        mark=mark,
    )


COVER = b.Cover(
    "淮南市基层党建创新项目申报书",
    (
        ("项目名称", "社区“大党委”作用发挥途径"),
        ("项目类别", "A类 创新实践"),
        ("申报单位", "中共示例县委"),
        ("责任单位", "中共示例县委组织部"),
        ("负责人", "示例堃"),
        ("联系人", "示例乙"),
        ("联系电话", "0554-0000000"),
        ("填报日期", "2018年3月30日"),
    ),
)
BASICS = b.FormTable(
    (
        b.FieldRow((b.Field("姓名", "示例堃"), b.Field("党内职务", "书记"))),
        b.FieldRow((b.Field("工作单位", "中共示例县委组织部"),)),
        b.FieldRow(
            (b.Field("背景与问题", "社区党组织与驻区单位联系不紧。\n议事协商缺少固定平台。" * 12, stacked=True),)
        ),
    ),
    title="一、基本情况",
)


def form(mark=""):
    steps = b.Table(
        (b.Column("阶段", 2, "left"), b.Column("起止时间"), b.Column("成果")),
        (("调研摸底", "2018年4月", "报告"), ("试点", "2018年5月至9月", "制度")),
    )
    return b.Document(
        "申报书",
        "基层党建创新项目申报书",
        (
            COVER,
            BASICS,
            b.Heading(1, "二、进度安排"),
            steps,
            b.OpinionField("申报单位党组织意见", "同意申报。", "示例甲", "2018年4月2日"),
            b.OpinionField("市委组织部意见"),
        ),
        layout="form",
        mark=mark,
    )


def book(chapters=3):
    """A 汇编: cover, contents to be written, chapters of several pages."""
    return b.Document(
        "汇编",
        "成果汇编",
        (
            b.Cover("基层党建创新项目成果汇编", (("编印单位", DEPARTMENT), ("年度", "2018年"))),
            b.Contents(()),
            *(
                b.Chapter(
                    f"示例案例{n}：社区“大党委”议事协商机制创新" + "的长标题" * (n % 2) * 3,
                    (b.Heading(1, "一、主要做法"), b.Paragraph("建立台账，包保到人。" * 60 * n)),
                )
                for n in range(1, chapters + 1)
            ),
        ),
    )
