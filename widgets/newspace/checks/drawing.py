"""Check a figure by its description (`newspace.figures.describe`): plain data, never a matplotlib object."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from newspace.checks.failure import Wrong
from newspace.core.errors import CourseError
from newspace.core.i18n import Quoted, Text, joined, message

Description = Mapping[str, object]


def described(axes: object) -> Description:
    """Describe the axes that a learner's drawing function returned.

    Raises
    ------
    Wrong
        If it is not one set of matplotlib axes.
    """
    from newspace import figures  # imported here because it loads matplotlib, which most exercises do not need

    if axes is None:
        raise Wrong(message("Nothing came back. Does the function end with “return ax”?"))
    if isinstance(axes, tuple):
        raise Wrong(message("A tuple came back. “plt.subplots()” gives a figure and axes: return the axes alone."))
    if isinstance(axes, list):
        raise Wrong(message("A list came back. “ax.plot(…)” gives a list of lines: return ax, not what plot gave."))
    try:
        return figures.describe(axes)  # type: ignore[arg-type]  # it checks the type itself
    except CourseError:
        raise Wrong(message("Matplotlib axes were expected: what “fig, ax = plt.subplots()” calls ax.")) from None
    finally:
        _close(axes)


def labelled(shown: Description, x_unit: str, y_unit: str) -> None:
    """Check that there is a title and that each axis label names quantity and unit.

    Raises
    ------
    Wrong
        Naming what is missing.
    """
    if not f"{shown['title']}{shown['figure_title']}".strip():
        raise Wrong(message("The picture has no title: ax.set_title(…)."))
    for axis, unit in (("x", x_unit), ("y", y_unit)):
        label = str(shown[f"{axis}_label"]).strip()
        if not label:
            raise Wrong(message("The {axis} axis has no label: ax.set_{axis}label(…).", axis=axis))
        if unit.replace(" ", "") not in _plain(label):
            raise Wrong(
                message(
                    "The label of the {axis} axis, “{label}”, does not name the unit {unit}.",
                    axis=axis,
                    label=Quoted(label),
                    unit=unit,
                )
            )
        if len(_plain(label)) <= len(unit) + 2:
            raise Wrong(
                message(
                    "The label of the {axis} axis, “{label}”, names no quantity beside the unit.",
                    axis=axis,
                    label=Quoted(label),
                )
            )


def has_line(shown: Description, x: Sequence[float], y: Sequence[float], rel_tol: float, *, hidden: bool) -> None:
    """Check that one of the lines goes through the points (x, y), in order of x.

    Raises
    ------
    Wrong
        Saying which of the two coordinates is wrong, or that there is no line.
    """
    lines = shown["lines"]
    if not isinstance(lines, Sequence) or not lines:
        raise Wrong(message("There is no line in the picture: ax.plot(x, y)."))
    want = sorted(zip(x, y, strict=True))
    best: Text = message("No line has {n} points, one for each x value.", n=len(want))
    for line in lines:
        got = sorted(zip(line["x"], line["y"], strict=True))
        if len(got) != len(want):
            continue
        if all(_near(a[0], b[0], rel_tol) and _near(a[1], b[1], rel_tol) for a, b in zip(got, want, strict=True)):
            return
        if all(_near(a[1], b[0], rel_tol) for a, b in zip(sorted(got, key=lambda p: p[1]), want, strict=True)):
            best = message("The two axes are swapped.")
        elif all(_near(a[0], b[0], rel_tol) for a, b in zip(got, want, strict=True)):
            best = message("The x values of the line are right, its y values are not.")
            if not hidden:
                advice = message("Work one of them out by hand, or with the function of the task before.")
                best = joined(best, advice, between=" ")
        else:
            best = message("The x values of the line are not those that were given.")
    raise Wrong(best)


def _near(a: float, b: float, rel_tol: float) -> bool:
    return math.isclose(a, b, rel_tol=rel_tol, abs_tol=1e-12)


def _plain(label: str) -> str:
    """Normalise a label: one spelling for squares and fractions."""
    text = label.replace(" ", "").replace("$", "").replace("\\mathrm", "").replace("{", "").replace("}", "")
    return (
        text.replace("^2", "²")
        .replace("**2", "²")
        .replace("s2", "s²")
        .replace("m·s⁻²", "m/s²")
        .replace("ms^-2", "m/s²")
    )


def _close(axes: object) -> None:
    """Close the figure, so that it is neither shown below the test nor kept in memory."""
    import matplotlib.pyplot as plt
    from matplotlib.figure import Figure

    figure = getattr(axes, "figure", None)
    if isinstance(figure, Figure):
        plt.close(figure)
