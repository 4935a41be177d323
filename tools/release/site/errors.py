"""What is told to the person who builds the site."""

from __future__ import annotations


class SiteError(Exception):
    """Something that the person at the keyboard can mend; its text says what, where and what to do."""
