"""Errors of the learner's on the judge's side: of the same class where both sides have it, else of a class made after its name.

A class that the learner's cells define can be named in an ``except`` here: it stands for the one over there, and has none of its code.
"""

from __future__ import annotations

import errno
import itertools
import linecache
from collections.abc import Callable
from typing import Any

from newspace_grading.engine.protocol.codec.scalars import NotSerializableError
from newspace_grading.engine.protocol.codec.shared_classes import SharedClasses, fill

_files = itertools.count()
_LONGEST = 200
_DEEPEST = 20
_LIMITS = (errno.EAGAIN, errno.EMFILE, errno.EFBIG, errno.ENOSPC)


class Errors:
    """Makes errors and classes of errors from what arrives.

    Parameters
    ----------
    known : SharedClasses
        The classes that both sides have.
    decode : callable
        Reads a value.
    """

    def __init__(self, known: SharedClasses, decode: Callable[[Any], Any]) -> None:
        self._known = known
        self._decode = decode
        self._made: dict[int, type[BaseException]] = {}

    def kind(self, raw: dict[str, Any]) -> type[BaseException]:
        """The class that stands for one of the learner's."""
        base = next(filter(None, map(self._find, raw.get("bases") or ())), Exception)
        own = raw.get("own")
        for number, title in reversed(own[:_DEEPEST] if isinstance(own, list) else []):
            if type(number) is not int or not isinstance(title, str):
                raise NotSerializableError("the class of an error arrived broken")
            if number not in self._made:
                space = {"__module__": "__main__", "__str__": _shown, "learners": number}
                self._made[number] = type(title[:_LONGEST] or "Error", (base,), space)
            base = self._made[number]
        return base

    def error(self, raw: Any) -> BaseException:
        """The error."""
        if not isinstance(raw, dict):
            raise NotSerializableError("an error arrived broken")
        text = raw["text"] if isinstance(raw.get("text"), str) else ""
        kind = self.kind(raw)
        try:
            arguments = self._decode(raw.get("args"))
        except NotSerializableError:
            arguments = None
        made = _made(kind, arguments if isinstance(arguments, list) else [text], text)
        vars(made)["learners_text"] = text
        try:
            fill_more = [(key, self._decode(value)) for key, value in raw.get("f") or ()]
            known = dict(vars(made))
            fill(made, [*fill_more, *known.items()])
        except (NotSerializableError, ValueError, TypeError):
            pass  # what it carries beside its text is of no use here
        if isinstance(made, NameError) and isinstance(raw.get("name"), str) and raw["name"]:
            made.name = raw["name"]
        return made

    def _find(self, raw: object) -> type[BaseException] | None:
        try:
            found = self._known.find(raw)
        except NotSerializableError:
            return None
        return found if issubclass(found, BaseException) else None


def at_a_limit(text: str) -> bool:
    """Whether an error says that there are no more processes, threads, open files or room on the disk to be had."""
    return text == "can't start new thread" or text.startswith(tuple(f"[Errno {number}] " for number in _LIMITS))


def _shown(self: BaseException) -> str:
    text = vars(self).get("learners_text")
    return text if isinstance(text, str) else BaseException.__str__(self)


def _made(kind: type[BaseException], arguments: list[Any], text: str) -> BaseException:
    if kind.__module__ == "builtins":
        for given in (arguments, [text]):
            try:
                return kind(*given)
            except Exception:  # noqa: BLE001, S112 - some of Python's errors want arguments of their own sort
                continue
        return RuntimeError(text)
    try:
        made = kind.__new__(kind)
    except TypeError:
        return RuntimeError(text)
    made.args = tuple(arguments)
    return made


def throw(error: BaseException, line: str) -> None:
    """Raise an error from a frame that shows the learner's own line, as it would in one process."""
    if not line:
        raise error
    name = f"<ipython-input-learner-{next(_files)}>"
    linecache.cache[name] = (len(line), None, [line + "\n"], name)
    space: dict[str, Any] = {}
    exec(compile("def learners_line(error): raise error", name, "exec"), space)  # noqa: S102 - a fixed text
    space["learners_line"](error)
