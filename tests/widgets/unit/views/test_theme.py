"""The theme of all views: colours only in theme.css, for both themes, with enough contrast."""

from __future__ import annotations

import re
from itertools import product

import pytest
from repository import ROOT

from newspace.views.shared.exercise.grade_button import GradeMine
from newspace.views.shared.explorer.explorer import Explorer
from newspace.views.shared.quiz.quiz import Quiz
from newspace.views.shared.reading.glossary import GlossaryView
from newspace.views.shared.reading.reading import ReadingView

SOURCES = ROOT / "widgets" / "js" / "src"
SHEETS = sorted(path for path in SOURCES.rglob("*.css") if path.name != "theme.css")
THEME = (SOURCES / "shared" / "style" / "theme.css").read_text(encoding="utf-8")
DECLARED = re.compile(r"(--ns-[a-z-]+):\s*([^;]+);")
ALIKE_IN_BOTH = ("--ns-picture-", "--ns-scene-")
"""Beginnings of the names of colours on a picture, which is light before the filter, and of the black sky over the Moon."""
PICTURE = "--ns-picture"
"""What is done to a picture: no colour, a filter."""
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl|oklch|color-mix)\(")
# The two backgrounds of JupyterLab's themes.
GROUNDS = {"light": ("#ffffff", "#eeeeee"), "dark": ("#212121", "#424242")}
WORDS = ("soft", "accent", "right", "partly", "wrong", "wait")


def colours(theme: str) -> dict[str, str]:
    """Return the colours of a theme; the dark one inherits from the light one."""
    light, dark = THEME.split('[data-jp-theme-light="false"]')
    found = dict(DECLARED.findall(light))
    return found if theme == "light" else found | dict(DECLARED.findall(dark))


def luminance(colour: str) -> float:
    """Compute the relative luminance (WCAG 2.2) of #rgb or #rrggbb."""
    digits = colour.lstrip("#")
    digits = "".join(2 * digit for digit in digits) if len(digits) == 3 else digits
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_computed_as_wcag_says():
    assert contrast("#fff", "#000000") == pytest.approx(21)
    assert contrast("#767676", "#fff") == pytest.approx(4.54, abs=0.005)


@pytest.mark.parametrize("view", [Explorer, GlossaryView, GradeMine, Quiz, ReadingView])
def test_every_style_sheet_starts_with_the_theme(view):
    assert re.findall(r"/\* src/(.*) \*/", view._css)[0] == "shared/style/theme.css"


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_style_sheets_of_views_define_no_colours(sheet):
    text = sheet.read_text(encoding="utf-8")
    # The background of pictures is white in both themes.
    found = [line for line in text.splitlines() if COLOUR.search(line) and line.strip() != "background: #fff;"]
    assert found == []
    assert DECLARED.findall(text) == []


def test_every_theme_variable_is_declared_and_used():
    everything = THEME + "".join(path.read_text(encoding="utf-8") for path in SHEETS)
    used = set(re.findall(r"var\((--[a-z0-9-]+)", everything))
    # A view's own measures begin with --nx-.
    assert {name for name in used if not name.startswith(("--jp-", "--nx-"))} == set(colours("light"))


def test_the_dark_theme_defines_every_colour_that_jupyterlab_does_not():
    light, dark = colours("light"), dict(DECLARED.findall(THEME.split('[data-jp-theme-light="false"]')[1]))
    assert set(dark) - {PICTURE} == {
        name for name, value in light.items() if value.startswith("#") and not name.startswith(ALIKE_IN_BOTH)
    }


def test_pictures_are_as_drawn_in_the_light_theme_and_dark_in_the_dark_one():
    light, dark = (dict(DECLARED.findall(part)) for part in THEME.split('[data-jp-theme-light="false"]'))
    assert light[PICTURE] == "none"
    ground = round(255 * (1 - float(re.findall(r"invert\(([0-9.]+)\)", dark[PICTURE])[0])))
    assert abs(ground - 0x21) < 16, "the white ground becomes about that of JupyterLab's dark theme"


@pytest.mark.parametrize(("theme", "word"), [*product(GROUNDS, WORDS)])
def test_text_has_enough_contrast(theme, word):
    for ground in GROUNDS[theme]:
        assert contrast(colours(theme)[f"--ns-{word}"], ground) >= 4.5


@pytest.mark.parametrize("theme", GROUNDS)
def test_marks_buttons_and_frames_have_enough_contrast(theme):
    said = colours(theme)
    for words, ground in (("on-mark", "mark"), ("on-mark", "match"), ("on-accent", "accent")):
        assert contrast(said[f"--ns-{words}"], said[f"--ns-{ground}"]) >= 4.5
    for ground in GROUNDS[theme]:
        assert contrast(said["--ns-line"], ground) >= 3
