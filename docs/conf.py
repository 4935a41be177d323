"""Configure Sphinx for ``make docs``: Markdown pages, references from docstrings, nothing that is fetched from outside."""

from __future__ import annotations

from importlib.metadata import version as version_of

project = "New Space, hands on"
author = "the authors of New Space, hands on"
project_copyright = "the authors; the five readings belong to their publishers"
release = version = version_of("newspace")

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "sphinx_copybutton"]
exclude_patterns = ["conf.py"]
language = "en"

# A link to a page or a heading that does not exist is a warning, and make docs turns warnings into errors.
nitpicky = True
myst_enable_extensions = ["colon_fence", "deflist", "attrs_block"]
myst_heading_anchors = 3

html_theme = "furo"
html_title = project
html_static_path: list[str] = []
html_copy_source = html_show_sourcelink = False
html_theme_options = {"navigation_with_keys": True}
copybutton_exclude = ".linenos, .gp"
