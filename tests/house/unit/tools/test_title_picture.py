"""The picture of the course's first screen can be read where a window of 800 px shows the contents beside it."""

from __future__ import annotations

import base64
import io
import json

from matplotlib.text import Text
from PIL import Image

from package_data import title_picture

SMALLEST_PX = 9
COLUMN_PX = 341
"""What JupyterLab leaves for the picture there."""


def test_the_letters_of_the_title_picture_can_be_read_beside_the_contents():
    figure = title_picture.drawn()
    letters = [text.get_fontsize() for text in figure.findobj(Text) if text.get_text().strip()]
    assert len(letters) == 1 + 2 * 5, "the question mark and five cards"
    assert min(letters) / 72 * COLUMN_PX / figure.get_figwidth() >= SMALLEST_PX


def test_the_start_page_holds_the_picture_as_it_is_drawn_now():
    cells = json.loads(title_picture.PAGE.read_text(encoding="utf-8"))["cells"]
    (cell,) = (one for one in cells if one["id"] == title_picture.CELL)
    content = base64.b64decode(cell["attachments"][title_picture.NAME]["image/png"])
    width, height = (round(side * title_picture.PIXELS_PER_INCH) for side in title_picture.SIZE_IN)
    kept = Image.open(io.BytesIO(content)).size
    assert abs(kept[0] - width) <= 1
    assert abs(kept[1] - height) <= 1
