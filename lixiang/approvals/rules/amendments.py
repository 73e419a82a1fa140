"""What stands against amending an issued document, and which papers amend; pure."""

from collections.abc import Iterator
from enum import StrEnum

from lixiang.workflow.findings import Finding


class Amendment(StrEnum):
    """勘误: what was said wrongly is put right. 补充通知: what was not said is added."""

    CORRECTION = "correction"
    SUPPLEMENT = "supplement"


AMENDMENTS = {Amendment.CORRECTION: "印发勘误", Amendment.SUPPLEMENT: "印发补充通知"}


def paragraphs_of(text: str) -> tuple[str, ...]:
    """What was typed, a paragraph for each line that says something."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def standing_against_amendment(text: str) -> tuple[Finding, ...]:
    if paragraphs_of(text):
        return ()
    return (Finding("no_text", "请写明更正或者补充的内容。", field="text"),)


def standing_against_title(old: str, new: str, *, is_approved: bool, has_paper: bool) -> Iterator[Finding]:
    """A slip in the title of an approved project; before approval it is mended in the application itself."""
    if not is_approved:
        yield Finding("not_approved", "项目尚未批准立项，请在申报书中修改名称。", field="title")
    elif not has_paper:
        yield Finding("no_paper", "立项文件尚未印发，没有可以更正的公文。", field="title")
    if not new.strip():
        yield Finding("no_title", "请写明正确的项目名称。", field="title")
    elif new.strip() == old:
        yield Finding("same_title", "与现在的项目名称相同。", field="title")
