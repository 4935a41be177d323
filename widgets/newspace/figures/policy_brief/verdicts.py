"""Verdicts on the claims of the five readings, and the bases of the scores of the weighing."""

from __future__ import annotations

from collections.abc import Mapping

from matplotlib.figure import Figure

from newspace.figures.shared.drawing import Drawing
from newspace.figures.shared.style import COLOURS, new_figure
from newspace.models.policy_brief import evidence, weighing

_LOOKS = {
    "holds": (COLOURS["blue"], ""),
    "limited": (COLOURS["sky"], ".."),
    "overtaken": ("#cfcfcf", "\\\\"),
    "untested": (COLOURS["yellow"], ""),
    "fails": (COLOURS["vermillion"], "//"),
}
_BASES = {
    "a sentence of a reading": (COLOURS["blue"], ""),
    "a fact with a source": (COLOURS["sky"], ".."),
    "our judgement alone": (COLOURS["yellow"], "//"),
}
_KINDS = dict(zip(("reading", "fact", weighing.JUDGEMENT), _BASES, strict=True))


def verdict_counts() -> Drawing:
    """Draw, for each choice of the brief and for all other claims, the number of claims with each verdict."""
    groups = {
        "three hubs or one": evidence.bearing_on("places"),
        "short or long support": evidence.bearing_on("support"),
        "home market or world": evidence.bearing_on("market"),
        "alone or by agreement": evidence.bearing_on("partners"),
        "other claims": tuple(claim for claim in evidence.claims() if claim.bears_on == evidence.NONE),
    }
    fig = _stacked(
        {name: evidence.counts(claims) for name, claims in groups.items()}, _LOOKS, "claims in the evidence table"
    )
    bearing = evidence.counts(evidence.bearing_on())
    total = sum(bearing.values())
    return Drawing(
        fig,
        "Verdicts on the claims of the evidence table, by the choice that they speak to. The verdicts are ours, of November 2026; "
        "the rule by which the claims were chosen was our choice, too.",
        f"{total} claims speak to one of the four choices: {bearing['holds']} hold without a limit, {bearing['limited']} with a limit, "
        f"{bearing['overtaken']} overtaken, {bearing['untested']} untested, and {bearing['fails']} that fail. "
        f"Of the other {len(groups['other claims'])} claims {evidence.counts(groups['other claims'])['holds']} hold.",
    )


def basis_counts() -> Drawing:
    """Draw, for each choice of the brief, how many of its scores rest on a reading, on a fact, or on judgement alone."""
    groups = {
        choice.question: [one.kind for one in weighing.scores() if one.side in choice.sides]
        for choice in weighing.choices()
    }
    counts = {
        question: {name: kinds.count(kind) for kind, name in _KINDS.items()} for question, kinds in groups.items()
    }
    fig = _stacked(counts, _BASES, "scores, two sides on six aims")
    total = {name: sum(one[name] for one in counts.values()) for name in _BASES}
    listed = "; ".join(
        f"{question} {', '.join(f'{number} on {name}' for name, number in one.items())}"
        for question, one in counts.items()
    )
    return Drawing(
        fig,
        f"What our {sum(total.values())} scores lean on: "
        + ", ".join(f"{n} on {name}" for name, n in total.items())
        + ".",
        listed + ".",
    )


def _stacked(rows: Mapping[str, Mapping[str, int]], looks: Mapping[str, tuple[str, str]], label: str) -> Figure:
    """Draw stacked bars of counts, one row for each group, with the number in each segment."""
    fig, ax = new_figure(8.0, 1.1 + 0.5 * len(rows))
    left = [0] * len(rows)
    for name, (colour, hatch) in looks.items():
        widths = [row[name] for row in rows.values()]
        ax.barh(range(len(rows)), widths, left=left, color=colour, hatch=hatch, edgecolor="white", label=name)
        for place, (start, width) in enumerate(zip(left, widths, strict=True)):
            if width:
                box = {"facecolor": "white", "edgecolor": "none", "alpha": 0.85, "pad": 1.5}
                ax.text(start + width / 2, place, str(width), ha="center", va="center", bbox=box)
        left = [start + width for start, width in zip(left, widths, strict=True)]
    ax.set_yticks(range(len(rows)), list(rows))
    ax.invert_yaxis()
    ax.set_xlabel(label)
    ax.grid(visible=False, axis="y")
    ax.legend(ncols=len(looks), loc="lower center", bbox_to_anchor=(0.4, 1.0), handlelength=1.4, columnspacing=1.2)
    return fig
