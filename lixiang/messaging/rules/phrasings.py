"""What an office may write in place of a sentence of the catalogue, and how it is found and shown; pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from lixiang.messaging.rules import CATALOGUE, Told
from lixiang.programmes.rules.wording import CONTROL, filled, placeholders_in
from lixiang.workflow.findings import Finding

LONGEST = 300
WORDS = {
    "title": "项目（文件）名称",
    "drafting": "填报单位",
    "nominating": "申报单位",
    "managing": "主管单位",
    "by_when": "于期限前",
    "ground": "（通知条款）",
    "because": "，理由",
    "leader": "主要负责同志",
    "gap": "，还差的项目",
    "verdict": "决定",
    "count": "个数",
    "in_force_from": "施行时间",
    "until": "截止时间",
    "number": "文号",
    "milestone": "里程碑",
    "responsible": "责任单位",
    "place": "地点",
    "time": "时间",
    "kinds": "变更事项",
    "day": "督导日期",
    "amount": "金额",
    "tranche": "拨付批次",
    "report": "汇报名称",
    "days": "逾期天数",
}
SUBJECTS = {
    "project": "项目",
    "slate": "推荐名单",
    "agreement": "责任书",
    "decision": "决定",
    "publication": "公布",
    "objection": "异议",
    "programme": "批次",
    "officialdocument": "公文",
    "plan": "实施计划",
    "plannedmilestone": "里程碑",
    "lamp": "红黄绿灯",
    "meeting": "会议",
    "task": "交办事项",
    "changerequest": "变更申请",
    "supplementaryagreement": "补充协议",
    "inspection": "督导",
    "rectification": "整改单",
    "grant": "核定经费",
    "paymentorder": "拨付单",
    "spending": "支出",
    "entry": "账目",
    "report": "定期汇报",
    "dossier": "结项材料",
    "panel": "评审组",
    "ranking": "排名",
    "placeobjection": "排名异议",
}
SIDES = {
    "drafting": "填报单位",
    "nominating": "申报单位",
    "managing": "主管单位",
    "addressed": "收文单位",
    "below": "下属单位",
}


@dataclass(frozen=True)
class Sentence:
    """One sentence of the catalogue, known by its place among those of its verb."""

    kind: str
    verb: str
    place: int
    told: Told

    @property
    def key(self) -> tuple[str, str, str]:
        return self.kind, self.verb, self.told.words


def sentences() -> Iterator[Sentence]:
    """All that is told, in the order of the catalogue."""
    for (kind, verb), several in CATALOGUE.items():
        for place, told in enumerate(several):
            yield Sentence(kind, verb, place, told)


def sentence_at(kind: str, verb: str, place: int) -> Sentence | None:
    several = CATALOGUE.get((kind, verb), ())
    return Sentence(kind, verb, place, several[place]) if place < len(several) else None


def findings_of(words: str, default: str) -> tuple[Finding, ...]:
    """What stands against these words: too long, unfit for a database, a placeholder that this sentence has not."""
    unknown = [name for name in placeholders_in(words) if name not in placeholders_in(default)]
    rest = filled(words, dict.fromkeys(placeholders_in(words), ""))
    faults = (
        (not words.strip(), "empty", "请写明用语；要用系统原来的用语，请选“恢复原用语”。"),
        (len(words) > LONGEST, "too_long", f"用语不超过{LONGEST}个字。"),
        (CONTROL.search(words) or "\n" in words, "control", "用语只能是一行文字。"),
        (unknown, "unknown_placeholder", f"这句话没有{'、'.join(f'{{{name}}}' for name in unknown)}这一项。"),
        ("{" in rest or "}" in rest, "brace", "花括号应当成对，里面是下面列出的项目之一。"),
    )
    return tuple(Finding(code, sentence, field="words") for is_so, code, sentence in faults if is_so)


def placeholders_of(sentence: Sentence) -> tuple[tuple[str, str], ...]:
    """Each placeholder that this sentence has, with its word."""
    return tuple((name, WORDS[name]) for name in dict.fromkeys(placeholders_in(sentence.told.words)))


def preview_of(words: str) -> str:
    """The sentence with its placeholders as words in brackets."""
    return filled(words, {name: f"〔{WORDS.get(name, name)}〕" for name in placeholders_in(words)})
