"""Guess the mistake behind a wrong number. For visible tests only: a hint reveals the expected value."""

from __future__ import annotations

import math
from collections.abc import Mapping

from newspace.core.i18n import Text, TranslatableText, message

Mistakes = Mapping[float, str]


def _factors() -> tuple[tuple[float, TranslatableText], ...]:
    """List known quotients of the wrong and the expected number, each with its hint."""
    return (
        (-1.0, message("Its sign is the wrong way round.")),
        (1000.0, message("It is 1,000 times too large: metres where kilometres were asked, or the like?")),
        (0.001, message("It is 1,000 times too small: kilometres where metres were asked, or the like?")),
        (3.6, message("It is 3.6 times too large: km/h where m/s was asked?")),
        (1 / 3.6, message("It is 3.6 times too small: was a division by 3.6 made that is not needed?")),
        (60.0, message("It is 60 times too large: seconds where minutes were asked?")),
        (1 / 60.0, message("It is 60 times too small: minutes where seconds were asked?")),
        (3600.0, message("It is 3,600 times too large: seconds where hours were asked?")),
        (1 / 3600.0, message("It is 3,600 times too small: hours where seconds were asked?")),
        (2.0, message("It is exactly twice what was expected.")),
        (0.5, message("It is exactly half of what was expected.")),
        (100.0, message("It is 100 times too large: a percentage where a fraction was asked?")),
        (0.01, message("It is 100 times too small: a fraction where a percentage was asked?")),
    )


def advice(got: float, expect: float, mistakes: Mistakes, *, exact: bool = False) -> Text:
    """Suggest why ``got`` is wrong: first the mistakes known for this task, then errors of unit, sign or factor.

    ``exact`` is for numbers without a tolerance, which count something.
    """
    for wrong, text in mistakes.items():
        if math.isclose(got, wrong, rel_tol=2e-3):
            return text
    for factor, hint in _factors():
        if expect and math.isclose(got, factor * expect, rel_tol=1e-3):
            return hint
    if exact:
        return message(
            "The number is not the expected one. Go through the example by hand: what has to be counted, and what not?"
        )
    return message("The number is not the expected one. Check formula, units and constants.")
