"""The test's own functions, classes, objects and errors that it hands over: they stay here, and the worker knows them by number."""

from __future__ import annotations

import functools
import types
from collections.abc import Callable
from typing import Any

from newspace_grading.engine.protocol.codec.scalars import NotSerializableError
from newspace_grading.engine.proxies.arguments.use_of_objects import use

ErrorReader = Callable[[str], BaseException]


class HandedOver:
    """What the worker may ask for by number: functions to be called, objects to be used, errors to be raised again."""

    def __init__(self) -> None:
        self._functions: list[Callable[..., Any]] = []
        self._values: list[Any] = []  # what each function is about
        self._numbers: dict[int, int] = {}  # id of a value → its number
        self._methods: dict[tuple[int, str], int] = {}  # id of an object and name of its method → number
        self._errors: list[BaseException] = []
        self._error_numbers: dict[int, int] = {}  # id of an error → its number
        self.in_description: set[int] = set()  # ids of errors that are being described
        self.described: dict[int, dict[str, Any]] = {}  # number of a class → its envelope
        self.read_error: ErrorReader = RuntimeError

    def clear_errors(self) -> None:
        """Forget the errors, for a new test."""
        self._errors.clear()
        self._error_numbers.clear()

    def number_of_function(self, value: Callable[..., Any]) -> int:
        """Return the number under which a function is called; the same for the same function."""
        owner = getattr(value, "__self__", None)
        if owner is not None and type(value) in (types.MethodType, types.BuiltinMethodType):  # made anew at each look
            number = self._methods.setdefault((id(owner), value.__name__), len(self._functions))
            if number < len(self._functions):
                return number
        return self._number_of(value, value)

    def number_of_iterator(self, value: Any) -> int:
        """Return the number under which an iterator gives its next item."""
        self._functions.append(functools.partial(next, value))
        self._values.append(None)  # nothing comes back for it
        return len(self._functions) - 1

    def number_of_object(self, value: Any, allowed: frozenset[str]) -> int:
        """Return the number under which an object or a class is used, with these special methods; the same for the same object."""
        return self._number_of(value, functools.partial(use, value, allowed, self))

    def _number_of(self, value: Any, function: Callable[..., Any]) -> int:
        number = self._numbers.get(id(value))
        if number is None:
            number = self._numbers[id(value)] = len(self._functions)
            self._functions.append(function)
            self._values.append(value)
        return number

    def number_of_error(self, error: BaseException) -> int:
        """Return the number under which an error of this test can be raised again."""
        number = self._error_numbers.setdefault(id(error), len(self._errors))
        if number == len(self._errors):
            self._errors.append(error.with_traceback(None))
        return number

    def function(self, number: int) -> Callable[..., Any] | None:
        """Return a function by its number; None if there is none."""
        return self._functions[number] if 0 <= number < len(self._functions) else None

    def value(self, raw: dict[str, Any]) -> Any:
        """Return the test's own value that comes back from the worker.

        Raises
        ------
        NotSerializableError
            If none was handed over under that number.
        """
        number = raw.get("id")
        found = self._values[number] if type(number) is int and 0 <= number < len(self._values) else None
        if found is None:
            raise NotSerializableError("an object arrived that was never handed over")
        return found

    def error(self, number: object) -> BaseException:
        """Return an error that was raised in this test.

        Raises
        ------
        NotSerializableError
            If none has that number.
        """
        if type(number) is not int or not 0 <= number < len(self._errors):
            raise NotSerializableError("an error arrived that was never raised here")
        return self._errors[number]
