"""A figure of a lesson together with its caption and its text alternative."""

from __future__ import annotations

import base64
import html
import io
from dataclasses import dataclass
from math import ceil

from matplotlib.figure import Figure
from matplotlib.text import Text

from newspace.core.i18n import _
from newspace.figures.shared.style import lettered
from newspace.figures.shared.whole_markers import draw_whole_in

SMALLEST_PX = 9
"""The size below which no letter of a figure is shown; in a narrower place the picture is scrolled sideways."""
_PAGE = (
    '<figure style="margin:0.5em 0;max-width:{width}px">'
    '<div tabindex="0" role="group" aria-label="{frame}" style="overflow-x:auto">'
    '<img class="ns-drawing" src="data:image/png;base64,{image}" alt="{alt}" style="box-sizing:border-box;width:100%;min-width:{least}px;max-width:none;height:auto;display:block;padding:0.4em;background:#fff"></div>'
    "<figcaption>{caption}</figcaption></figure>"
)


@dataclass(frozen=True, eq=False)
class Drawing:
    """A picture, its caption, and a text alternative for those who cannot see it.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        The picture, with every label on it.
    caption : str
        What it shows and where its numbers come from; shown under the picture.
    words : str
        The text alternative; a screen reader reads it in place of the picture.
    """

    figure: Figure
    caption: str
    words: str

    def png(self, pixels_per_inch: float = 160.0) -> bytes:
        """Render the picture as PNG, sharp on a screen with two pixels to a point."""
        buffer = io.BytesIO()
        draw_whole_in(self.figure)
        with lettered(self.figure):
            self.figure.savefig(buffer, format="png", dpi=pixels_per_inch)
        return buffer.getvalue()

    @property
    def least_width_px(self) -> int:
        """The width at which the smallest letter is as large as it must be, in pixels."""
        width_in = self.figure.get_figwidth()
        shown = [text for text in self.figure.findobj(Text) if isinstance(text, Text) and text.get_text().strip()]
        smallest_pt = min((float(text.get_fontsize()) for text in shown if text.get_visible()), default=72.0)
        return min(ceil(SMALLEST_PX * 72 * width_in / smallest_pt), round(width_in * 100))

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:  # noqa: ARG002 - IPython's signature
        page = _PAGE.format(
            width=round(self.figure.get_figwidth() * 100),
            least=self.least_width_px,
            frame=html.escape(_("Picture"), quote=True),
            image=base64.b64encode(self.png()).decode("ascii"),
            alt=html.escape(self.words, quote=True),
            caption=html.escape(self.caption),
        )
        return {"text/html": page, "text/plain": f"{self.caption}\n{self.words}"}
