"""What is told of grants, payment orders, spendings and entries of the ledger; pure."""

from lixiang.messaging.rules.told import DRAFTERS, NOBODY, NOMINATORS, OF_THE_NOMINATOR, SECTION_CLERKS, Audience, Told

FINANCE = Audience("managing", ("finance",))
DECIDING = Audience("managing", ("section_head", "department_leader"))
MONEY = {
    ("grant", "grant"): (
        Told((DRAFTERS, *OF_THE_NOMINATOR), "“{title}”核定扶持经费{amount}{ground}{because}。", "funds:statement"),
    ),
    ("grant", "set_budget"): NOBODY,
    ("paymentorder", "order"): (
        Told((DECIDING,), "“{title}”{tranche}{amount}的拨付单已拟制，请核准{ground}。", "funds:payment_order"),
    ),
    ("paymentorder", "authorise"): (
        Told((FINANCE,), "“{title}”{tranche}{amount}已核准，请{by_when}拨付{ground}。", "funds:payment_order"),
    ),
    ("paymentorder", "pay"): (
        Told((DRAFTERS, NOMINATORS, SECTION_CLERKS), "“{title}”{tranche}{amount}已拨付{ground}。", "funds:statement"),
    ),
    ("paymentorder", "cancel"): (
        Told((FINANCE,), "“{title}”{tranche}的拨付单已撤销{because}。", coming_from=("AUTHORISED",)),
    ),
    ("paymentorder", "bounce"): (
        Told((DRAFTERS, SECTION_CLERKS), "“{title}”{tranche}{amount}被银行退回{because}。", "funds:statement"),
    ),
    ("spending", "record_spending"): NOBODY,  # the worklist of finance counts them
    ("spending", "hand_in"): NOBODY,
    ("spending", "accept"): NOBODY,
    ("spending", "withdraw"): NOBODY,
    ("spending", "send_back"): (
        Told(
            (DRAFTERS, NOMINATORS),
            "“{title}”的一笔支出{amount}被退回，请改正后报送{ground}{because}。",
            "funds:spending",
        ),
    ),
    ("entry", "give_back"): (Told((DRAFTERS, SECTION_CLERKS), "“{title}”退回结余{amount}已入账。", "funds:statement"),),
    ("entry", "recover"): (
        Told((DRAFTERS, *OF_THE_NOMINATOR), "“{title}”追回扶持经费{amount}已入账{ground}。", "funds:statement"),
    ),
    ("entry", "match"): NOBODY,
    ("entry", "reverse"): (
        Told((DRAFTERS, SECTION_CLERKS), "“{title}”的一笔账目已冲正{because}。", "funds:statement"),
    ),
}
