"""Parser for numbers with units as people type them."""

from __future__ import annotations

import math
import re
import unicodedata

_MINUS = str.maketrans({"−": "-", "–": "-", "‐": "-", "‑": "-", "﹣": "-"})
_SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
_SPACES = " \u00a0\u2009\u202f"
_NUMBER = re.compile(
    r"""^(?P<sign>[+-]?)\s*
    (?P<digits>\d(?:[\d.,'_ ]*\d)?\.?|\.\d+)
    (?:\s*(?:[eE](?P<exp>[+-]?\d+)|[×x*·]\s*10\s*\^?\s*(?P<power>[+-]?\d+)))?
    \s*(?P<unit>\D.*|)$""",
    re.VERBOSE | re.DOTALL,
)
_HOURS = r"(?P<h>\d+) ?(?:hours?|hrs?|h)(?: ?and)? ?"
_MINUTES = r"(?P<min>\d+) ?(?:minutes?|mins?|m)"
_SECONDS = r"(?: ?and)? ?(?P<s>\d+(?:\.\d+)?) ?(?:seconds?|secs?|s)"
_TIMES = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        f"{_HOURS}{_MINUTES}{_SECONDS}",
        f"{_HOURS}{_MINUTES}",
        _HOURS + r"(?P<min>\d+)",
        f"{_MINUTES}{_SECONDS}",
    )
)
_MONEY = re.compile(r"[A-Z]{0,3} ?[$€£¥₩]|[A-Z]{3}")
_GROUPED = re.compile(r"\d{1,3}(?:([,' _])\d{3})(?:\1\d{3})*")

#: Spelled names, in the singular, of units that questions use; British and American.
_NAMES = {
    "metre": "m", "meter": "m", "kilometre": "km", "kilometer": "km", "centimetre": "cm", "centimeter": "cm",
    "second": "s", "sec": "s", "minute": "min", "hour": "h", "kilogram": "kg", "kilogramme": "kg", "gram": "g", "tonne": "t",
    "newton": "N", "kilonewton": "kN", "degree": "°", "percent": "%", "per cent": "%",
    "m/sec": "m/s", "metre per second": "m/s", "meter per second": "m/s", "kilometre per second": "km/s", "kilometer per second": "km/s",
    "kilometre per hour": "km/h", "kilometer per hour": "km/h", "yen": "¥", "dollar": "US$",
}  # fmt: skip


def normalised_digits(text: str) -> str:
    """Normalise full-width characters, minus signs, superscripts and spaces."""
    text = re.sub(r"[⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺]+", lambda m: "^" + m.group().translate(_SUPERSCRIPT), text)
    text = unicodedata.normalize("NFKC", text).translate(_MINUS).replace("’", "'")
    return re.sub(rf"[{_SPACES}\t\r\n]+", " ", text).strip()


def _plain(digits: str) -> str | None:
    """Reduce typed digits to plain ones with a decimal point, or None where they are ambiguous.

    The point is the decimal sign. Commas, spaces, apostrophes and underscores that group digits by three are dropped;
    a single comma that cannot be grouping is a decimal comma (``3,5``, ``0,123``, ``1 234,5``).
    """
    whole, point, decimals = digits.partition(".")
    if not point:
        before, comma, after = digits.rpartition(",")
        grouping = _GROUPED.fullmatch(digits) and not digits.startswith("0")
        if comma and not grouping and "," not in before:
            whole, point, decimals = before, ".", after
    if not decimals.isdigit() and decimals:
        return None
    if not whole.isdigit() and whole:
        if not _GROUPED.fullmatch(whole):
            return None
        whole = re.sub(r"\D", "", whole)
    return f"{whole or '0'}.{decimals or '0'}"


def _time(text: str) -> tuple[float, str] | None:
    """Parse a time in two or three units (``"1 h 58 min"``, ``"1h58"``, ``"2 min 5 s"``) into the smallest of them."""
    found = next((match for form in _TIMES if (match := form.fullmatch(text))), None)
    if found is None:
        return None
    given = {"h": "0", "s": ""} | found.groupdict(default="")
    minutes = 60 * float(given["h"]) + float(given["min"])
    return (60 * minutes + float(given["s"]), "s") if given["s"] else (minutes, "min")


def parse_number(text: str) -> tuple[float, str] | None:
    """Parse a number and its unit (``"1,234.5 km"`` → ``(1234.5, "km")``), or None if there is no clear number.

    A time may be given in several units (``"1 h 58 min"`` → ``(118.0, "min")``).
    A unit may stand before the number too, as money does (``"¥100"``). Not-a-number, infinity and numbers too large
    for a float are refused.
    """
    text = normalised_digits(text)[:200].lstrip("~≈= ")
    time = _time(text)
    if time:
        return time
    before = re.match(r"[^\d.+-]*", text)
    prefix = before.group().strip() if before else ""
    found = _NUMBER.match(text[before.end() :] if before else text)
    if not found or (prefix and (found["unit"] or not _MONEY.fullmatch(prefix))):
        return None
    digits = _plain(found["digits"])
    if digits is None:
        return None
    value = float(f"{found['sign']}{digits}e{found['exp'] or found['power'] or 0}")
    return (value, prefix or found["unit"].strip()) if math.isfinite(value) else None


def _unit_key(unit: str) -> str:
    return normalised_digits(unit).replace("^", "").replace(" ", "").replace("·", "*")


def same_unit(typed: str, known: str) -> bool:
    """Return whether a typed unit means the known one: exactly, by its spelled name, or in other letter case where that is safe."""
    spelled = re.sub(r"(?<=\w\w\w)s\b", "", normalised_digits(typed).lower())  # plurals: “metres per second”
    if _NAMES.get(spelled) == known:
        return True
    left, right = _unit_key(typed), _unit_key(known)
    if left == right:
        return True
    # “KM” is km, but “mW” is not MW.
    prefix_differs = len(right) > 1 and left[:1] != right[:1] and left[:1] in "mM"
    return left.casefold() == right.casefold() and not prefix_differs


def format_number(value: float) -> str:
    """Format a number: thousands grouped, at most six significant digits unless it is whole."""
    if value == int(value) and abs(value) < 1e15:
        return f"{int(value):,}".replace("-", "−")
    if 1e-4 <= abs(value) < 1e6:
        text = f"{value:,.6g}"
    else:
        text = f"{value:,.1f}" if 1e6 <= abs(value) < 1e12 else f"{value:.6g}"
    return text.replace("-", "−")
