"""Reads a finished PDF for the tests: words in reading order without page furniture, and lines with their places."""

import io

import pdfplumber

MM = 72 / 25.4


def opened(pdf):
    return pdfplumber.open(io.BytesIO(pdf))


def body_text(pdf, *, repeated=""):
    """The words within the 版心 in the order in which they were set; `repeated` is a row of titles counted once."""
    pages = []
    with opened(pdf) as file:
        for page in file.pages:
            edges = (35, 28, 37, 26) if page.width > page.height else (28, 37, 26, 35)
            left, top, right, bottom = (mm * MM - 1 for mm in edges)
            inside = [
                char["text"]
                for char in page.chars
                if left - 9 <= char["x0"]
                and char["x1"] <= page.width - right + 9
                and top <= char["top"]
                and char["bottom"] <= page.height - bottom
            ]
            pages.append("".join("".join(inside).split()))
    first, *rest = pages
    return first + "".join(text.removeprefix(repeated) for text in rest)


def lines_of(page):
    """(base line in mm from the top, characters) of each line of a page, top to bottom."""
    lines = {}
    for char in page.chars:
        base = round((page.height - char["matrix"][5]) / MM, 1)
        lines.setdefault(base, []).append(char)
    return sorted((base, sorted(chars, key=lambda c: c["x0"])) for base, chars in lines.items())


def text_of_line(chars):
    return "".join(char["text"] for char in chars).strip()
