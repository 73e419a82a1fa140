"""Reads a certificate that anybody may have written: whatever it holds, the answer is a certificate or a sentence."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from lixiang.programmes.rules.kind import Kind
from lixiang.ranking.rules.certificate import FORMAT, Certificate, SettingRow, adapter, as_json, canonical, digest
from lixiang.ranking.rules.settings import KINDS

# Ten thousand projects with seven sheets of ten lines take half of either.
MOST_BYTES = 64 * 1024 * 1024
MOST_PARTS = 2_000_000
MOST_VALUES = 10_000_000
LONGEST_NUMBER = 20
TOLD = 5


class Unreadable(ValueError):  # noqa: N818 - what lies in a file is no error of the program
    """A text that is no certificate, with the sentence that says why."""


@dataclass(frozen=True)
class Read:
    """A certificate, and the hash that its content has."""

    certificate: Certificate
    digest: str


def read(content: bytes) -> Read:
    """Raises Unreadable for whatever is not exactly of this format; a wrong hash is not its matter."""
    raw = _parsed(content)
    if not isinstance(raw, dict) or raw.get("format") != FORMAT:
        raise Unreadable(f"不是本系统的得分证书（format 应为 {FORMAT}）。")
    try:
        certificate: Certificate = adapter(Certificate).validate_json(content, strict=True)
    except ValidationError as wrong:
        raise Unreadable(f"证书的内容不合格式：{'；'.join(_told(wrong))}。") from wrong
    text = canonical(raw)
    if canonical(as_json(certificate)) != text:
        raise Unreadable("证书里有格式以外的内容，或者缺少某些项。")
    return Read(certificate, digest(raw))


def _parsed(content: bytes) -> Any:
    """The values, refusing what two readers might take differently: keys twice, fractions, NaN, half characters."""
    if len(content) > MOST_BYTES:
        raise Unreadable(f"文件超过{MOST_BYTES // 1024 // 1024}兆字节，不核验。")
    if content.count(b"[") + content.count(b"{") > MOST_PARTS or content.count(b",") > MOST_VALUES:
        raise Unreadable(f"文件的内容超过{MOST_PARTS}项，不核验。")
    try:
        raw = json.loads(
            content.decode("utf-8"),
            object_pairs_hook=_once,
            parse_float=_no_fraction,
            parse_constant=_no_fraction,
            parse_int=_whole,
        )
        canonical(raw).encode()
    except Unreadable:
        raise
    except RecursionError as deep:
        raise Unreadable("文件的层次过深，不是得分证书。") from deep
    except ValueError as wrong:  # no UTF-8, no JSON, half of a surrogate pair
        raise Unreadable("不是 UTF-8 编码的 JSON 文件。") from wrong
    return raw


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise Unreadable("文件里同一项写了两次。")
    return found


def _no_fraction(text: str) -> Any:
    raise Unreadable("文件里有不是整数的数字；得分以千分之一分的整数书写。")


def _whole(text: str) -> int:
    if len(text) > LONGEST_NUMBER:
        raise Unreadable("文件里有过大的数字。")
    return int(text)


def _told(wrong: ValidationError) -> Iterator[str]:
    errors = wrong.errors(include_url=False, include_context=False, include_input=False)
    for error in errors[:TOLD]:
        yield ".".join(map(str, error["loc"])) or "全文"
    if len(errors) > TOLD:
        yield f"等{len(errors)}处"


def setting_of(row: SettingRow) -> Kind:
    """A row as its kind of setting. Raises Unreadable for an unknown kind or wrong parameters."""
    kind: Any = KINDS.get(row.kind)
    if kind is None:
        raise Unreadable(f"证书里有未知的设置“{row.kind}”。")
    written = {**row.parameters, "clause": row.clause, "strictness": row.strictness, "note": row.note}
    try:
        setting: Kind = adapter(kind).validate_json(json.dumps(written), strict=True)
    except ValidationError as wrong:
        raise Unreadable(f"设置“{kind.TITLE}”不合格式：{'；'.join(_told(wrong))}。") from wrong
    return setting
