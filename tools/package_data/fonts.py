"""Write the font that gives the course's figures Korean and Japanese letters: a subset of Noto Sans CJK under the Open Font License.

    python tools/package_data/fonts.py [NotoSansCJK-Regular.ttc]     # Debian: apt-get install fonts-noto-cjk

It runs by hand, when letters are to be added; its result is committed. What is in it: the 2,350 Hangul syllables of KS X 1001, kana, the
2,965 Chinese characters of JIS level 1, CJK punctuation, and full-width forms. Everything else stays with matplotlib's own font.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTCollection, TTFont

HOME = Path(__file__).resolve().parents[2]
TARGET = HOME / "widgets" / "newspace" / "content" / "data" / "fonts" / "NewspaceCJK.otf"
SOURCE = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
FACE = "Noto Sans CJK JP"
FAMILY = "Newspace CJK"
_ROWS_OF_HANGUL = range(0xB0, 0xC9)
_ROWS_OF_KANJI = range(0xB0, 0xD0)
_CELLS = range(0xA1, 0xFF)


def letters() -> set[int]:
    """List the code points of the subset."""
    wanted = {*range(0x3000, 0x3100), *range(0x3130, 0x3190), *range(0xFF01, 0xFFE7)}
    for encoding, rows in (("euc_kr", _ROWS_OF_HANGUL), ("euc_jp", _ROWS_OF_KANJI)):
        for row in rows:
            for cell in _CELLS:
                wanted |= {ord(sign) for sign in bytes((row, cell)).decode(encoding, errors="ignore")}
    return wanted


def face(source: Path) -> TTFont:
    """Load the Japanese face of the collection; it holds the Korean letters too."""
    fonts = TTCollection(source).fonts
    return next(font for font in fonts if font["name"].getDebugName(4) == FACE)


def write_subset(source: Path, target: Path) -> int:
    """Write the subset; how many glyphs it has."""
    font = face(source)
    options = subset.Options()
    options.layout_features, options.hinting, options.notdef_outline = [], False, True
    options.name_IDs, options.drop_tables = (
        [0, 7, 13, 14],
        [*options.drop_tables, "BASE", "GPOS", "GSUB", "VORG", "vhea", "vmtx"],
    )
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=letters())
    cutter.subset(font)
    # A changed font goes under another name, as the licence asks of fonts with a reserved one, and so that nobody takes it for the whole.
    for number, text in {1: FAMILY, 2: "Regular", 3: f"{FAMILY} 1", 4: FAMILY, 6: FAMILY.replace(" ", "")}.items():
        font["name"].setName(text, number, 3, 1, 0x409)
    table = font["CFF "].cff
    table.fontNames = [FAMILY.replace(" ", "")]
    table.topDictIndex[0].FamilyName = table.topDictIndex[0].FullName = FAMILY
    target.parent.mkdir(parents=True, exist_ok=True)
    font.save(target)
    return len(font.getGlyphOrder())


def main(arguments: list[str]) -> int:
    """Write the subset of the font; return 0 if it was written, else 2."""
    source = Path(arguments[0]) if arguments else SOURCE
    if not source.exists():
        print(
            f"{source} is not there.\nWhat to do: install Noto Sans CJK (Debian: fonts-noto-cjk), or name its .ttc file.",
            file=sys.stderr,
        )
        return 2
    count = write_subset(source, TARGET)
    print(f"{TARGET.relative_to(HOME)}: {count} glyphs, {TARGET.stat().st_size / 1e6:.2f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
