"""HTML of the pages: every text is escaped on its way in."""

from __future__ import annotations

from html import escape

_PAGE = """\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<meta name="description" content="{description}">
<link rel="icon" href="{root}lab/favicon.ico">
<link rel="stylesheet" href="{root}newspace/pages.css">
{head}</head>
<body>
{body}
</body>
</html>
"""


def whole_page(title: str, description: str, body: str, *, root: str, head: str = "") -> str:
    """Return a whole page.

    Parameters
    ----------
    title, description : str
        Plain texts.
    body, head : str
        HTML.
    root : str
        The way from the page to the site's first one, with a slash at its end.
    """
    return _PAGE.format(title=escape(title), description=escape(description), body=body, head=head, root=escape(root))


def page_link(address: str, text: str, *, label: str = "") -> str:
    """Return a link; ``label`` says to a screen reader where it leads when the text alone does not."""
    named = f' aria-label="{escape(label)}"' if label else ""
    return f'<a href="{escape(address)}"{named}>{escape(text)}</a>'
