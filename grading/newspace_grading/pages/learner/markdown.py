"""An assignment's Markdown as safe HTML: no script, no address on the network, formulas as drawings."""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape
from typing import Any

import nh3
from markupsafe import Markup
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

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
    renderer = _Renderer(escape=False)
    made = str(MarkdownWithMath(renderer=renderer)(re.sub("[\ue000\ue001]", "", markdown[:_LONGEST])))
    clean = nh3.clean(
        made,
        tags=set(_TAGS),
        clean_content_tags=set(),  # what stands between tags that go stays, as text
        attributes={"a": {"href"}},
        attribute_filter=_kept,
        url_schemes={"https", "http", "mailto"},
        link_rel=None,
    )
    clean = clean.replace("<th></th>", "<td></td>")
    clean = clean.replace("<table>", '<div class="wide" tabindex="0" role="group" aria-label="Table"><table>')
    clean = clean.replace("</table>", "</table></div>")
    # What was cleaned and is put in is all that gets past the escaping of the templates.
    return Markup(_MARK.sub(lambda found: renderer.drawings[int(found[1])], clean))  # noqa: S704 - cleaned just above


def _kept(_tag: str, name: str, value: str) -> str | None:
    """Keep links that lead out of the page; those that led to other parts of the notebook become plain text."""
    return value if name == "href" and not value.startswith("#") else None


class _Renderer(IPythonRenderer):
    """A renderer for formulas, headings and pictures as the page needs them."""

    def __init__(self, **named: Any) -> None:
        super().__init__(**named)
        self.drawings: list[str] = []

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
        self.drawings.append(formula(body.strip()))
        return f"\ue000{len(self.drawings) - 1}\ue001"


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
