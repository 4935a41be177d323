"""Convert a returned value to a number, a list or a boolean, or refuse it with a helpful reason; describe values in words."""

from __future__ import annotations

import decimal
import math
import numbers
import reprlib
from collections.abc import Iterator, Sequence

import numpy as np

from newspace.checks.failure import Wrong
from newspace.core.i18n import Quoted, Text, TranslatableText, joined, message, plural_message

_short = reprlib.Repr()
_short.maxlist = _short.maxtuple = _short.maxdict = _short.maxset = 8
_short.maxstring = _short.maxother = _short.maxlong = 80


def format_value(value: object) -> str:
    """Format a value as short Python source; numpy numbers look like plain ones, and dict keys keep their order."""
    try:
        return _written(value)
    except RecursionError:  # the value contains itself
        return _short.repr(value)


def _written(value: object) -> str:
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, np.ndarray):
        return f"array({_short.repr(value.tolist())})"
    if isinstance(value, list | tuple):
        inner = [_written(item) for item in value[:8]] + (["…"] if len(value) > 8 else [])
        if isinstance(value, list):
            return f"[{', '.join(inner)}]"
        return f"({', '.join(inner)}{',' if len(value) == 1 else ''})"
    if type(value) is dict:  # reprlib sorts the keys, but their order can matter to a task
        pairs = [f"{_written(key)}: {_written(item)}" for key, item in list(value.items())[:8]] + (
            ["…"] if len(value) > 8 else []
        )
        return f"{{{', '.join(pairs)}}}"
    if isinstance(value, float) and math.isfinite(value):
        return f"{value:.7g}"
    return _short.repr(value)


def kind(value: object) -> TranslatableText:
    """Name the type of a value in a learner's words."""
    if isinstance(value, np.ndarray) and value.shape:
        return message("an array of shape {shape}", shape=str(value.shape))
    if isinstance(value, list):
        return plural_message("a list of {n} value", "a list of {n} values", len(value))
    if isinstance(value, tuple):
        return plural_message("a tuple of {n} value", "a tuple of {n} values", len(value))
    return _simple_kind(value)


def _simple_kind(value: object) -> TranslatableText:
    sorts: tuple[tuple[bool, TranslatableText], ...] = (
        (value is None, message("None, that is: nothing")),
        (isinstance(value, bool | np.bool_), message("a truth value")),
        (isinstance(value, str), message("text")),
        (isinstance(value, complex | np.complexfloating), message("a complex number")),
        (_is_number(value), message("a number")),
        (isinstance(value, dict), message("a dict")),
        (callable(value), message("a function")),
    )
    return next((name for fits, name in sorts if fits), _of_type(type(value).__name__))


def _of_type(name: str) -> TranslatableText:
    return message("an {type}", type=Quoted(name)) if name[0] in "AEIOaeio" else message("a {type}", type=Quoted(name))


def came_back(value: object) -> Text:
    """Format a value together with its type."""
    return kind(value) if value is None else joined(Quoted(format_value(value)), "  (", kind(value), ")")


def _is_number(value: object) -> bool:
    real = isinstance(value, numbers.Real | decimal.Decimal) and not isinstance(value, bool | np.bool_)
    return real or (isinstance(value, np.ndarray) and value.shape == () and value.dtype.kind in "iuf")


def as_number(value: object, printed: str = "") -> float:
    """Convert a value to a finite float.

    Raises
    ------
    Wrong
        If it is anything else; the reason names the likely mistake. ``printed`` is the captured output of the call.
    """
    if value is None and printed.strip():
        raise Wrong(
            message(
                "It printed {text} but gave nothing back: print shows a value, return gives it back. End the function with return.",
                text=Quoted(_short.repr(printed.strip())),
            )
        )
    if value is None:
        raise Wrong(message("Nothing came back. Does the function end with return, followed by the result?"))
    if isinstance(value, bool | np.bool_):
        raise Wrong(message("True or False came back, where a number was expected. Was a comparison returned?"))
    if isinstance(value, str):
        raise Wrong(message("Text came back. Return the number itself, without quotes, f-string or unit."))
    if isinstance(value, complex | np.complexfloating):
        raise Wrong(message("A complex number came back: a root or a power of a negative number was taken."))
    if isinstance(value, tuple) and len(value) == 1:
        raise Wrong(message("A tuple came back. Is there a comma after the number?"))
    if not _is_number(value):
        raise Wrong(message("One number was expected."))
    result = float(value)  # type: ignore[arg-type]  # _is_number has checked it
    if math.isnan(result):
        raise Wrong(
            message(
                "“nan” came back, “not a number”: somewhere 0/0, inf−inf or the root of a negative number was computed."
            )
        )
    if math.isinf(result):
        raise Wrong(message("An infinite number came back: somewhere there was a division by zero."))
    return result


def as_series(value: object, length: int, printed: str = "") -> list[float]:
    """Convert a list, tuple or 1-d array to a list of ``length`` finite floats.

    Raises
    ------
    Wrong
        If it is anything else, or has another length.
    """
    if value is None or isinstance(value, str | bool | np.bool_):
        as_number(value, printed)
    if isinstance(value, Iterator):
        raise Wrong(message("A generator came back. Make a list of it: list(…) or [… for … in …]."))
    items: Sequence[object]
    if isinstance(value, np.ndarray) and value.ndim == 1:
        items = value.tolist()
    elif isinstance(value, list | tuple):
        items = value
    elif _is_number(value):
        raise Wrong(
            plural_message(
                "A single number came back, where {n} value was expected.",
                "A single number came back, where {n} values were expected.",
                length,
            )
        )
    else:
        raise Wrong(message("A list of numbers was expected."))
    if len(items) != length:
        raise Wrong(
            plural_message(
                "{n} value came back, where {expected} were expected.",
                "{n} values came back, where {expected} were expected.",
                len(items),
                expected=length,
            )
        )
    result = []
    for place, item in enumerate(items):
        try:
            result.append(as_number(item))
        except Wrong as wrong:
            raise Wrong(message("The value at index {place}: {why}", place=place, why=wrong.why)) from None
    return result


def as_names(value: object, printed: str = "") -> list[str]:
    """Convert a list, tuple or array to a list of strings.

    Raises
    ------
    Wrong
        If it is anything else: a set has no order, and a dict or a generator is not a list.
    """
    if value is None:
        as_number(value, printed)
    items = value.tolist() if isinstance(value, np.ndarray) else value
    if not isinstance(items, list | tuple):
        raise Wrong(message("A list of texts was expected."))
    for place, item in enumerate(items):
        if not isinstance(item, str):
            raise Wrong(message("The value at index {place} is no text.", place=place))
    return [str(item) for item in items]


def as_truth(value: object, printed: str = "") -> bool:
    """Convert a value to a boolean.

    Raises
    ------
    Wrong
        If it is anything else; 1, 0 and the strings "True" and "False" are refused too.
    """
    if value is None:
        as_number(value, printed)
    if isinstance(value, bool | np.bool_):
        return bool(value)
    if isinstance(value, str):
        raise Wrong(message("Text came back. Return True or False without quotes."))
    raise Wrong(message("True or False was expected. A comparison such as a <= b gives one of them."))
