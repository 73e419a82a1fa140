"""Which fonts stand behind each face on this machine, and which characters they lack."""

from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import typst
from django.conf import settings
from fontTools.ttLib import TTFont

from .blocks import Document
from .faces import FACES, Face, letters_by_face

CHECKOUT = Path(__file__).resolve().parents[2] / "var" / "fonts"
FANDOL = (
    Path("/usr/share/texlive/texmf-dist/fonts/opentype/public/fandol"),
    Path("/usr/share/texmf/fonts/opentype/public/fandol"),
    CHECKOUT / "fandol",
)


class MissingCharacters(ValueError):  # noqa: N818 - a refusal of text, named by what is missing
    """Characters that no font here can print; the sentence names them."""

    def __init__(self, letters: str):
        super().__init__(
            f"没有字体能够排印这些字：{' '.join(letters)}。请在字体目录中安装含有它们的字体，或者改用其他字。"
        )
        self.letters = letters


@dataclass(frozen=True)
class Installed:
    """One font file as Typst knows it."""

    family: str
    weight: int
    path: str
    index: int


@dataclass(frozen=True)
class Standing:
    """What prints a face: the families in order, and how the first of them stands to the face that was asked for."""

    face: Face
    fonts: tuple[Installed, ...]

    @property
    def families(self) -> tuple[str, ...]:
        return tuple(font.family for font in self.fonts)

    @property
    def source(self) -> str:
        """own, stand-in, last resort or none."""
        if not self.fonts:
            return "none"
        first = self.families[0]
        return {self.face.stand_in: "stand-in", self.face.last_resort: "last resort"}.get(first, "own")


def folders() -> tuple[Path, ...]:
    """Where fonts are looked for: the office's own folder, Fandol, the package from PyPI; only those that exist."""
    return _folders(Path(settings.FONTS))


@cache
def _folders(office: Path) -> tuple[Path, ...]:
    spec = find_spec("pylopdf_fonts_zh_cn")
    packaged = tuple(Path(place) for place in spec.submodule_search_locations or ()) if spec else ()
    fandol = next((folder for folder in FANDOL if folder.is_dir()), None)
    wanted = (office, *((fandol,) if fandol else ()), *packaged)
    return tuple(folder for folder in wanted if folder.is_dir())


def collection() -> typst.Fonts:
    """The fonts of this process: read once, shared by all compilers (0.1 s)."""
    return _collection(folders())


@cache
def _collection(places: tuple[Path, ...]) -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(place) for place in places]
    )


def standings() -> dict[str, Standing]:
    """Every face with what stands behind it."""
    return _standings(folders())


@cache
def _standings(places: tuple[Path, ...]) -> dict[str, Standing]:
    known: dict[str, list[Installed]] = {}
    for font in _collection(places).fonts():
        if font.style == "normal" and font.path:
            known.setdefault(font.family.lower(), []).append(Installed(font.family, font.weight, font.path, font.index))
    return {role: Standing(face, tuple(_best(known, face))) for role, face in FACES.items()}


def _best(known: dict[str, list[Installed]], face: Face) -> list[Installed]:
    present = (known[family.lower()] for family in face.chain if family.lower() in known)
    return [min(fonts, key=lambda font: abs(font.weight - face.weight)) for fonts in present]


@cache
def _letters_of(path: str, index: int) -> frozenset[int]:
    with TTFont(path, fontNumber=index, lazy=True) as font:
        return frozenset(font.getBestCmap())


def fallbacks_of(document: Document) -> tuple[str, ...]:
    """Where another face than the standard names stands in, as sentences; raises MissingCharacters."""
    missing: set[str] = set()
    sentences = []
    for role, letters in letters_by_face(document).items():
        standing = standings()[role]
        if letters:
            sentences += _sentences(standing, _carriers(standing, letters), missing)
    if missing:
        raise MissingCharacters("".join(sorted(missing)))
    return tuple(dict.fromkeys(sentences))


def _carriers(standing: Standing, letters: set[str]) -> dict[str, set[str]]:
    """Each family of the chain with the letters that it prints; "" holds those that none prints."""
    carried: dict[str, set[str]] = {}
    left = set(letters)
    for font in standing.fonts:
        known = _letters_of(font.path, font.index)
        carried[font.family] = {letter for letter in left if ord(letter) in known}
        left -= carried[font.family]
    return carried | {"": left}


def _sentences(standing: Standing, carried: dict[str, set[str]], missing: set[str]) -> list[str]:
    missing |= carried.pop("")
    sentences = []
    if standing.source != "own" and standing.families:
        sentences.append(f"未安装{standing.face.name}，以 {standing.families[0]} 代替")
    for family in standing.families[1:]:
        if carried[family]:
            sentences.append(f"{standing.face.name}缺“{'”“'.join(sorted(carried[family]))}”，以 {family} 代替")
    return sentences


def report() -> tuple[dict[str, str], ...]:
    """One row per face: face, family that prints it, source (own, stand-in, last resort, none), file."""
    return tuple(
        {
            "face": standing.face.name,
            "family": standing.families[0] if standing.fonts else "",
            "source": standing.source,
            "file": standing.fonts[0].path if standing.fonts else "",
        }
        for standing in standings().values()
    )
