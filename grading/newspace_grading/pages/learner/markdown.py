"""An assignment's Markdown as safe HTML: no script, no address on the network, formulas as drawings.

nbconvert and nh3 do that. A browser's Python has neither; there mistune, on which nbconvert builds, escapes all HTML that it is given.
"""

from __future__ import annotations

import re
import sys
from functools import lru_cache
from html import escape
from typing import Any

from markupsafe import Markup

_TAGS = frozenset(
    "a blockquote br code del div em hr li ol p pre s strong sub sup table tbody td th thead tr ul".split()  # noqa: SIM905 - one line
)
_MARK = re.compile("\ue000([0-9]+)\ue001")
_FRACTION, _TALL_FRACTION = r"\frac", r"\dfrac"
_EM = 10.0
_LONGEST = 50_000


@lru_cache(maxsize=200)
def html(markdown: str) -> Markup:
    """Convert Markdown to sanitised HTML for a page of ours."""
    drawings: list[str] = []
    text = re.sub("[\ue000\ue001]", "", markdown[:_LONGEST])
    clean = _escaped(text, drawings) if sys.platform == "emscripten" else _sanitised(text, drawings)
    clean = clean.replace("<th></th>", "<td></td>")
    clean = clean.replace("<table>", '<div class="wide" tabindex="0" role="group" aria-label="Table"><table>')
    clean = clean.replace("</table>", "</table></div>")
    # Only this sanitised HTML bypasses the escaping of the templates.
    return Markup(_MARK.sub(lambda found: drawings[int(found[1])], clean))  # noqa: S704 - cleaned just above


def _sanitised(text: str, drawings: list[str]) -> str:
    """Convert Markdown as JupyterLab shows it, and take out what is not on the list of tags."""
    import nh3
    from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

    class Renderer(_PageRenderer, IPythonRenderer):
        """Renders for the page."""

    made = str(MarkdownWithMath(renderer=Renderer(drawings, escape=False))(text))
    return nh3.clean(
        made,
        tags=set(_TAGS),
        clean_content_tags=set(),  # text between removed tags is kept
        attributes={"a": {"href"}},
        attribute_filter=_kept,
        url_schemes={"https", "http", "mailto"},
        link_rel=None,
    )


def _escaped(text: str, drawings: list[str]) -> str:
    """Convert Markdown, and show what is HTML in it as text."""
    import mistune

    class Renderer(_PageRenderer, mistune.HTMLRenderer):
        """Renders for the page."""

        def link(self, text: str, url: str, title: str | None = None) -> str:
            """Render a link that leads out of the page; one to another part of the notebook is plain text."""
            return text if url.startswith("#") else super().link(text, url, title)

    made = mistune.create_markdown(renderer=Renderer(drawings, escape=True), plugins=["math", "table", "strikethrough"])
    return str(made(text))


def _kept(_tag: str, name: str, value: str) -> str | None:
    """Keep links that lead out of the page; those that led to other parts of the notebook become plain text."""
    return value if name == "href" and not value.startswith("#") else None


class _PageRenderer:
    """Renders formulas, headings and pictures as the page needs them.

    Parameters
    ----------
    drawings : list of str
        Gets the formulas; in the HTML stands a mark for each.
    """

    def __init__(self, drawings: list[str], **named: Any) -> None:
        super().__init__(**named)
        self._drawings = drawings

    def heading(self, text: str, level: int, **_attributes: Any) -> str:
        """Render a heading as a strong line: the page's own headings are the tasks."""
        del level
        return f"<p><strong>{text}</strong></p>\n"

    def image(self, text: str, *_where: Any, **_named: Any) -> str:
        """Render a picture as its description: its file is not part of the page."""
        return f"[picture: {escape(text)}]" if text else "[picture]"

    def block_code(self, code: str, info: str | None = None) -> str:
        """Render code without colours, which would need a style sheet of their own."""
        del info
        return f"<pre><code>{escape(code)}</code></pre>\n"

    def block_math(self, body: str) -> str:
        """Render a formula on a line of its own, with its fractions at full size."""
        return f"<p>{self._mark(body.replace(_FRACTION, _TALL_FRACTION))}</p>"

    def inline_math(self, body: str) -> str:
        """Render a formula within a line."""
        return self._mark(body)

    def latex_environment(self, name: str, body: str) -> str:
        """Render an environment of several lines as its source."""
        return f"<pre><code>{escape(f'{name}: {body}')}</code></pre>"

    def _mark(self, body: str) -> str:
        self._drawings.append(formula(body.strip()))
        return f"\ue000{len(self._drawings) - 1}\ue001"


@lru_cache(maxsize=1000)
def formula(tex: str) -> str:
    """Draw a formula as inline SVG in the colour of its text; one that cannot be drawn becomes its source."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import TextPath, text_to_path

    font = FontProperties(family="DejaVu Sans", size=_EM)
    text = f"${' '.join(tex.split())}$"
    try:
        width, height, depth = text_to_path.get_text_width_height_descent(text, font, ismath=True)
        path = TextPath((0, 0), text, prop=font)
    except (ValueError, RuntimeError):
        return f"<code>{escape(tex)}</code>"
    drawn = " ".join(
        f"{'MLQC'[code - 1] if code < 5 else 'Z'}{_numbers(points) if code < 5 else ''}"
        for points, code in path.iter_segments(curves=True, simplify=False)
    )
    return (
        f'<svg class="formula" role="img" aria-label="{escape(tex)}" width="{width / _EM:.2f}em" height="{height / _EM:.2f}em" '
        f'viewBox="0 {depth - height:.1f} {width:.1f} {height:.1f}" style="vertical-align:{-depth / _EM:.2f}em">'
        f'<path fill="currentColor" d="{drawn}"/></svg>'
    )


def _numbers(points: Any) -> str:
    """Write coordinates for SVG, in which y points downwards."""
    values = [float(value) for value in points]
    return " ".join(f"{value if number % 2 == 0 else -value:.2f}" for number, value in enumerate(values))
