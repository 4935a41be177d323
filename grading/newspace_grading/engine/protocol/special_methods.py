"""Special methods that both sides know by name: those of the test's objects that the learner's code may reach, and those of descriptors."""

from __future__ import annotations

_BINARY = (
    *("add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "matmul", "divmod"),
    *("and", "or", "xor", "lshift", "rshift"),
)
_COMPARISONS = ("eq", "ne", "lt", "le", "gt", "ge")
DESCRIBING = ("__get__", "__set__", "__delete__", "__set_name__")
"""Those by which an object governs the attribute of a class that it stands in."""
FORWARDED: tuple[str, ...] = (
    *(f"__{name}__" for name in _BINARY),
    *(f"__r{name}__" for name in _BINARY),
    *(f"__i{name}__" for name in _BINARY if name != "divmod"),
    *(f"__{name}__" for name in _COMPARISONS),
    *("__neg__", "__pos__", "__abs__", "__invert__", "__round__", "__trunc__", "__floor__", "__ceil__"),
    *("__int__", "__float__", "__complex__", "__index__", "__bool__", "__hash__"),
    *("__str__", "__repr__", "__format__", "__bytes__", "__fspath__"),
    *("__len__", "__length_hint__", "__iter__", "__next__", "__reversed__", "__contains__"),
    *("__getitem__", "__setitem__", "__delitem__", "__missing__", "__enter__", "__exit__", "__call__"),
)
"""What operators and Python's own functions call. None of them leads further than the object itself: ``__getattribute__``, ``__class__`` and ``__reduce__`` do, and are not here."""
