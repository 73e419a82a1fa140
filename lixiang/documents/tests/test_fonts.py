"""The faces of an office come first, free ones stand in, and what stands in is said."""

import shutil

import pytest

from lixiang.documents import blocks as b
from lixiang.documents import fonts
from lixiang.documents.faces import FACES


@pytest.fixture
def office(tmp_path, settings):
    """A folder of fonts of one's own; the family of 黑体 is played by another file under its name."""
    settings.FONTS = tmp_path
    return tmp_path


def test_every_face_has_a_font_here_and_the_report_says_which():
    rows = fonts.report()

    assert [row["face"] for row in rows] == [face.name for face in FACES.values()]
    assert all(row["family"] and row["source"] in ("own", "stand-in", "last resort") for row in rows)


def test_a_font_of_the_office_comes_before_every_other(office):
    from fontTools.ttLib import TTFont

    standing = fonts.standings()["level1"].fonts[-1]
    with TTFont(standing.path) as font:
        for record in font["name"].names:
            if record.nameID in (1, 16):
                record.string = "SimHei"
        font.save(office / "simhei.otf")
    fonts._folders.cache_clear()
    fonts._standings.cache_clear()
    fonts._collection.cache_clear()

    assert fonts.standings()["level1"].families[0] == "SimHei"
    assert fonts.standings()["level1"].source == "own"
    document = b.Document("样张", "样张", (b.Heading(1, "一、总则"),))
    assert not any("黑体" in sentence for sentence in fonts.fallbacks_of(document))


def test_without_any_other_font_the_package_alone_prints_everything(office, monkeypatch):
    monkeypatch.setattr(fonts, "FANDOL", ())
    fonts._folders.cache_clear()

    rows = fonts.report()

    assert {row["source"] for row in rows} == {"last resort"}
    sentences = fonts.fallbacks_of(b.Document("样张", "样张", (b.Paragraph("示例堃"),)))
    assert any(sentence == "未安装仿宋，以 Noto Serif SC 代替" for sentence in sentences)
    fonts._folders.cache_clear()
    shutil.rmtree(office)


def test_the_sentence_of_a_missing_character_names_it():
    with pytest.raises(fonts.MissingCharacters) as refusal:
        fonts.fallbacks_of(b.Document("样张", "样张", (b.Title("示例\U0002b740"),)))

    assert "\U0002b740" in str(refusal.value) and refusal.value.letters == "\U0002b740"
