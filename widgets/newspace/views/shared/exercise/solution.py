"""View of the reference answer beside the learner's own, after the learner has tried."""

from __future__ import annotations

import ast
import html
from collections.abc import Sequence
from dataclasses import dataclass

from newspace.content import solutions
from newspace.content.solutions import Reference, written_text
from newspace.core.errors import CourseError
from newspace.core.i18n import _

_BOX = "flex:1 1 20rem;min-width:0;margin:0"
_FRAME = "padding:0.6em;border:1px solid currentColor;border-radius:4px;margin:0.3em 0"


@dataclass(frozen=True)
class Solution:
    """The reference answer of a task, the learner's own, and a short explanation."""

    reference: Reference
    own: str

    def __repr__(self) -> str:
        parts = [_("Your answer:"), self.own] if self.own else []
        parts += [_("The reference answer:"), self.reference.answer]
        if self.reference.explanation:
            parts += [_("Why so:"), self.reference.explanation]
        return "\n".join([*parts, self._note()])

    def _repr_html_(self) -> str:
        own = written_text(self.own)
        boxes = [_box(_("Your answer"), own or self.own, code=not own)] if self.own else []
        prose = self.reference.prose  # a text in a variable is read as a text
        boxes.append(_box(_("The reference answer"), prose or self.reference.answer, code=not prose))
        why = f"<p><strong>{html.escape(_('Why so:'))}</strong> {html.escape(self.reference.explanation)}</p>"
        return (
            f'<div style="display:flex;flex-wrap:wrap;gap:1rem;max-width:75rem">{"".join(boxes)}</div>'
            f"{why if self.reference.explanation else ''}<p>{html.escape(self._note())}</p>"
        )

    def _note(self) -> str:
        if not self.reference.prose:
            return _(
                "Another answer can be as good: what counts is that it passes the tests, and that you can explain it."
            )
        return _("This is one answer of many. Another position, argued as well, earns as many points.")


def _box(title: str, text: str, *, code: bool) -> str:
    tag, style = ("pre", "white-space:pre;overflow-x:auto") if code else ("div", "white-space:pre-line")
    shown = text if code else text.replace("**", "")  # written tasks are Markdown and begin in bold
    return (
        f'<div role="group" style="{_BOX}" aria-label="{html.escape(title, quote=True)}"><strong>{html.escape(title)}</strong>'
        f'<{tag} tabindex="0" style="{_FRAME};{style}">{html.escape(shown)}</{tag}></div>'
    )


def solution(assignment: str, task: str) -> Solution:
    """Show the reference answer of a task beside your own.

    It is available in self-study, and in a class when the teacher has released it. Your own answer comes first: run its cell.

    Parameters
    ----------
    assignment : str
        The exercise's name, such as ``"02_ispace_missions"``.
    task : str
        The task's id, such as ``"orbit-speed"``.

    Raises
    ------
    CourseError
        If there is no such task, the solutions are not available, or no answer of your own has been run yet.
    """
    references = solutions.load_references(assignment)
    if task not in references:
        raise CourseError(
            f"There is no task “{task}” in this exercise.",
            where=f"solution({assignment!r}, {task!r})",
            remedy=f"Tasks: {', '.join(references)}.",
        )
    reference = references[task]
    own = _own(reference, _history()) if reference.is_code else ""
    if reference.is_code and not own:
        raise CourseError(
            "You have not run an answer of your own yet.",
            where=f"solution({assignment!r}, {task!r})",
            remedy="Try it first, with the hints if you like; run your cell, then ask for the solution.",
        )
    return Solution(reference, own)


def _history() -> Sequence[str]:
    """Return the cells that this kernel has run, in order; none outside a notebook."""
    from IPython import get_ipython

    shell = get_ipython()
    return [str(cell) for cell in shell.user_ns.get("In", ())] if shell else []


def _own(reference: Reference, history: Sequence[str]) -> str:
    """Return the last cell that defined the task's names and was not the empty answer; empty if there is none."""
    wanted = _names(reference.answer)
    for cell in reversed(history):
        if wanted & _names(cell) and not _is_empty(cell):
            return cell.strip()
    return ""


def _names(code: str) -> set[str]:
    """Return the functions and values that a cell defines at its top level."""
    try:
        body = ast.parse(code).body
    except SyntaxError:
        return set()
    found = set()
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found.add(node.name)
        for target in getattr(node, "targets", []):
            while isinstance(target, ast.Subscript | ast.Attribute):
                target = target.value
            if isinstance(target, ast.Name):
                found.add(target.id)
    return found


def _is_empty(cell: str) -> bool:
    return "raise NotImplementedError" in cell and "return" not in cell
