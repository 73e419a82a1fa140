"""Invented organisations in the shape of a city: so many counties, so many directly managed committees, their units."""

from typing import Any

NUMERALS = "一二三四五六七八九十"


def numeral(number: int) -> str:
    """1 to 99 in Chinese numerals."""
    tens, ones = divmod(number, 10)
    return ("" if tens < 2 else NUMERALS[tens - 1]) + ("十" if tens else "") + (NUMERALS[ones - 1] if ones else "")


def invented(counties: int, committees: int, department: str) -> list[dict[str, Any]]:
    """Rows as `people.actions.add_organisation` takes them, parents first; `department` manages the programme."""
    rows = [
        _row("city", "", "中共演练市委员会", "演练市委", "local_committee", "city", "bureau", 1),
        _row("department", "city", department, department.removeprefix("中共"), "department", "city", "county", 1),
    ]
    for number in range(1, counties + 1):
        rows += _county(number)
    for number in range(1, committees + 1):
        rows += _committee(number, counties)
    return rows


def _county(number: int) -> list[dict[str, Any]]:
    code, place = f"county-{number}", f"演练第{numeral(number)}县"
    return [
        _row(code, "city", f"中共{place}委员会", f"{place}委", "local_committee", "county", "county", 1 + number),
        _row(
            f"{code}-town",
            code,
            f"中共{place}示例镇委员会",
            f"{place}示例镇党委",
            "primary_committee",
            "township",
            "township",
            1,
        ),
        _row(
            f"{code}-branch",
            f"{code}-town",
            f"中共{place}示例村支部委员会",
            f"{place}示例村党支部",
            "branch",
            "village",
            "none",
            1,
        ),
    ]


def _committee(number: int, counties: int) -> list[dict[str, Any]]:
    code, name = f"committee-{number}", f"演练第{numeral(number)}工作委员会"
    order = 1 + counties + number
    return [
        _row(
            code,
            "city",
            f"中共{name}",
            name.replace("工作委员会", "工委"),
            "working_committee",
            "city",
            "county",
            order,
        ),
        _row(
            f"{code}-unit",
            code,
            f"中共{name}示例总支部委员会",
            f"{name}示例党总支",
            "general_branch",
            "city",
            "none",
            1,
        ),
    ]


def _row(
    code: str, parent: str, name: str, short_name: str, kind: str, level: str, rank: str, order: int
) -> dict[str, Any]:
    row = {
        "code": code,
        "name": name,
        "short_name": short_name,
        "kind": kind,
        "level": level,
        "rank": rank,
        "order": order,
    }
    return {**row, "parent": parent} if parent else row
