"""How the claims of the five readings fared."""

from __future__ import annotations

from newspace.figures.drawing import Drawing
from newspace.figures.style import COLOURS, new_figure
from newspace.models import evidence

_LOOKS = {
    "holds": (COLOURS["blue"], ""),
    "limited": (COLOURS["sky"], ".."),
    "overtaken": ("#cfcfcf", "\\\\"),
    "untested": (COLOURS["yellow"], ""),
    "fails": (COLOURS["vermillion"], "//"),
}


def verdict_counts() -> Drawing:
    """For each choice of the brief, and for all other claims, how many claims of the evidence table have which verdict."""
    groups = {
        "three hubs or one": evidence.bearing_on("places"),
        "short or long support": evidence.bearing_on("support"),
        "home market or world": evidence.bearing_on("market"),
        "alone or by agreement": evidence.bearing_on("partners"),
        "other claims": tuple(claim for claim in evidence.claims() if claim.bears_on == evidence.NONE),
    }
    fig, ax = new_figure(8.0, 3.6)
    left = [0] * len(groups)
    for verdict in evidence.VERDICTS:
        widths = [evidence.counts(claims)[verdict] for claims in groups.values()]
        colour, hatch = _LOOKS[verdict]
        ax.barh(range(len(groups)), widths, left=left, color=colour, hatch=hatch, edgecolor="white", label=verdict)
        for row, (start, width) in enumerate(zip(left, widths, strict=True)):
            if width:
                box = {"facecolor": "white", "edgecolor": "none", "alpha": 0.85, "pad": 1.5}
                ax.text(start + width / 2, row, str(width), ha="center", va="center", bbox=box)
        left = [start + width for start, width in zip(left, widths, strict=True)]
    ax.set_yticks(range(len(groups)), list(groups))
    ax.invert_yaxis()
    ax.set_xlabel("claims in the evidence table")
    ax.grid(visible=False, axis="y")
    ax.legend(ncols=5, loc="lower center", bbox_to_anchor=(0.4, 1.0), handlelength=1.4, columnspacing=1.2)
    bearing = evidence.counts(evidence.bearing_on())
    total = sum(bearing.values())
    return Drawing(
        fig,
        "Verdicts on the claims of the evidence table, by the choice that they speak to. The verdicts are ours, of November 2026; "
        "which claims to put into the table was our choice, too.",
        f"{total} claims speak to one of the four choices: {bearing['holds']} hold without a limit, {bearing['limited']} with a limit, "
        f"{bearing['overtaken']} are overtaken, {bearing['untested']} are untested and {bearing['fails']} fail. "
        f"Of the other {len(groups['other claims'])} claims {evidence.counts(groups['other claims'])['holds']} hold.",
    )
