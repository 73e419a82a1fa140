"""Names of files and folders that every system can unpack, each used once in its folder."""

import re
import unicodedata

FORBIDDEN = re.compile(r'[<>:"/\\|?*]')
# Categories that a name cannot show, or that turn its letters round so that an ending looks like another.
UNSHOWN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
RESERVED = {"con", "prn", "aux", "nul", *(f"{name}{n}" for name in ("com", "lpt") for n in range(1, 10))}
LONGEST = 60
LONGEST_ENDING = 8
NAMELESS = "未命名"


def safe(text: str, longest: int = LONGEST) -> str:
    """The text as one part of a path: no sign that a system forbids, no more characters than fit."""
    shown = "".join(sign for sign in unicodedata.normalize("NFC", text) if unicodedata.category(sign) not in UNSHOWN)
    plain = " ".join(FORBIDDEN.sub("＿", shown).split()).strip(". ")
    stem, dot, ending = plain.rpartition(".")
    if dot and 0 < len(ending) <= LONGEST_ENDING and stem:
        plain = f"{stem[: longest - len(ending) - 1].rstrip('. ')}.{ending}"
    plain = plain[:longest].rstrip(". ") or NAMELESS
    return f"＿{plain}" if plain.split(".")[0].lower() in RESERVED else plain


class Names:
    """The names given so far; a second file of the same name gets a number."""

    def __init__(self) -> None:
        self._given: set[str] = set()

    def give(self, folder: str, name: str) -> str:
        """The path of a new file in a folder; names that differ in case alone would meet on some systems."""
        wanted = safe(name)
        stem, dot, ending = wanted.rpartition(".")
        stem, ending = (stem, f".{ending}") if dot else (wanted, "")
        path, number = f"{folder}/{wanted}", 1
        while path.casefold() in self._given:
            number += 1
            path = f"{folder}/{stem}（{number}）{ending}"
        self._given.add(path.casefold())
        return path
