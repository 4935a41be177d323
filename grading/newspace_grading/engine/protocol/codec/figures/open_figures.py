"""Keep pyplot's open figures equal on both sides: ``plt.gcf()`` in a test is the figure of the learner's function.

The judge asks for the learner's figures only when a test looks for one. Of its own it hands over those that a test has just opened,
with nothing in them, and those that are arguments: what is drawn in the others is the test's.
"""

from __future__ import annotations

import contextlib
import sys
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from newspace_grading.engine.protocol.codec.figures.registry import FigureRegistry
from newspace_grading.engine.protocol.codec.scalars import ItemCoder, NotSerializableError

Crossing = tuple[tuple[int, Any], ...]
"""Number of a figure, 0 for one that pyplot does not know, and its envelope; the current figure is the last."""
_MAX_NUMBER = 10_000


class OpenFigures(OrderedDict[int, Any]):
    """Pyplot's table of figures in the judge: number → manager, the current one last.

    Parameters
    ----------
    fetch : callable
        Fetches what is open on the learner's side, and gives it to `take`.

    Attributes
    ----------
    stale : bool
        Whether the learner's code may have opened or closed a figure since it was last asked.
    used : bool
        Whether the test has looked for a figure, opened or closed one.
    """

    def __init__(self, fetch: Callable[[], object]) -> None:
        super().__init__()
        self._fetch = fetch
        self._busy = False
        self.stale = self.used = False

    def look(self) -> None:
        """Request the learner's figures, if they may have changed."""
        if self._busy:
            return
        self.used = True
        if self.stale:
            self.stale = False
            self._fetch()

    def take(self, found: Sequence[tuple[int, Any]], registry: FigureRegistry) -> None:
        """Update the table to the figures that are open on the learner's side; keep the test's own."""
        self._busy = True
        try:
            there = {id(one) for _number, one in found}
            for number, manager in list(self.items()):
                figure = manager.canvas.figure
                if registry.knows(figure) and id(figure) not in there:
                    del self[number]
            held = {id(manager.canvas.figure): number for number, manager in self.items()}
            for number, figure in found:
                if id(figure) not in held:
                    _open(figure, number if number not in self else max(self) + 1)
            if found and id(found[-1][1]) in held and self and id(self[next(reversed(self))].canvas.figure) in there:
                self.move_to_end(held[id(found[-1][1])])
        finally:
            self._busy = False


def _looking(name: str) -> Any:
    method = getattr(OrderedDict, name)

    def look_first(self: OpenFigures, *arguments: Any, **named: Any) -> Any:
        self.look()
        return method(self, *arguments, **named)

    return look_first


for _name in ("__contains__", "__getitem__", "__setitem__", "__iter__", "__len__", "__reversed__", "get", "pop"):
    setattr(OpenFigures, _name, _looking(_name))
for _name in ("items", "values", "keys", "clear", "move_to_end"):
    setattr(OpenFigures, _name, _looking(_name))


def _gcf() -> Any:
    """Return pyplot's figure manager table (``Gcf``); None if pyplot is not loaded."""
    helpers = sys.modules.get("matplotlib._pylab_helpers")
    return None if helpers is None else getattr(helpers, "Gcf", None)


def put_in_place(fetch: Callable[[], object], *, keep: bool = False) -> OpenFigures | None:
    """Make pyplot use a new table of figures, with or without the open ones; return None if pyplot is not loaded."""
    keeper = _gcf()
    if keeper is None:
        return None
    table = OpenFigures(fetch)
    if keep:
        table.update(keeper.figs)
    keeper.figs = table
    return table


@contextlib.contextmanager
def kept_apart() -> Iterator[None]:
    """Keep figures that are opened in the block out of pyplot's table."""
    keeper = _gcf()
    before = None if keeper is None else keeper.figs
    if keeper is not None:
        keeper.figs = OrderedDict()
    try:
        yield
    finally:
        keeper = _gcf()  # the block may have loaded pyplot
        if keeper is not None:
            keeper.figs = OrderedDict() if before is None else before


def to_hand_over(table: OpenFigures, registry: FigureRegistry, encode: ItemCoder) -> Crossing:
    """Encode the figures that the learner's function may find open: the learner's own, empty ones and arguments."""
    table.look()
    return tuple(
        (number, encode(manager.canvas.figure))
        for number, manager in table.items()
        if registry.knows(manager.canvas.figure) or _is_empty(manager.canvas.figure)
    )


def _is_empty(figure: Any) -> bool:
    return not figure.texts and not any(ax.has_data() or ax.texts for ax in figure.axes)


def _open(figure: Any, number: int) -> None:
    """Register a figure with pyplot, as the current one."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    if type(number) is not int or not 0 < number <= _MAX_NUMBER or not hasattr(figure, "axes"):
        raise NotSerializableError("a figure arrived without its number")
    manager = FigureCanvasAgg.new_manager(figure, number)
    keeper = _gcf()
    if hasattr(keeper, "_set_new_active_manager"):
        keeper._set_new_active_manager(manager)
    else:
        keeper.set_active(manager)


def open_here(found: Iterable[tuple[int, Any]]) -> None:
    """Make exactly these figures open in the learner's process, the last of them the current one."""
    import matplotlib.pyplot as plt

    wanted = list(found)
    there = {id(figure) for _number, figure in wanted}
    keeper = _gcf()
    for number, manager in list(keeper.figs.items()):
        if id(manager.canvas.figure) not in there:
            plt.close(number)
    held = {id(manager.canvas.figure): manager for manager in keeper.figs.values()}
    for number, figure in wanted:
        if id(figure) in held:
            keeper.set_active(held[id(figure)])
        else:
            _open(figure, number)


def opened_here(registry: FigureRegistry, encode: ItemCoder, *, all_open: bool) -> Crossing:
    """Encode the other side's figures that crossed in this call, and all open ones if requested."""
    keeper = _gcf()
    managers = list(keeper.figs.items()) if all_open and keeper is not None else []
    numbers = {id(manager.canvas.figure): number for number, manager in managers}
    lent = [name for name in registry.named if id(registry.figure(name)) not in numbers]
    found = [(0, registry.encode_again(name, encode)) for name in lent]
    for number, manager in managers:
        figure = manager.canvas.figure
        try:
            name = registry.name_of(figure)
            if name is None or registry.is_own(name):
                found.append((number, encode(figure)))
            else:
                found.append((number, registry.encode_again(name, encode)))
        except NotSerializableError:
            continue  # for example three-dimensional axes: the test finds no figure
    return tuple(found)
