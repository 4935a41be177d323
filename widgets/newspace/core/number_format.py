"""Format quantities with units: ``20,000 m (20 km)``, ``US$16 million``, ``at most 900 m``, ``19:17 UTC on 5 June 2025``."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from newspace.core import dates
from newspace.core.i18n import _, ngettext

Value = float | int | str


def group_thousands(value: float) -> str:
    """Format a number with commas between thousands, without adding digits."""
    if isinstance(value, int) or value == int(value):
        return f"{int(value):,}".replace("-", "−")
    return f"{value:,.10g}".replace("-", "−")


def share_in_percent(share: float) -> str:
    """Format a share of 0 to 1 in per cent with one digit; what is not 0 and would be rounded to it is less than 0.1."""
    return f"{100 * share:.1f}" if not 0 < share < 0.0005 else _("less than 0.1")


def _large(value: float) -> str:
    """Format a large number in millions or billions."""
    if abs(value) >= 1e9:
        return _("{number} billion").format(number=group_thousands(float(f"{value / 1e9:.10g}")))
    if abs(value) >= 1e6:
        return _("{number} million").format(number=group_thousands(float(f"{value / 1e6:.10g}")))
    return group_thousands(value)


def _metres(value: float) -> str:
    if abs(value) >= 1e9:
        return _("{number} km").format(number=_large(value / 1000))
    if abs(value) >= 10_000:
        return _("{m} m ({km} km)").format(m=group_thousands(value), km=group_thousands(value / 1000))
    return _("{m} m").format(m=group_thousands(value))


def _seconds(value: float) -> str:
    if value >= 172_800:
        return _("{s} s ({days} days)").format(s=group_thousands(value), days=f"{value / 86400:.1f}")
    if value >= 120:
        return _("{s} s ({minutes} min)").format(
            s=group_thousands(value), minutes=f"{value / 60:.1f}".removesuffix(".0")
        )
    return _("{s} s").format(s=group_thousands(value))


def _plain(unit: str, value: float) -> str:
    return f"{group_thousands(value)} {unit}"


_FORMS: dict[str, Callable[[float], str]] = {
    "1": group_thousands,
    "m": _metres,
    "s": _seconds,
    "deg": lambda value: f"{group_thousands(value)}°",
    "m³/s²": lambda value: f"{value:.4e}".replace("e+", " × 10^") + " m³/s²",
    "USD": lambda value: _("US${number}").format(number=_large(value)),
    "JPY": lambda value: _("{number} yen").format(number=_large(value)),
    "KRW": lambda value: _("{number} won").format(number=_large(value)),
    "JPY/USD": lambda value: _("{number} yen per US dollar").format(number=group_thousands(value)),
    "shares": lambda value: _("{number} shares").format(number=_large(value)),
    "missions": lambda value: ngettext("{number} mission", "{number} missions", int(value)).format(
        number=group_thousands(value)
    ),
    "landings": lambda value: ngettext("{number} landing", "{number} landings", int(value)).format(
        number=group_thousands(value)
    ),
}


def quantity_in_words(value: Value, unit: str, low: float | None = None, high: float | None = None) -> str:
    """Format a quantity with its unit, and with its bounds where they say more than the value.

    Parameters
    ----------
    value : number or str
        A str for the units ``text`` and ``UTC``.
    unit : str
        The unit of value, low and high.
    low, high : number, optional
        A bound equal to the value means *at least* or *at most*.
    """
    if isinstance(value, str):
        return dates.date_in_words(value) if unit == "UTC" else value
    form = _FORMS.get(unit) or partial(_plain, unit)
    text = form(value)
    if low is not None and high is not None and low < high:
        plain = unit in ("m", "s") and high < 1e9  # the bounds need no second unit
        top = f"{group_thousands(high)} {unit}" if plain else form(high)
        return _("{amount} ({low} to {high})").format(amount=text, low=_large(low), high=top)
    if high == value:
        return _("at most {amount}").format(amount=text)
    if low == value:
        return _("at least {amount}").format(amount=text)
    return text
