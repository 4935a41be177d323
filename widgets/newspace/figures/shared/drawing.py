"""A figure of a lesson together with its caption and its text alternative."""

from __future__ import annotations

import base64
import html
import io
from dataclasses import dataclass

from matplotlib.figure import Figure

from newspace.figures.shared.style import lettered
from newspace.figures.shared.whole_markers import draw_whole_in

_PAGE = (
    '<figure style="margin:0.5em 0;max-width:{width}px">'
    '<img src="data:image/png;base64,{image}" alt="{alt}" style="box-sizing:border-box;width:100%;height:auto;display:block;padding:0.4em;background:#fff">'
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

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:  # noqa: ARG002 - IPython's signature
        page = _PAGE.format(
            width=round(self.figure.get_figwidth() * 100),
            image=base64.b64encode(self.png()).decode("ascii"),
            alt=html.escape(self.words, quote=True),
            caption=html.escape(self.caption),
        )
        return {"text/html": page, "text/plain": f"{self.caption}\n{self.words}"}
