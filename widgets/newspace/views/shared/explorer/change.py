"""What has changed since the last run, in words: the two results, and the controls that were moved."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from newspace.core.i18n import _, ngettext
from newspace.views.shared.explorer.controls import Control, Preset, Values

_MOST = 3
"""So many controls are named; of more, the rest is counted."""


@dataclass(frozen=True)
class Shown:
    """A run that was shown: its values, its result in a few words, and whether its picture was narrow."""

    values: Values
    result: str
    narrow: bool


def change_words(
    before: Shown,
    now: Shown,
    *,
    controls: Iterable[Control],
    presets: Sequence[Preset],
    pale: bool,
    rescaled: bool = False,
) -> str:
    """Say what changed between two runs; empty if no control has moved, or a run has no result to compare.

    Parameters
    ----------
    before, now : Shown
    controls : iterable of Control
        All controls of the explorer.
    presets : sequence of Preset
        Named if one of them is what the controls were set to.
    pale : bool
        Whether the run before stands pale in the picture.
    rescaled : bool
        Whether the picture has another scale than the run before had.
    """
    moved = [control for control in controls if before.values[control.name] != now.values[control.name]]
    if not moved or not before.result:
        return ""
    if before.result == now.result:
        said = _("As before: {now}")
    elif pale:
        said = _("Before (pale): {before}; now: {now}")
    else:
        said = _("Before: {before}; now: {now}")
    said = said.format(before=before.result, now=now.result)
    told = _("{results}. Changed: {moves}.").format(results=said, moves=_moves(moved, before, now, presets))
    return f"{told} {_('The picture has another scale now, and the pale run is drawn on it.')}" if rescaled else told


def _moves(moved: Sequence[Control], before: Shown, now: Shown, presets: Sequence[Preset]) -> str:
    chosen = next((preset for preset in presets if _is_set(preset, now)), None)
    if len(moved) > 1 and chosen:
        left = next((preset for preset in presets if _is_set(preset, before)), None)
        return (
            f"“{left.label}” → “{chosen.label}”"
            if left
            else _("all settings to “{preset}”").format(preset=chosen.label)
        )
    named = [
        f"{control.label} {control.said(before.values[control.name])} → {control.said(now.values[control.name], unit=True)}"
        for control in moved[:_MOST]
    ]
    rest = len(moved) - _MOST
    if rest > 0:
        named.append(ngettext("{n} more", "{n} more", rest).format(n=rest))
    return ", ".join(named)


def _is_set(preset: Preset, shown: Shown) -> bool:
    return all(shown.values[name] == value for name, value in preset.values.items())
