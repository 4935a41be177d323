"""The numbered marks of a lesson, as links from the sentence to its entry in the list of sources."""

from __future__ import annotations

import re
from itertools import count

_MARK = re.compile(r'<a href="#Sources" title="fact [^"]*">\[(\d*)([?≠]?)\]</a>')
_LIST = re.compile(r'(?<=id="Sources">).*?</ol>', re.DOTALL)
_NAMES = {"": "Source {}", "?": "Source {}: open", "≠": "Source {}: disputed"}
_NO_SOURCE = "Open: no source found"


def linked(made: str) -> str:
    """Return a lesson's HTML with each mark leading to its entry; the marks keep their numbers and get names in words."""
    return _LIST.sub(_entries, _MARK.sub(_link, made), count=1)


def _link(match: re.Match[str]) -> str:
    number, sign = match[1], match[2]
    name = _NAMES[sign].format(number) if number else _NO_SOURCE
    target = f"#source-{number}" if number else "#Sources"
    return f'<a class="mark" href="{target}" title="{name}" aria-label="{name}">[{number}{sign}]</a>'


def _entries(match: re.Match[str]) -> str:
    numbers = count(1)
    return re.sub("<li>", lambda _: f'<li id="source-{next(numbers)}">', match[0])
