"""Helpers that build HTML with every text escaped."""

from __future__ import annotations

from html import escape


class Html(str):
    """A string that is HTML already; ``tag`` escapes every other string."""

    __slots__ = ()


def tag(name: str, *children: str, **attributes: str) -> Html:
    """Build one element. ``class_`` stands for class; children that are not Html are escaped."""
    written = "".join(f' {key.rstrip("_").replace("_", "-")}="{escape(value)}"' for key, value in attributes.items())
    inner = "".join(child if isinstance(child, Html) else escape(child, quote=False) for child in children)
    return Html(f"<{name}{written}>{inner}</{name}>")


def link(url: str, text: str) -> Html:
    """Build an underlined link in the colour of its text, readable on every background."""
    return tag(
        "a", text, href=url, target="_blank", rel="noopener noreferrer", style="color:inherit;text-decoration:underline"
    )


def block(*children: str) -> Html:
    """Build a block of prose that wraps long addresses and stays readable at any width."""
    return tag("div", *children, style="max-width:54rem;overflow-wrap:anywhere;line-height:1.55")
