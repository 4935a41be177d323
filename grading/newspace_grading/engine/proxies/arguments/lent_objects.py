"""Give the learner's code the attributes of the test's own objects: the public ones, and what it has put there itself."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from typing import Any

from newspace_grading.engine.protocol.codec.scalars import NotSerializableError
from newspace_grading.engine.proxies.objects import Remote

_OF_MOCKS = frozenset(
    [
        *(
            "called",
            "call_count",
            "call_args",
            "call_args_list",
            "mock_calls",
            "method_calls",
            "return_value",
            "side_effect",
        ),
        *(
            "attach_mock",
            "configure_mock",
            "mock_add_spec",
            "reset_mock",
            "await_count",
            "await_args",
            "await_args_list",
        ),
    ]
)
"""A mock's own attributes, by which a test asks what was called."""


class LentObjects:
    """Answer for objects of the test's: attributes, and for descriptors of the learner's the fields behind them.

    A private attribute leads to what the test keeps to itself, and one like ``__class__`` to everything in the judge. Of these
    the learner's code gets none but those that it has made on the object.

    Parameters
    ----------
    callbacks : list of callable
        The judge's functions that the worker may call; those of an object that is handed over are added.
    """

    def __init__(self, callbacks: list[Callable[..., Any]]) -> None:
        self._callbacks = callbacks
        self._made: dict[
            int, tuple[object, dict[str, object]]
        ] = {}  # id of an object → it, and what is the learner's on it

    def clear(self) -> None:
        """Forget what was made: a new test begins."""
        self._made.clear()

    def encode(self, value: Any) -> dict[str, Any]:
        """Encode an object that stays here: its attributes are asked for, set and, where it is a mock, called."""
        first = len(self._callbacks)
        asked = (self._attribute, self._set_attribute, self._field)
        self._callbacks.extend(functools.partial(one, value) for one in asked)
        envelope: dict[str, Any] = {"t": "tests object", "id": first}
        if is_mock(value) and callable(value):
            self._callbacks.append(value)
            envelope["call"] = True
        return envelope

    def own_object(self, raw: dict[str, Any]) -> object:
        """Return the judge's own object that comes back from the worker.

        Raises
        ------
        NotSerializableError
            If none was handed over under that number.
        """
        number = raw.get("id")
        is_known = type(number) is int and 0 <= number < len(self._callbacks)
        found = self._callbacks[number] if is_known and isinstance(number, int) else None
        if not isinstance(found, functools.partial) or found.func != self._attribute:
            raise NotSerializableError("an object arrived that was never handed over")
        return found.args[0]

    def _attribute(self, value: object, name: object) -> Any:
        return getattr(value, self._checked(name, value))

    def _set_attribute(self, value: object, name: object, new: object) -> None:
        """Set an attribute; of a mock only to plain data, which can assert nothing in its place."""
        if is_mock(value) and (isinstance(new, Remote) or callable(new)):
            raise AttributeError(name)
        checked = self._checked(name, value, makes=True)
        setattr(value, checked, new)
        self._note(value, checked, new)

    def _field(self, value: object, operation: object, name: object = None, new: object = None) -> Any:
        """Read, set or delete what is in an object's ``__dict__``, past the descriptors of its class; or list the names there."""
        if is_mock(value):
            raise AttributeError("__dict__")
        fields = vars(value)
        if operation == "names":
            return [one for one in fields if not one.startswith("_") or self._is_made(value, one)]
        checked = self._checked(name, value, makes=operation == "set")
        if operation == "set":
            fields[checked] = new
            return self._note(value, checked, new)
        return fields.pop(checked) if operation == "delete" else fields[checked]

    def _note(self, value: object, name: str, new: object) -> None:
        """Note that a private attribute of an object is the learner's."""
        if name.startswith("_"):
            self._made.setdefault(id(value), (value, {}))[1][name] = new

    def _is_made(self, value: object, name: str) -> bool:
        """Tell whether a private attribute is still what the learner's code has put there."""
        made = self._made.get(id(value), (value, {}))[1]
        return name in made and getattr(value, "__dict__", {}).get(name, self) is made[name]

    def _checked(self, name: object, value: object, *, makes: bool = False) -> str:
        """Check that a name is public, or is the learner's own; ``makes`` says that it is set now."""
        if not isinstance(name, str) or name.startswith("__"):
            raise AttributeError(name)
        if is_mock(value) and (name.startswith(("_", "assert")) or name in _OF_MOCKS):
            raise AttributeError(name)
        if name.startswith("_") and not self._is_made(value, name) and not (makes and not hasattr(value, name)):
            raise AttributeError(name)
        return name


def is_mock(value: object) -> bool:
    """Tell whether a value is a mock of the test's."""
    mock = sys.modules.get("unittest.mock")
    return mock is not None and issubclass(type(value), mock.NonCallableMock)
