"""What is told of outcomes: the 通报 is told of as every document is, and the worklist shows what waits; pure."""

from lixiang.messaging.rules.told import NOBODY

OUTCOMES = {
    **{("award", verb): NOBODY for verb in ("propose_award", "grant", "decline", "publish")},
    **{
        ("recommendation", verb): NOBODY
        for verb in ("draft_recommendation", "recommend", "withdraw", "adopt", "decline")
    },
    **{("casestudy", verb): NOBODY for verb in ("open_case", "hand_in", "send_back", "publish", "reopen", "withdraw")},
    **{("adoption", verb): NOBODY for verb in ("record_adoption", "withdraw_adoption")},
    **{("compendium", verb): NOBODY for verb in ("begin_compendium", "recompile", "keep_compendium")},
}
