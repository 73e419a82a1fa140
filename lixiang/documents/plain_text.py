"""User text made safe for every writer: only characters that a page can show, newlines as the one control."""

import unicodedata

_LINE_ENDS = {
    "\r\n": "\n",
    "\r": "\n",
    "\x0b": "\n",
    "\x0c": "\n",
    "\x85": "\n",
    "\u2028": "\n",
    "\u2029": "\n",
    "\t": " ",
}
# Cc and Cf carry NUL, ESC, zero-width marks and the bidirectional overrides that make a name read backwards;
# Cs are lone surrogates, which neither JSON nor XML may hold.
_UNPRINTABLE = {"Cc", "Cf", "Cs"}


def clean(text: str) -> str:
    """The text without what neither PDF nor XML can carry; never raises."""
    if text.isascii() and text.isprintable():
        return text
    for found, replacement in _LINE_ENDS.items():
        text = text.replace(found, replacement)
    return "".join(letter for letter in text if letter == "\n" or _is_printable(letter))


def single_line(text: str) -> str:
    """The cleaned text on one line, as a name or a number must be."""
    return " ".join(clean(text).split())


def inside_quotes(text: str) -> str:
    """The text as it stands between “ and ”: quotation marks of its own become single ones (GB/T 15834-2011, 4.8)."""
    return text.replace("“", "‘").replace("”", "’")


def inside_title_marks(text: str) -> str:
    """The text as it stands between 《 and 》: title marks of its own become single ones (GB/T 15834-2011, 4.15)."""
    return text.replace("《", "〈").replace("》", "〉")


def _is_printable(letter: str) -> bool:
    point = ord(letter)
    is_noncharacter = point & 0xFFFE == 0xFFFE or 0xFDD0 <= point <= 0xFDEF
    is_variation_selector = 0xFE00 <= point <= 0xFE0F or 0xE0100 <= point <= 0xE01EF
    return not (is_noncharacter or is_variation_selector or unicodedata.category(letter) in _UNPRINTABLE)
