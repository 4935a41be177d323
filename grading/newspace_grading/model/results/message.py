"""A sentence as data: an English template and its arguments, rendered where somebody reads it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

_LONGEST = 4_000
_DEEPEST = 8
_MOST = 200
_LARGEST = 10**18
_PLACE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Sentence:
    """A sentence as data.

    Attributes
    ----------
    template : str
        The English text, which is the key in catalogues, with ``{names}`` where the arguments go.
    arguments : tuple of (name, Argument)
        What goes into it.
    quoted : frozenset of str
        The arguments that hold words of the learner's program.
    plural : str
        The English text for other numbers than one; "" if there is only one form.
    number : int
        The number by which the form is chosen.
    """

    template: str
    arguments: tuple[tuple[str, Argument], ...] = ()
    quoted: frozenset[str] = frozenset()
    plural: str = ""
    number: int = 1

    def __str__(self) -> str:
        """Render it in English."""
        return filled(self, lambda template, plural, number: plural if plural and number != 1 else template)

    def plain(self) -> dict[str, Any]:
        """Return it as plain data; empty values are left out."""
        data: dict[str, Any] = {"template": self.template}
        if self.arguments:
            data["arguments"] = {name: text_to_plain(value) for name, value in self.arguments}
        if self.quoted:
            data["quoted"] = sorted(self.quoted)
        return data | ({"plural": self.plural, "number": self.number} if self.plural else {})


Argument = str | int | float | Sentence
Text = str | Sentence


def message(template: str, **arguments: Argument) -> Sentence:
    """Make a sentence of the grader's own catalogue."""
    return Sentence(template, tuple(arguments.items()))


def plural_message(singular: str, plural: str, n: int, **arguments: Argument) -> Sentence:
    """Make such a sentence in the form that fits the number ``n``, which is an argument, too."""
    return Sentence(singular, (("n", n), *arguments.items()), plural=plural, number=n)


def joined_texts(texts: Iterable[Text], between: str) -> Text:
    """Join texts into one."""
    parts = list(texts)
    names = [f"part{number}" for number in range(len(parts))]
    template = between.join(f"{{{name}}}" for name in names)
    return parts[0] if len(parts) == 1 else Sentence(template, tuple(zip(names, parts, strict=True)))


def filled(text: Argument, translate: Callable[[str, str, int], str]) -> str:
    """Render a text; ``translate`` returns a language's sentence for a template, its plural and its number."""
    if isinstance(text, float):
        return f"{text:g}"
    if not isinstance(text, Sentence):
        return str(text)
    arguments = dict(text.arguments)

    def argument(place: re.Match[str]) -> str:
        return filled(arguments[place[1]], translate) if place[1] in arguments else place[0]

    # Not str.format: a template can come from a process that is not trusted.
    return _PLACE.sub(argument, translate(text.template, text.plural, text.number))


def text_to_plain(value: Argument) -> Any:
    """Return a text or an argument as plain data."""
    return value.plain() if isinstance(value, Sentence) else value


def arguments_plain(arguments: Mapping[str, Argument]) -> dict[str, Any]:
    """Return arguments as plain data."""
    return {name: text_to_plain(value) for name, value in arguments.items()}


def text_from_plain(raw: object) -> Text:
    """Read a text; long ones are cut.

    Raises
    ------
    ValueError
        If it is none.
    """
    found = argument_from_plain(raw)
    if not isinstance(found, str | Sentence):
        raise ValueError("a text was expected")
    return found


def argument_from_plain(raw: object, depth: int = 0) -> Argument:
    """Read an argument of a message, which may come from a process that is not trusted.

    Raises
    ------
    ValueError
        If it is none.
    """
    if type(raw) is str:
        return raw[:_LONGEST]
    if type(raw) is float or (type(raw) is int and abs(raw) <= _LARGEST):
        return raw
    if type(raw) is not dict or depth > _DEEPEST:
        raise ValueError("a text, a number or a message was expected")
    return _sentence_from_plain(raw, depth)


def _sentence_from_plain(raw: dict[Any, Any], depth: int) -> Sentence:
    """Read a message from the result of `Sentence.plain`; arguments are one level deeper."""
    template, plural, number = raw.get("template"), raw.get("plural", ""), raw.get("number", 1)
    arguments, quoted = raw.get("arguments", {}), raw.get("quoted", [])
    if type(template) is not str or type(plural) is not str or type(number) is not int or abs(number) > _LARGEST:
        raise ValueError("a message has a template, and perhaps a plural with its number")
    if type(arguments) is not dict or type(quoted) is not list or len(arguments) > _MOST:
        raise ValueError("a message has arguments by name, and a list of the quoted ones")
    return Sentence(
        template[:_LONGEST],
        tuple((str(name)[:_LONGEST], argument_from_plain(value, depth + 1)) for name, value in arguments.items()),
        frozenset(name for name in quoted if type(name) is str),
        plural[:_LONGEST],
        number,
    )


def changed(value: Argument, change: Callable[[str], str]) -> Argument:
    """Apply a change to every text among a message's arguments, at any depth; templates stay."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Sentence):
        arguments = tuple((name, changed(inner, change)) for name, inner in value.arguments)
        return Sentence(value.template, arguments, value.quoted, value.plural, value.number)
    return value
