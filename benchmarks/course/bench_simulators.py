"""A move of a control to its new picture, for every simulator of the course, against ``ipywidgets.interact`` with ``plt.show()``.

Measured in a real kernel, from the browser's message to the bytes on their way back: the message is taken apart, the model
runs, the picture is drawn and packed, and picture and sentence are sent. At every move one control goes to a new place, and the
same values never come twice; only moves that change the picture count. The ways take turns; each has moves of its own, so that
none finds another's results in a cache. A simulator that misses an aim is measured again, as the machine may have been busy: its
last measurement counts.

usual: the same controls as ipywidgets, the same model, and the same drawing at the same size and resolution, but on a figure of
pyplot that is made anew at every move and shown by ``plt.show()``, as IPython's inline backend does it. (Only what_if_explorer
loses something by that, which favours the usual way: the lines that it leads from box to box need a first drawing.)
plain: the same at the inline backend's own resolution, which has fewer pixels, and without a layout that keeps labels apart;
told for comparison, without an aim.

``python benchmarks/course/bench_simulators.py NAME …`` measures only these.
"""

from __future__ import annotations

import ast
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import islice
from pathlib import Path
from typing import Any
from unittest.mock import patch

from _moves import Control, explorers, moves
from _timing import Parts, interleaved, seconds_of
from jupyter_client.manager import start_new_kernel

HERE = Path(__file__).resolve().parent
ROUNDS, WARM_UP, RUNS = 9, 2, 3
ATTEMPTS = 60
QUIET = "--log-level=ERROR"  # a kernel warns that others on this computer could listen
PLAIN_DOTS_PER_INCH = 100
AIM_RATIO, AIM_MS = 5.0, 50.0


# In the kernel


def measure(name: str) -> dict[str, float]:
    """Median seconds of a move by the name of the way."""
    view = explorers()[name]
    works = {"newspace": ours(view), "usual": usual(view, plain=False), "plain": usual(view, plain=True)}
    return {way: parts["whole"] for way, parts in interleaved(works, rounds=ROUNDS, warm_up=WARM_UP).items()}


def ours(view: Callable[[], Any]) -> Callable[[int], Parts]:
    """Make a measurement of the course's own way: one message in, picture and sentence out."""
    explorer = view()

    def move(_name: str, _value: object, values: dict[str, Any]) -> tuple[float, str]:
        before = explorer.picture
        message = {"request": "1", "values": values, "narrow": False, "predicted": "", "rested": True}
        taken = seconds_of(lambda: receive(explorer, {"method": "custom", "content": message}))
        return taken, explorer.state["error"] or ("" if explorer.picture != before else "the picture stays as it was")

    return accepted(move, explorer.controls, seed=1)


def usual(view: Callable[[], Any], *, plain: bool) -> Callable[[int], Parts]:
    """Make a measurement of the usual way: a function that draws with pyplot, and widgets that call it."""
    import ipywidgets

    controls = view().controls
    widgets = {control["name"]: widget(control) for control in controls}
    now: dict[str, Any] = {}

    def show(**values: Any) -> None:
        try:
            print(now["run"](values, False).sentence)
        except Exception as error:  # noqa: BLE001 - interact would print it and go on
            now["error"] = str(error)

    def move(name: str, value: object, _values: object) -> tuple[float, str]:
        now.update(run=fresh_run(view), error="")
        moved = widgets[name]
        state = {"index": moved.options.index(value)} if isinstance(value, str) else {"value": value}
        with usual_drawing(plain=plain):
            taken = seconds_of(lambda: receive(moved, {"method": "update", "state": state}))
        return taken, now["error"]

    now["run"] = fresh_run(view)
    with usual_drawing(plain=plain):
        ipywidgets.interactive(show, **widgets).update()
    return accepted(move, controls, seed=3 if plain else 2)


def receive(target: Any, data: dict[str, Any]) -> None:
    """Let a widget have what the browser would send, by the kernel's own entrance for such messages."""
    from IPython.core.getipython import get_ipython

    message = {"content": {"comm_id": target.comm.comm_id, "data": data}, "buffers": []}
    get_ipython().kernel.comm_manager.comm_msg(None, None, message)


def accepted(move: Callable[..., tuple[float, str]], controls: list[Control], *, seed: int) -> Callable[[int], Parts]:
    """Find the next move that counts: the simulator does not refuse it (a month may have no 31st day), and the picture changes."""
    coming = moves(controls, seed)

    def work(_number: int) -> Parts:
        error = "there are no more"
        for one in islice(coming, ATTEMPTS):
            taken, error = move(*one)
            if not error:
                return {"whole": taken}
        raise RuntimeError(f"no move that counts: {error}")

    return work


def widget(control: Control) -> Any:
    """Build a control as a widget of ipywidgets."""
    import ipywidgets

    if control["kind"] == "choice":
        values = [option["value"] for option in control["options"]]
        return ipywidgets.Dropdown(options=values, value=control["value"], description=control["label"])
    bounds = {"min": control["low"], "max": control["high"], "step": control["step"]}
    return ipywidgets.FloatSlider(value=control["value"], description=control["label"], **bounds)


def fresh_run(view: Callable[[], Any]) -> Callable[[dict[str, Any], bool], Any]:
    """Return the function behind a simulator, with no picture made yet."""
    from newspace.views.shared.explorer.explorer import Explorer

    kept: list[Any] = []
    with patch.object(Explorer, "__init__", lambda _explorer, run, **_spec: kept.append(run)):
        view()
    return kept[0]


@contextmanager
def usual_drawing(*, plain: bool) -> Iterator[None]:
    """In here the course's figures are made by pyplot, and a picture is ``plt.show()``."""
    import matplotlib.pyplot as plt
    from matplotlib.figure import Figure

    from newspace.figures.shared.raster import Raster
    from newspace.figures.shared.style import lettered

    def begin(raster: Any, figure: Figure, _moving: object, *, pixels_per_inch: float = 150.0) -> None:
        raster.figure = figure
        figure.set_dpi(PLAIN_DOTS_PER_INCH if plain else pixels_per_inch)
        if plain:
            figure.set_layout_engine("none")

    def png(raster: Any) -> bytes:
        if plt.gcf() is not raster.figure:
            raise RuntimeError("the figure was not made by pyplot")
        with lettered(raster.figure):
            plt.show()
        return b""

    rooms = [module for name, module in sys.modules.items() if name.startswith("newspace.figures.")]
    with ExitStack() as stack:
        for module in rooms:
            if getattr(module, "Figure", None) is Figure:
                stack.enter_context(patch.object(module, "Figure", plt.figure))
        stack.enter_context(patch.object(Raster, "__init__", begin))
        stack.enter_context(patch.object(Raster, "png", png))
        yield


# Outside


@contextmanager
def kernel() -> Iterator[Callable[[str], tuple[Any, Counter[str]]]]:
    """Start a kernel in which this module is loaded; yield a function that evaluates an expression there and counts the pictures sent."""
    manager, client = start_new_kernel(kernel_name="python3", extra_arguments=[QUIET])

    def ask(expression: str) -> tuple[Any, Counter[str]]:
        sent: Counter[str] = Counter()
        errors: list[str] = []

        def listen(message: dict[str, Any]) -> None:
            content = message["content"]
            if message["msg_type"] == "error":
                errors.extend(content["traceback"])
            elif message["msg_type"] == "display_data":
                sent["shown"] += "image/png" in content["data"]
            elif message["msg_type"] == "comm_msg":
                sent["explored"] += ["picture"] in content["data"].get("buffer_paths", [])

        reply = client.execute_interactive(
            f"_answer = {expression}",
            user_expressions={"answer": "_answer"},
            store_history=False,
            timeout=300,
            output_hook=listen,
        )
        if errors or reply["content"]["status"] != "ok":
            raise RuntimeError("\n".join([f"{expression} failed in the kernel", *errors]))
        return ast.literal_eval(reply["content"]["user_expressions"]["answer"]["data"]["text/plain"]), sent

    try:
        client.execute_interactive(
            f"import sys; sys.path.insert(0, {str(HERE)!r}); import bench_simulators", timeout=60
        )
        yield ask
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def simulator_keeps_aims(name: str, ask: Callable[[str], tuple[Any, Counter[str]]]) -> bool:
    """Measure a simulator, again if it misses an aim, and print its row; whether it keeps both aims."""
    for _run in range(RUNS):
        try:
            taken, sent = ask(f"bench_simulators.measure({name!r})")
        except RuntimeError as error:
            print(f"{name}: cannot be measured\n{error}", flush=True)
            return False
        turns = ROUNDS + WARM_UP
        if sent["explored"] < turns or sent["shown"] < 2 * turns:
            print(f"{name}: not every move sent a picture: {dict(sent)}", flush=True)
            return False
        own, other, plain = (1000 * taken[way] for way in ("newspace", "usual", "plain"))
        kept = own < AIM_MS and other / own >= AIM_RATIO
        if kept:
            break
    row = f"{name:<24}{own:10.1f}{other:8.0f}{other / own:8.1f}{plain:8.0f}{plain / own:8.1f}"
    print(row + ("" if kept else "   MISSED"), flush=True)
    return kept


def main(names: list[str]) -> int:
    """0 when there are simulators, and all of them keep both aims."""
    print(f"one move, ms, median of {ROUNDS} (aims: under {AIM_MS:.0f} ms, {AIM_RATIO:.0f} times faster than usual)")
    print(f"{'simulator':<24}{'newspace':>10}{'usual':>8}{'ratio':>8}{'plain':>8}{'ratio':>8}")
    measured = names or list(explorers())
    with kernel() as ask:
        missed = [name for name in measured if not simulator_keeps_aims(name, ask)]
    if missed:
        print(f"An aim is missed by: {', '.join(missed)}")
    return 1 if missed or not measured else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
