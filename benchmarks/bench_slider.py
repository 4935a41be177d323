"""A move of a slider to its new picture, in a real kernel: the course's simulator against ``ipywidgets.interact`` with ``plt.show()``.

Both fly the same flights and draw the same panels with the same code. The usual way builds the figure anew at every move and
lets IPython's inline backend turn it into PNG. It is timed at the simulator's resolution, at the backend's own, which has fewer
pixels, and at that without a layout that keeps labels apart (plain).
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import patch

from _timing import Parts, interleaved, seconds
from jupyter_client.manager import start_new_kernel

HERE = Path(__file__).resolve().parent
ROUNDS = 25
SAME_RESOLUTION, OWN_RESOLUTION = 150, 100
AIM_RATIO, AIM_WHOLE_MS = 5, 50


def sensor_range_m(number: int) -> float:
    """A different flight at each move: ranges that crash and ranges that land."""
    return 600.0 + 100.0 * (number % 40)


def simulator() -> Callable[[int], Parts]:
    """The course's way: one message in, picture and sentence out."""
    from newspace.figures.landing import LandingPicture
    from newspace.models import descent
    from newspace.views import landing

    explorer = landing.landing_simulator("mission_2")
    spent: Parts = {}

    def timed(name: str, work: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **options: Any) -> Any:
            start = time.perf_counter()
            result = work(*arguments, **options)
            spent[name] = time.perf_counter() - start
            return result

        return call

    def move(number: int) -> Parts:
        message = {"request": str(number), "values": {**explorer.start, "sensor_range_m": sensor_range_m(number)}}
        with (
            patch.object(descent, "fly", timed("model", descent.fly)),
            patch.object(LandingPicture, "png", timed_method),
        ):
            whole = seconds(lambda: explorer._receive(explorer, message, []))
        if explorer.state["error"]:
            raise RuntimeError(explorer.state["error"])
        return {**spent, "whole": whole}

    png = LandingPicture.png

    def timed_method(self: LandingPicture, flight: descent.Flight) -> bytes:
        result: bytes = timed("drawing", png)(self, flight)
        return result

    return move


def usual(dots_per_inch: int, layout: str | None = "constrained") -> Callable[[int], Parts]:
    """The usual way: a function that draws with pyplot, and a slider that calls it."""
    import ipywidgets
    import matplotlib.pyplot as plt

    from newspace.figures import landing
    from newspace.models import descent

    spent: Parts = {}

    def figure(figsize: tuple[float, float], **_options: Any) -> Any:
        return plt.figure(figsize=figsize, layout=layout)

    def show(range_m: float) -> None:
        start = time.perf_counter()
        scenario = descent.MISSION_2
        flight = descent.fly(descent.Scenario(range_m, scenario.altitude_error_m, scenario.terrain))
        middle = time.perf_counter()
        with plt.rc_context({"figure.dpi": dots_per_inch}), patch.object(landing, "Figure", figure):
            landing.LandingPanels().show(flight)
            plt.show()
        spent.update(model=middle - start, drawing=time.perf_counter() - middle)
        print(descent.sentence(flight))

    slider = ipywidgets.FloatSlider(value=500, min=100, max=15_000, step=100, continuous_update=True)
    ipywidgets.interactive(show, range_m=slider).update()

    def move(number: int) -> Parts:
        whole = seconds(lambda: setattr(slider, "value", sensor_range_m(number)))
        return {**spent, "whole": whole}

    return move


def measure() -> None:
    """Inside the kernel: time and print."""
    works = {
        "newspace": simulator(),
        "interact": usual(SAME_RESOLUTION),
        "interact, own dpi": usual(OWN_RESOLUTION),
        "interact, plain": usual(OWN_RESOLUTION, None),
    }
    medians = interleaved(works, rounds=ROUNDS)
    rows = ["one move of a slider, ms     model  drawing    whole"]
    for name, parts in medians.items():
        rows.append(
            f"{name:25s} {1000 * parts['model']:8.1f} {1000 * parts['drawing']:8.1f} {1000 * parts['whole']:8.1f}"
        )
    own = medians["newspace"]
    for name in list(medians)[1:]:
        other = medians[name]
        rows.append(
            f"{name} / newspace: drawing {other['drawing'] / own['drawing']:.1f} times, whole {other['whole'] / own['whole']:.1f} times"
            + (f" (aim for drawing: at least {AIM_RATIO})" if name == "interact" else "")
        )
    rows.append(f"whole in the kernel: {1000 * own['whole']:.1f} ms (aim: under {AIM_WHOLE_MS})")
    print("RESULT\n" + "\n".join(rows), flush=True)


def main() -> int:
    """Start a kernel, measure in it, print what it printed."""
    said: list[str] = []

    def listen(message: dict[str, Any]) -> None:
        content = message["content"]
        if message["msg_type"] == "stream":
            said.append(content["text"])
        elif message["msg_type"] == "error":
            said.append("\n".join(content["traceback"]))

    manager, client = start_new_kernel(kernel_name="python3")
    try:
        code = f"import sys; sys.path.insert(0, {str(HERE)!r}); import bench_slider; bench_slider.measure()"
        reply = client.execute_interactive(code, timeout=300, output_hook=listen)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    text = "".join(said)
    print(text.partition("RESULT\n")[2] or text)
    return 0 if reply["content"]["status"] == "ok" else 1


if __name__ == "__main__":
    sys.exit(main())
