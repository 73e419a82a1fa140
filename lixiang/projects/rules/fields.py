"""What the notice finds in single fields: what is missing, too short, too long, or stands for nothing known."""

import re
from collections.abc import Iterator

from lixiang.projects.rules.facts import ApplicationFacts
from lixiang.projects.rules.kinds import ROW_WIDGETS, Field
from lixiang.workflow.findings import Finding

# Seven digits at least: a local number without its area code.
PHONE = re.compile(r"[+\d(（][-\d ()（）转、,，/]*")
DIGITS_OF_A_PHONE = 7


def of(field: Field, code: str, sentence: str) -> Finding:
    """A finding that stands beside a field and rests on the field's own clause."""
    return Finding(code, sentence, field.clause, field.strictness, field.name)


def field_findings(facts: ApplicationFacts) -> Iterator[Finding]:
    for field in facts.rules.fields:
        yield from _rows_findings(field, facts) if field.widget in ROW_WIDGETS else _text_findings(field, facts)


def _rows_findings(field: Field, facts: ApplicationFacts) -> Iterator[Finding]:
    count = len(facts.rows(field.name))
    if field.required and not count:
        yield of(field, "missing_field", f"“{field.label}”尚未填写。")
    elif count and field.minimum and count < field.minimum:
        yield of(field, "too_few_rows", f"“{field.label}”至少填写{field.minimum}项，现有{count}项。")
    elif field.maximum and count > field.maximum:
        yield of(field, "too_many_rows", f"“{field.label}”至多填写{field.maximum}项，现有{count}项。")


def _text_findings(field: Field, facts: ApplicationFacts) -> Iterator[Finding]:
    text = facts.text(field.name)
    if not text:
        if field.required:
            yield of(field, "missing_field", f"“{field.label}”尚未填写。")
        return
    if field.minimum and len(text) < field.minimum:
        yield of(field, "too_short", f"“{field.label}”不少于{field.minimum}字，现有{len(text)}字。")
    elif field.maximum and len(text) > field.maximum:
        yield of(field, "too_long", f"“{field.label}”不超过{field.maximum}字，现有{len(text)}字。")
    if field.widget == "phone" and not is_phone(text):
        yield of(field, "not_a_phone", f"“{field.label}”不像电话号码，请写成0554-1234567或者手机号的样式。")


def is_phone(text: str) -> bool:
    """One or several numbers with the marks that offices write between them."""
    return PHONE.fullmatch(text) is not None and sum(letter.isdigit() for letter in text) >= DIGITS_OF_A_PHONE
