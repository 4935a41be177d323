"""Draw the picture of the course's first screen, and put it into the start page: five texts, and a landing of which they tell.

    python tools/package_data/title_picture.py

It runs by hand, when the picture is to be changed; its result is committed. The picture is an attachment of the page's first cell, so that
it goes wherever the notebook goes. Its ground is dark in both themes, and it tells nothing that a lesson asks for.
"""

from __future__ import annotations

import base64
import io
import sys
from pathlib import Path
from typing import Any

import matplotlib as mpl
import nbformat
import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Circle, FancyBboxPatch
from PIL import Image

HOME = Path(__file__).resolve().parents[2]
PAGE = HOME / "lessons" / "00_start_here.ipynb"
CELL = "title"
NAME = "five_texts.png"
SIZE_IN = (5.2, 1.85)
PIXELS_PER_INCH = 246
LETTERS_PT = 10.5
"""In a picture of this width that can be read at 340 px, which is what a window of 800 px leaves beside the contents."""
_SKY, _MOON, _SEA, _PATH, _INK = "#0b0f16", "#b9b2a6", "#8a8174", "#8fd0f5", "#f2f5f8"
_CARDS = (
    ("gap", "Why is Korea behind?", "#E69F00"),
    ("crash", "“likely crashed”", "#D55E00"),
    ("preview", "“Will History Be Made”", "#56B4E9"),
    ("cluster", "Three hubs, far apart", "#009E73"),
    ("market", "How to sell to Japan", "#CC79A7"),
)
_SEED = 7


def drawn() -> Figure:
    """Draw a lander on its way down to the Moon, and the five texts as cards."""
    with mpl.rc_context({"font.family": "DejaVu Sans"}):
        figure = Figure(figsize=SIZE_IN, facecolor=_SKY)
        ax = figure.add_axes((0, 0, 1, 1))
        ax.set(xlim=(0, SIZE_IN[0]), ylim=(0, SIZE_IN[1]))
        ax.axis("off")
        stars = np.random.default_rng(_SEED).uniform((0, 0), SIZE_IN, (70, 2))
        ax.scatter(*stars.T, s=1.6, color="#c8d0dc", linewidths=0)
        centre, radius = (0.9, -0.95), 1.75
        ax.add_patch(Circle(centre, radius, color=_MOON, linewidth=0))
        for x, y, size in ((0.35, 0.36, 0.18), (0.94, 0.14, 0.25), (1.52, 0.3, 0.13), (0.68, 0.6, 0.09)):
            ax.add_patch(Circle((x, y), size, color=_SEA, linewidth=0))
        # From an orbit, a quarter of the way around, down to the ground.
        turn = np.linspace(np.radians(150), np.radians(70), 80)
        away = np.interp(turn, turn[::-1][[0, 45, 79]], (0.03, 0.28, 0.34))
        path = np.column_stack((centre[0] + (radius + away) * np.cos(turn), centre[1] + (radius + away) * np.sin(turn)))
        ax.plot(*path.T, color=_PATH, linewidth=1.6, linestyle=(0, (4, 2)))
        ax.annotate("?", path[-1], (5, 7), textcoords="offset points", color=_INK, fontsize=20, weight="bold")
        for row, (name, says, colour) in enumerate(_CARDS):
            top = SIZE_IN[1] - 0.12 - 0.335 * row
            card = FancyBboxPatch(
                (2.3, top - 0.27), 2.78, 0.27, boxstyle="round,pad=0,rounding_size=0.05", facecolor="#1b2330", edgecolor=colour
            )  # fmt: skip
            ax.add_patch(card)
            written: Any = {"fontsize": LETTERS_PT, "va": "center"}
            ax.text(2.39, top - 0.14, name, color=colour, weight="bold", family="monospace", **written)
            ax.text(3.14, top - 0.14, says, color=_INK, **written)
    return figure


def write(page: Path) -> int:
    """Put the picture into the page's first cell; return its size in bytes."""
    full, made = io.BytesIO(), io.BytesIO()
    drawn().savefig(full, format="png", dpi=PIXELS_PER_INCH, facecolor=_SKY)
    Image.open(full).convert("RGB").quantize(64).save(made, format="png", optimize=True)
    notebook = nbformat.read(page, as_version=4)
    (cell,) = (one for one in notebook.cells if one.id == CELL)
    cell["attachments"] = {NAME: {"image/png": base64.b64encode(made.getvalue()).decode()}}
    nbformat.write(notebook, page)
    return len(made.getvalue())


if __name__ == "__main__":
    sys.stdout.write(f"{write(PAGE):,} bytes in {PAGE.relative_to(HOME)}\n")
