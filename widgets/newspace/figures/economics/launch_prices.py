"""Price of a kilogram to orbit, by vehicle, and the several prices of one vehicle."""

from __future__ import annotations

from newspace.content import facts
from newspace.figures.shared.drawing import Drawing
from newspace.figures.shared.style import COLOURS, new_figure
from newspace.models.economics import launch

_MARKS = {"Small": ("^", "orange"), "Medium": ("o", "blue"), "Heavy": ("s", "vermillion")}
_NAMED = {
    "Scout": (-4, 8),
    "Delta E": (8, -4),
    "Kosmos": (-46, -5),
    "Saturn V": (4, -14),
    "Space Shuttle": (8, -4),
    "Zenit 2": (-14, -15),
    "Electron": (-14, 8),
    "Falcon 9": (-50, -8),
    "Falcon Heavy": (-78, -8),
    "Angara": (-8, -16),
    "Minotaur I": (8, -4),
}
_TICKS = [1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000, 200_000]


def kilogram_prices() -> Drawing:
    """Draw the 61 vehicles of the table by year of first launch and class, with the cheapest so far as a step line."""
    fig, ax = new_figure(8.0, 4.8)
    for size in launch.CLASSES:
        rows = [one for one in launch.vehicles() if one.size == size]
        marker, colour = _MARKS[size]
        ax.plot(
            [one.first_launch for one in rows],
            [one.cost_usd2021_per_kg for one in rows],
            marker,
            color=COLOURS[colour],
            markeredgecolor="white",
            markersize=8,
            label=f"{size} ({len(rows)})",
        )
    record = launch.cheapest_so_far()
    ax.step(
        [one.first_launch for one in record] + [2021],
        [one.cost_usd2021_per_kg for one in record] + [record[-1].cost_usd2021_per_kg],
        where="post",
        color="0.35",
        linestyle="--",
        linewidth=1.5,
        label="cheapest so far",
        zorder=0,
    )
    for name, offset in _NAMED.items():
        one = launch.vehicle(name)
        ax.annotate(
            name, (one.first_launch, one.cost_usd2021_per_kg), xytext=offset, textcoords="offset points", fontsize=9
        )
    ax.set_yscale("log")
    ax.set_yticks(_TICKS, [f"{tick:,}" for tick in _TICKS])
    ax.minorticks_off()
    ax.set_ylim(1000, 400_000)
    ax.set_xlim(1954, 2023)
    ax.set_xlabel("year of the first successful launch")
    ax.set_ylabel("cost (US dollars of 2021 a kilogram)")
    ax.legend(loc="upper center", ncols=4, columnspacing=1.4)
    words = ", ".join(f"{one.vehicle} {one.first_launch}: {one.cost_usd2021_per_kg:,.0f}" for one in record)
    shuttle = launch.vehicle("Space Shuttle")
    return Drawing(
        fig,
        "Cost of a kilogram to low Earth orbit. On this logarithmic scale equal steps up are equal factors. "
        "Data: CSIS Aerospace Security Project (2022), processed by Our World in Data, CC BY 4.0.",
        f"{len(launch.vehicles())} vehicles. Each of these was the cheapest so far, in US dollars of 2021 a kilogram: {words}. "
        f"The Space Shuttle of {shuttle.first_launch} stands at {shuttle.cost_usd2021_per_kg:,.0f}.",
    )


def shuttle_prices() -> Drawing:
    """Draw four prices of a kilogram on the Space Shuttle, and one on a Falcon 9, on a logarithmic scale."""
    rows = [
        ("Shuttle: table of CSIS,\ndollars of 2021", launch.vehicle("Space Shuttle").cost_usd2021_per_kg, "vermillion"),
        (
            "Shuttle: US$1.5 bn a launch,\n27,500 kg (NASA Ames)",
            _per_kg("shuttle_launch_cost", "shuttle_payload"),
            "vermillion",
        ),
        (
            "Shuttle: table of Wertz, dollars\nof 2010 (weak copy)",
            _number("shuttle_price_wertz_usd_per_kg"),
            "vermillion",
        ),
        ("Shuttle: the orbiter counted\nas payload too (open)", _number("shuttle_price_orbiter_usd_per_kg"), "orange"),
        (
            "Falcon 9: list price of 2018,\n22,800 kg (NASA Ames)",
            _per_kg("falcon9_list_price", "falcon9_payload"),
            "blue",
        ),
    ]
    fig, ax = new_figure(8.0, 3.8)
    for place, (_, price, colour) in enumerate(rows):
        # Dots, not bars: on a logarithmic axis the length of a bar has no meaning.
        ax.plot([price], [place], "o", color=COLOURS[colour], markersize=11)
        ax.text(price * 1.12, place, f"{price:,.0f}", va="center", fontsize=10)
    ax.set_yticks(range(len(rows)), [name for name, _, _ in rows], fontsize=9)
    ax.set_ylim(len(rows) - 0.5, -0.5)
    ax.set_xscale("log")
    ax.set_xticks(
        [1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000],
        ["1,000", "2,000", "5,000", "10,000", "20,000", "50,000", "100,000"],
    )
    ax.minorticks_off()
    ax.set_xlim(1000, 140_000)
    ax.set_xlabel("price of a kilogram to low Earth orbit (US dollars, logarithmic)")
    return Drawing(
        fig,
        "Four prices of a kilogram on one vehicle, and one on another. The amounts are in dollars of different years. "
        "Sources: NASA Ames (2018), Wertz (2011, from a forum), CSIS (2022).",
        "; ".join(f"{' '.join(name.split())}: US${price:,.0f}" for name, price, _ in rows) + ".",
    )


def _number(name: str) -> float:
    """Return the numeric value of a fact, even of an open one: the drawing says that it is open."""
    return float(facts.get(name).value or 0)


def _per_kg(price: str, payload: str) -> float:
    return launch.price_per_kg(_number(f"{price}_usd"), _number(f"{payload}_kg"))
