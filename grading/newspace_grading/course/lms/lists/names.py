"""Compare names, headings and ids that different systems write in different ways, and make ids of names."""

from __future__ import annotations

import re
import unicodedata


def comparable(text: str) -> str:
    """Return letters and digits only, in lower case, full-width and composed forms made the usual ones.

    Two texts are the same name, or the same heading, if this is the same: Canvas leaves out all signs of a name, Moodle some of them.
    """
    return "".join(char for char in unicodedata.normalize("NFKC", text).casefold() if char.isalnum())


def as_folder(name: str) -> str:
    """Return a name as a student's id, which is the name of a folder: letters and digits of any script, with hyphens between."""
    return re.sub(r"[^\w.]+", "-", unicodedata.normalize("NFC", name)).strip("-._")
