"""Check digits, ranks, conflicts of roles, masks and passwords: no database."""

import re

import pytest
from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from lixiang.people import uscc
from lixiang.people.passwords import ThreeOfFourClasses, encoded_initial, initial_password
from lixiang.people.roles import ADMINISTRATORS, Role, conflict_between, words_for
from lixiang.people.rules import OrganisationFacts, masked_phone

firsts = st.text(alphabet=uscc.ALPHABET, min_size=17, max_size=17)


def test_the_example_of_the_standard_has_its_check_character():
    assert uscc.check_character("91350100M000100Y4") == "3"
    assert uscc.is_valid("91350100M000100Y43")


@pytest.mark.parametrize(
    "code",
    [
        "91350100M000100Y44",
        "91350100M000100Y4",
        "91350100M000100Y433",
        "91350100m000100y43",
        "91350100I000100Y43",
        "９1350100M000100Y43",
        "",
    ],
)
def test_a_wrong_code_is_refused(code):
    assert not uscc.is_valid(code)


def test_a_wrong_length_has_no_check_character():
    with pytest.raises(ValueError, match="17"):
        uscc.check_character("123")


@given(firsts)
def test_exactly_one_check_character_fits(first):
    assert [last for last in uscc.ALPHABET if uscc.is_valid(first + last)] == [uscc.check_character(first)]


@given(firsts, st.integers(0, 16), st.sampled_from(uscc.ALPHABET))
def test_any_single_wrong_character_is_seen(first, place, other):
    code = first + uscc.check_character(first)
    changed = code[:place] + other + code[place + 1 :]

    assert uscc.is_valid(changed) == (changed == code)


@given(firsts, st.integers(0, 15))
def test_two_neighbours_swapped_are_seen(first, place):
    code = first + uscc.check_character(first)
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]

    assert uscc.is_valid(swapped) == (swapped == code)


@pytest.mark.parametrize(
    ("rank", "wanted", "is_enough"),
    [
        ("bureau", "county", True),
        ("county", "county", True),
        ("township", "county", False),
        ("none", "county", False),
        ("none", "none", True),
    ],
)
def test_a_rank_is_compared_from_high_to_low(rank, wanted, is_enough):
    assert OrganisationFacts(kind="branch", level="village", rank=rank).ranks_at_least(wanted) == is_enough


@pytest.mark.parametrize("administrator", sorted(ADMINISTRATORS))
@pytest.mark.parametrize("other", sorted(set(Role) - ADMINISTRATORS))
def test_an_administrator_holds_no_business_role(administrator, other):
    assert "业务角色" in conflict_between({administrator}, other)
    assert "业务角色" in conflict_between({other}, administrator)


@pytest.mark.parametrize("other", [Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN])
def test_the_auditor_administers_nothing_else(other):
    assert "安全审计员" in conflict_between({other}, Role.AUDIT_ADMIN)
    assert "安全审计员" in conflict_between({Role.AUDIT_ADMIN}, other)


def test_other_roles_go_together():
    assert conflict_between({Role.NOMINATOR}, Role.UNIT_CLERK) == ""
    assert conflict_between({Role.SYSTEM_ADMIN}, Role.SECURITY_ADMIN) == ""
    assert conflict_between(set(), Role.AUDIT_ADMIN) == ""


def test_roles_are_written_in_the_order_of_the_glossary():
    assert words_for(["judge", "unit_clerk"]) == "填报员、评委"


@pytest.mark.parametrize(
    ("phone", "masked"),
    [("13812345678", "138****5678"), ("0554-6641234", "055*****1234"), ("6641", "**41"), ("12", "**"), ("", "")],
)
def test_a_phone_is_masked(phone, masked):
    assert masked_phone(phone) == masked


@pytest.mark.parametrize("password", ["aaaaaaaaaaaa", "aaaaaa111111", "AAAAAA111111", "密码密码密码aaaa"])
def test_fewer_than_three_classes_are_refused(password):
    with pytest.raises(ValidationError, match="至少三类"):
        ThreeOfFourClasses().validate(password)


@pytest.mark.parametrize("password", ["aaaAAA111", "aaa111###", "AAA密111"])
def test_three_classes_are_enough(password):
    assert ThreeOfFourClasses().validate(password) is None


def test_an_initial_password_has_all_classes_and_no_letter_that_is_misread():
    passwords = {initial_password() for _ in range(200)}

    assert len(passwords) == 200
    for password in passwords:
        assert len(password) == 12
        assert all(re.search(letters, password) for letters in ("[a-z]", "[A-Z]", "[0-9]", "[@#%+=?]"))
        assert not re.search("[l1IO0]", password)


def test_each_initial_password_is_stored_with_a_salt_of_its_own():
    first, second = encoded_initial("Aa2@Aa2@Aa2@"), encoded_initial("Aa2@Aa2@Aa2@")

    assert first != second
    assert "Aa2@" not in first
    assert all(check_password("Aa2@Aa2@Aa2@", stored) for stored in (first, second))
    assert not check_password("Aa2@Aa2@Aa2#", first)
