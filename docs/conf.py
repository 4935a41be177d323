"""Configure Sphinx for ``make docs``: Markdown pages, references from docstrings, nothing that is fetched from outside."""

from __future__ import annotations

import ast
import gc
import inspect
import pkgutil
from importlib import import_module
from importlib.metadata import version as version_of
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

# Sphinx keeps millions of nodes to the end: looking for garbage among them took a third of the time.
gc.disable()

project = "New Space, hands on"
author = "the authors of New Space, hands on"
project_copyright = "the authors; the five readings belong to their publishers"
release = version = version_of("newspace")

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "sphinx_copybutton"]
exclude_patterns = ["conf.py"]
language = "en"

# A link to a page or a heading that does not exist is a warning, and make docs turns warnings into errors.
nitpicky = True
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

add_module_names = False
toc_object_entries_show_parents = "hide"
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
napoleon_google_docstring = False
napoleon_use_ivar = True
# Types in signatures and docstrings are text: most of them belong to packages whose documents are not on this machine.
autodoc_typehints_format = "short"
python_use_unqualified_type_names = True
maximum_signature_line_length = 100
nitpick_ignore_regex = [(r"py:.*", r".*")]

html_theme = "furo"
html_title = project
smartquotes = False  # it would make dashes of the options in docstrings
html_use_index = False
html_copy_source = html_show_sourcelink = False
html_static_path = ["assets"]
html_css_files = ["docs.css"]
html_theme_options = {"navigation_with_keys": True}
copybutton_prompt_text = "$ "
copybutton_only_copy_prompt_lines = True


def modules_of(package: str) -> list[str]:
    """Return the dotted names of a package's modules, private ones left out."""
    root = import_module(package)
    found = pkgutil.walk_packages(root.__path__, f"{package}.")
    return [package, *(one.name for one in found if not any(part.startswith("_") for part in one.name.split(".")))]


def first_line(module: str) -> str:
    """Return the first line of a module's docstring, without importing the module."""
    spec = pkgutil.resolve_name("importlib.util:find_spec")(module)
    if spec is None or spec.origin is None:
        return ""
    docstring = ast.get_docstring(ast.parse(Path(spec.origin).read_text(encoding="utf-8"))) or ""
    return inspect.cleandoc(docstring).partition("\n\n")[0].replace("\n", " ").replace("``", "`")


class ModuleTable(SphinxDirective):
    """List every module of a package with the first line of its docstring: ``{module-table} newspace_grading``."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Make the table."""
        package = self.arguments[0]
        lines = ["| module | what it does |", "|---|---|"]
        for name in modules_of(package):
            told = first_line(name).replace("|", "\\|")
            lines.append(f"| `{name.removeprefix(package + '.')}` | {told} |")
        return self.parse_text_to_nodes("\n".join(lines))


class PublicModules(SphinxDirective):
    """Document the public members of modules, one section each.

    A line is the name of a module, a package followed by ``.*`` for all its modules, or ``NAME = MODULE`` where a package
    gives a module under another name.
    """

    has_content = True

    def run(self) -> list[nodes.Node]:
        """Make the sections."""
        found: list[nodes.Node] = []
        for line in self.content:
            for title, module in self._names(line.strip()):
                text = f"## {title}\n\n```{{eval-rst}}\n.. automodule:: {module}\n   :members:\n```\n"
                found += self.parse_text_to_nodes(text, allow_section_headings=True)
        return found

    @staticmethod
    def _names(line: str) -> list[tuple[str, str]]:
        title, equals, module = line.partition(" = ")
        package, star, _rest = line.partition(".*")
        if not star:
            return [(title, module if equals else line)]
        return [(name, name) for name in modules_of(package) if not hasattr(import_module(name), "__path__")]


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the directives of this file."""
    app.add_directive("module-table", ModuleTable)
    app.add_directive("public-modules", PublicModules)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
