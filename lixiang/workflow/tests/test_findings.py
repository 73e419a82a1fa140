"""A finding says what stands in the way; a block always does, a warning until a reason is written."""

import pytest

from lixiang.workflow.findings import Finding, Refused, Strictness, blocking, refuse_if, too_long

BLOCK = Finding("over_quota", "至多申报3个项目。", "二.3a")
WARN = Finding("unusual_team", "项目组成员一般3至7人。", "二.2f", Strictness.WARN, "team")


@pytest.mark.parametrize(
    ("found", "reason", "standing"),
    [
        ((), "", ()),
        ((BLOCK, WARN), "", (BLOCK, WARN)),
        ((BLOCK, WARN), "  ", (BLOCK, WARN)),
        ((BLOCK, WARN), "任务较重", (BLOCK,)),
        ((WARN,), "任务较重", ()),
    ],
)
def test_a_reason_overrides_warnings_and_never_blocks(found, reason, standing):
    assert blocking(found, reason) == standing


def test_a_refusal_tells_every_reason_at_once():
    with pytest.raises(Refused, match="至多申报3个项目。；项目组成员一般3至7人。") as refused:
        refuse_if((BLOCK, WARN))

    assert refused.value.findings == (BLOCK, WARN)


def test_nothing_is_refused_where_nothing_stands_in_the_way():
    refuse_if(())
    refuse_if((WARN,), reason="任务较重")


def test_a_finding_is_written_as_plain_text():
    assert WARN.as_row() == {
        "code": "unusual_team",
        "sentence": "项目组成员一般3至7人。",
        "clause": "二.2f",
        "strictness": "warn",
        "field": "team",
    }
    assert (BLOCK.is_blocking, WARN.is_blocking) == (True, False)


def test_a_text_longer_than_its_place_is_refused_with_how_long_it_is():
    assert too_long("四字以内", 4, field="place") == ()
    assert too_long("五字就太长", 4, what="“地点”", clause="四.1a", field="place") == (
        Finding("too_long", "“地点”最多能保存4字，现有5字，未保存。", "四.1a", field="place"),
    )
