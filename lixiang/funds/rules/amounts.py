"""Amounts of money as people type and read them, to the fen; no fraction of a machine is ever involved."""

import re
import unicodedata

from lixiang.ui.written import yuan

__all__ = ["LARGEST", "NoAmount", "fen_in", "share_of", "wan_yuan", "wrong_amount", "yuan"]

FEN_PER = {"元": 100, "万元": 1_000_000}
# A thousand million 元: more than any programme has, and its sums still fit into every column.
LARGEST = 100_000_000_000
AMOUNT = re.compile(r"(?P<minus>-?)(?P<whole>\d{1,3}(?:,\d{3})+|\d+)(?:\.(?P<part>\d+))?(?P<unit>万元|元)?", re.ASCII)


class NoAmount(ValueError):  # noqa: N818 - what a person typed is no error of the program
    """A text that is no amount, with the sentence for whoever typed it."""


def fen_in(text: str, unit: str = "元", *, or_nothing: bool = False) -> int:
    """The fen in what was typed: digits with at most two decimals, in `unit` unless 元 or 万元 is written behind.

    Full-width digits and signs count as the plain ones; 0 is an amount where `or_nothing`. Raises NoAmount.
    """
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).replace("−", "-")
    found = AMOUNT.fullmatch(plain)
    if found is None or not plain.isprintable():
        raise NoAmount(f"请填写数字，最多两位小数，例如“12.50”（单位：{unit}）。")
    if found["minus"]:
        raise NoAmount("金额不能为负数；更正请用冲正或者退回。")
    part = found["part"] or ""
    if len(part) > 2:
        raise NoAmount("最多填写两位小数。")
    per = FEN_PER[found["unit"] or unit]
    fen = int(found["whole"].replace(",", "")) * per + int(part.ljust(2, "0")) * per // 100
    sentence = wrong_amount(fen)
    if sentence and (fen or not or_nothing):
        raise NoAmount(sentence)
    return fen


def wrong_amount(fen: int) -> str:
    """The sentence against an amount that no verb takes; nothing for a good one."""
    if fen <= 0:
        return "金额应当大于0。"
    return f"金额不能超过{yuan(LARGEST)}元，请检查单位。" if fen > LARGEST else ""


def wan_yuan(fen: int) -> str:
    """An amount in 万元 with two decimals, or to the fen where two decimals would round it: 1.50万元, 1,234.56元."""
    if fen % 10_000:
        return f"{yuan(fen)}元"
    return f"{yuan(fen // 10_000)}万元"


def share_of(amount: int, thousandths: int) -> int:
    """A share of an amount, rounded down to the fen."""
    return amount * thousandths // 1000
