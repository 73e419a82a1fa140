"""The check digit of a 统一社会信用代码 (GB 32100-2015)."""

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = tuple(pow(3, place, 31) for place in range(17))


def check_character(first_seventeen: str) -> str:
    """The eighteenth character; ValueError for a wrong length or a letter outside the alphabet (no I O S V Z)."""
    if len(first_seventeen) != 17:
        raise ValueError("统一社会信用代码前段应为17位。")
    total = sum(weight * ALPHABET.index(character) for weight, character in zip(WEIGHTS, first_seventeen, strict=True))
    return ALPHABET[(31 - total % 31) % 31]


def is_valid(code: str) -> bool:
    """Whether `code` is eighteen characters of the alphabet whose last one is the right check character."""
    if len(code) != 18 or any(character not in ALPHABET for character in code):
        return False
    return check_character(code[:17]) == code[17]
