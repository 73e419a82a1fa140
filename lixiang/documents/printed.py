"""The words that the layout adds to what blocks hold, once for both writers, so that PDF and Word say the same."""

from . import blocks as b
from .numbering import attachment_label, attachment_lines

CONTENTS = "目录"
BLANK_DATE = "\u3000年\u3000月\u3000日"


def addressee(block: b.Addressee) -> str:
    return f"{block.text}："


def paragraphs(block: b.Paragraph) -> tuple[tuple[str, str], ...]:
    """(lead, text) per paragraph: a newline in the text starts a new one."""
    first, *rest = block.text.split("\n")
    return ((block.lead, first), *(("", line) for line in rest if line))


def attendance(block: b.AttendanceList) -> tuple[tuple[str, str], ...]:
    """(label with its colon, names) per row; whoever reads the paper aloud reads them in this order."""
    return tuple((f"{label}：", names) for label, names in block.rows)


def note(block: b.Note) -> str:
    return f"（{block.text.strip('（）()')}）"


def attachment_note(block: b.AttachmentNote) -> tuple[tuple[str, str], ...]:
    return attachment_lines(block.names)


def attachment(block: b.Attachment) -> str:
    return attachment_label(block.number)


def copies(block: b.Imprint) -> str:
    """What follows 抄送： in the imprint, closed by a full stop; empty when nobody gets a copy."""
    return f"{block.copies_to.strip().rstrip('。')}。" if block.copies_to.strip() else ""


def printing(block: b.Imprint) -> str:
    return f"{block.printed_on}印发"


def opinion_lines(block: b.OpinionField) -> tuple[str, str]:
    """Signature line and date line of an opinion; blanks where they are filled in by hand."""
    return f"签字（盖章）：{block.signer or chr(0x3000) * 6}", block.date or BLANK_DATE


def party_lines(party: b.Party) -> tuple[str, ...]:
    """What stands under one party: its name above the seal, then representative, signature, date."""
    representative = (f"代表人：{party.representative}",) if party.representative else ()
    return (f"{party.role}（盖章）：", party.name, *representative, "签字：", f"日期：{party.date or BLANK_DATE}")
