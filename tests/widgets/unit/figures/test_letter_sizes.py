"""No figure of a lesson has letters too small to read where a window is 800 px wide, or long numbers without commas."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from importlib import import_module

import pytest
from matplotlib.text import Text

from newspace import figures
from newspace.figures import Drawing
from newspace.models.ispace import descent

SMALLEST_PX = 9
NO_YEAR = re.compile(r"−?(?!1[89]\d\d$|20\d\d$)\d{4,}")
"""A number of four figures or more without a comma; years have none."""
COLUMN_PX = 640
"""The width of an output in a window 800 px wide whose side bar is closed."""


def drawings() -> Iterator[tuple[str, Callable[[], object]]]:
    for unit in figures._LESSONS.values():
        module = import_module(f"newspace.figures.{unit}")
        for name in module.__all__:
            if name == "gate":
                yield name, lambda gate=module.gate: gate(descent.fly(descent.MISSION_1))
            elif not isinstance(getattr(module, name), type):
                yield name, getattr(module, name)


@pytest.mark.parametrize(("name", "draw"), list(drawings()))
def test_the_smallest_letter_can_be_read(name, draw):
    drawing = draw()
    assert isinstance(drawing, Drawing), name
    width_in = drawing.figure.get_figwidth()
    shown_px = min(COLUMN_PX, width_in * 100)
    sizes = [
        text.get_fontsize() for text in drawing.figure.findobj(Text) if text.get_visible() and text.get_text().strip()
    ]
    assert min(sizes) / 72 * shown_px / width_in >= SMALLEST_PX
    assert min(sizes) / 72 * drawing.least_width_px / width_in >= SMALLEST_PX, "in no place is it shown smaller"
    assert drawing.least_width_px <= COLUMN_PX + 1, "and there it need not be scrolled"
    ticks = [tick.get_text() for ax in drawing.figure.axes for tick in (*ax.get_xticklabels(), *ax.get_yticklabels())]
    assert [number for number in ticks if NO_YEAR.fullmatch(number)] == [], "as in the sentences: 1,000"
    assert f"min-width:{drawing.least_width_px}px" in drawing._repr_mimebundle_()["text/html"]
