"""A certificate comes back as it was written, verifies, and no figure of it can be changed unseen."""

import json
from copy import deepcopy
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lixiang.command.main import main
from lixiang.ranking.rules.calibrated import UNIT
from lixiang.ranking.rules.certificate import as_json, canonical, certify, digest, write
from lixiang.ranking.rules.reading import MOST_BYTES, MOST_PARTS, MOST_VALUES, read
from lixiang.ranking.rules.verifying import MOST_TOLD, verify
from lixiang.ranking.tests.examples import HEADING, example, panel_facts
from lixiang.ranking.tests.generated import facts

GOOD = certify(example(), HEADING, seed=20180404, rounds=50)
RAW = as_json(GOOD)


def sealed(raw) -> bytes:
    """A file with a fresh hash, as a forger would make it."""
    return canonical({**raw, "hash": digest(raw)}).encode()


def changed(*path, to):
    """The example with one value changed and a fresh hash."""
    raw = deepcopy(RAW)
    place = raw
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = to(place[path[-1]]) if callable(to) else to
    return sealed(raw)


def leaves(value, path=()):
    """The path of every number, text and flag."""
    if isinstance(value, dict):
        return [leaf for key, each in value.items() for leaf in leaves(each, (*path, key))]
    if isinstance(value, list):
        return [leaf for place, each in enumerate(value) for leaf in leaves(each, (*path, place))]
    return [path]


def other(value):
    if isinstance(value, bool):
        return not value
    return value + 1 if isinstance(value, int) else f"{value or ''}x"


def test_a_certificate_reads_as_it_was_written_and_is_written_the_same_again():
    found = read(write(GOOD))

    assert found.certificate == GOOD
    assert write(found.certificate) == write(GOOD)
    assert found.digest == GOOD.hash


@settings(max_examples=25, deadline=None)
@given(facts(("none", "judge", "group")))
def test_whatever_can_be_ranked_is_certified_and_verifies(of):
    assert verify(write(certify(of, HEADING, seed=5, rounds=5))) == ()


def test_blanks_and_the_order_of_keys_change_nothing():
    assert verify(json.dumps(RAW, indent=2).encode()) == ()


OUTCOME = [path for path in leaves(RAW["outcome"]) if path[0] != "advice" and path[-1] not in ("seed", "rounds")]


def test_every_figure_that_follows_from_the_sheets_is_recomputed():
    assert [path for path in OUTCOME if not verify(changed("outcome", *path, to=other))] == []


SCORES = [path for path in leaves(RAW["sheets"]) if path[-1] in ("total", "points")]


def test_every_score_on_a_sheet_is_bound_to_what_follows_from_it():
    assert [path for path in SCORES if not verify(changed("sheets", *path, to=other))] == []


@pytest.mark.parametrize("place", range(6))
def test_a_sheet_changed_together_with_its_lines_is_found(place):
    raw = deepcopy(RAW)
    sheet = raw["sheets"][place]
    sheet["total"] += 1_000
    sheet["lines"][0]["points"] += 1_000

    assert verify(sealed(raw))


@pytest.mark.parametrize(
    ("place", "parameter", "to"),
    [
        (0, "drop_low", 0),
        (0, "name", "mean"),
        (1, "weight", 701),
        (5, "minimum", 91_000),
        (5, "at_most", 250),
        (8, "at_most", 4_000),
    ],
)
def test_a_changed_setting_is_found(place, parameter, to):
    assert parameter in RAW["settings"][place]["parameters"]
    assert verify(changed("settings", place, "parameters", parameter, to=to))


def test_two_weights_changed_so_that_they_still_sum_are_found():
    raw = deepcopy(RAW)
    raw["settings"][1]["parameters"]["weight"], raw["settings"][2]["parameters"]["weight"] = 600, 400

    findings = verify(sealed(raw))
    assert any("评分来源·“panel”·权重：证书写为700，重新计算为600" in each.sentence for each in findings)


def test_places_changed_hand_in_hand_are_found_project_by_project():
    raw = deepcopy(RAW)
    first, second = raw["outcome"]["results"][:2]
    first["project"], second["project"] = second["project"], first["project"]

    assert verify(sealed(raw))


def test_a_sheet_left_out_or_put_in_is_found():
    fewer, more = deepcopy(RAW), deepcopy(RAW)
    fewer["sheets"].pop(0)
    more["sheets"].append({**deepcopy(RAW["sheets"][0]), "judge": "评委9"})

    assert verify(sealed(fewer))
    assert verify(sealed(more))


@pytest.mark.parametrize("path", [("heading", "document_number"), ("heading", "history_head"), ("hash",)])
def test_what_is_not_computed_is_under_the_hash(path):
    raw = deepcopy(RAW)
    place = raw if len(path) == 1 else raw[path[0]]
    place[path[-1]] += "x"

    assert [each.code for each in verify(canonical(raw).encode())] == ["hash"]


def test_severities_may_differ_by_a_millionth_of_a_point_and_no_more():
    path = ("outcome", "advice", "severities", 0, "severity")

    assert verify(changed(*path, to=lambda value: value + UNIT // 10**6)) == ()
    assert verify(changed(*path, to=lambda value: value + UNIT // 10**5))
    assert verify(changed("outcome", "advice", "effects", 0, "place", to=other))


def test_many_differences_are_told_up_to_a_number_with_how_many_more():
    of = panel_facts({f"P{n}": [n] for n in range(80)})
    raw = as_json(certify(of, HEADING, seed=1, rounds=5))
    for each in raw["outcome"]["results"]:
        each["place"] += 1

    findings = verify(sealed(raw))
    assert len(findings) == MOST_TOLD + 1
    assert findings[-1].sentence == "另有30处与重新计算的结果不符。"


DEEP = b'{"format":' + b"[" * 100_000 + b"]" * 100_000 + b"}"
HOSTILE = {
    "nothing": b"",
    "no UTF-8": b"\xff\xfe{}",
    "no JSON": b"{",
    "a list": b"[]",
    "a word": b'"lixiang"',
    "null": b"null",
    "another format": b'{"format": "x"}',
    "nothing but the format": b'{"format": "lixiang-score-certificate/1"}',
    "NaN": b'{"format": NaN}',
    "infinity": b'{"format": -Infinity}',
    "a fraction": b'{"format": 1.5}',
    "an exponent": b'{"format": 1e400}',
    "a huge number": b'{"format": ' + b"9" * 5000 + b"}",
    "deep": DEEP,
    "a key twice": b'{"format": "a", "format": "lixiang-score-certificate/1"}',
    "half a character": b'{"format": "lixiang-score-certificate/1", "hash": "\\ud800"}',
    "too many parts": b"[" + b"[]," * MOST_PARTS + b"[]]",
    "too many values": b"[" + b"1," * MOST_VALUES + b"1,1]",
    "too long": b" " * (MOST_BYTES + 1),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_gets_a_sentence(name):
    (finding,) = verify(HOSTILE[name])

    assert finding.code == "unreadable"
    assert finding.sentence.endswith("。")


@pytest.mark.parametrize(
    ("path", "to"),
    [
        (("sheets", 0, "total"), "88"),
        (("sheets", 0, "total"), True),
        (("sheets", 0, "total"), -1),
        (("sheets", 0, "total"), 10**19),
        (("sheets", 0, "lines"), [{"indicator": "goal", "points": 10**19}]),
        (("sheets", 0, "project"), "P9"),
        (("sheets", 0, "source"), "nobody"),
        (("sheets", 0), {}),
        (("sheets",), None),
        (("entries", 1, "project"), "P1"),
        (("entries",), []),
        (("bonuses", 0, "bonus"), "nothing"),
        (("bonuses", 0, "points"), -1),
        (("bonuses", 0, "document"), " "),
        (("settings",), []),
        (("settings", 0, "kind"), "ranking.luck"),
        (("settings", 0, "parameters", "name"), "luck"),
        (("settings", 0, "parameters", "drop_high"), 10**18),
        (("settings", 0, "parameters", "drop_high"), "1"),
        (("settings", 0, "parameters"), {"name": "mean"}),
        (("settings", 0, "strictness"), "soft"),
        (("settings", 1, "parameters", "weight"), 0),
        (("settings", 3, "parameters", "source"), "nobody"),
        (("settings", 5, "parameters", "rounding"), "luck"),
        (("outcome", "firmness", "rounds"), 10**18),
        (("outcome", "firmness", "rounds"), 0),
        (("outcome", "advice", "severities"), []),
        (("heading", "year"), None),
        (("heading", "more"), 1),
    ],
    ids=str,
)
def test_wrong_types_and_values_get_a_sentence(path, to):
    raw = deepcopy(RAW)
    place = raw
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = to

    findings = verify(sealed(raw))
    assert findings
    assert all(each.sentence.isprintable() for each in findings)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(leaves(RAW)), st.one_of(st.none(), st.integers(), st.text(max_size=5), st.just([]), st.just({})))
def test_no_value_anywhere_makes_the_verifier_fail(path, value):
    assert isinstance(verify(changed(*path, to=lambda _: value)), tuple)


@pytest.mark.parametrize(("settings_times", "entries_times"), [(30, 1), (21, 7_000)])
def test_more_settings_or_projects_than_there_can_be_are_not_gone_through(settings_times, entries_times):
    raw = {**RAW, "settings": RAW["settings"] * settings_times, "entries": RAW["entries"] * entries_times}

    (finding,) = verify(sealed(raw))
    assert "过多" in finding.sentence


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_no_byte_anywhere_makes_the_verifier_fail(data):
    content = bytearray(write(GOOD))
    for _ in range(data.draw(st.integers(1, 3))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))

    assert isinstance(verify(bytes(content)), tuple)


def test_the_settings_stand_in_their_order_with_every_parameter():
    raw = deepcopy(RAW)
    raw["settings"].reverse()

    assert verify(sealed(raw))


def test_a_text_that_would_steer_a_screen_is_made_harmless_and_short():
    raw = deepcopy(RAW)
    raw["sheets"][0]["judge"] = "\x1b[2J" + "长" * 1000
    raw["sheets"][0]["project"] = "P9"

    (finding,) = verify(sealed(raw))
    assert "\x1b" not in finding.sentence
    assert len(finding.sentence) < 320


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "certificate.json"
    path.write_bytes(write(GOOD))
    return path


def test_the_command_ends_with_0_for_a_good_certificate(file, capsys):
    assert main(["verify-certificate", str(file)]) == 0
    assert capsys.readouterr().out.startswith("证书无误")
    assert main(["verify-certificate", str(file), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"good": True, "findings": []}


def test_the_command_ends_with_1_for_a_changed_one_and_says_what(file, capsys):
    file.write_bytes(changed("outcome", "results", 0, "place", to=2))

    assert main(["verify-certificate", str(file)]) == 1
    assert capsys.readouterr().out == "结果·“P2”·名次：证书写为2，重新计算为1。\n"
    assert main(["verify-certificate", str(file), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["findings"][0]["code"] == "differs"


@pytest.mark.parametrize("name", ["gone.json", ".", "a\0b"])
def test_the_command_ends_with_2_where_there_is_no_file(tmp_path, name, capsys):
    assert main(["verify-certificate", str(tmp_path / name)]) == 2
    assert capsys.readouterr().err.startswith("打不开文件")


def test_the_command_without_a_file_is_wrong_usage():
    with pytest.raises(SystemExit) as ended:
        main(["verify-certificate"])

    assert ended.value.code == 2


def test_the_number_of_the_document_may_be_empty_and_is_kept():
    numbered = certify(
        example(), replace(HEADING, document_number="示例组通字〔2018〕9号", history_head="0" * 64), seed=1, rounds=5
    )

    assert verify(write(numbered)) == ()
    assert read(write(numbered)).certificate.heading.document_number == "示例组通字〔2018〕9号"
    assert GOOD.heading.document_number == ""
