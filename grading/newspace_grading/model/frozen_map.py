"""A mapping that does not change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

_K = TypeVar("_K")
_V = TypeVar("_V")


class FrozenMap(Mapping[_K, _V]):
    """Hold keys and values that do not change; unlike `types.MappingProxyType` it can be pickled, and nobody else holds its table.

    Parameters
    ----------
    items : mapping or iterable of pairs
        The keys and values.
    """

    __slots__ = ("_table",)

    def __init__(self, items: Mapping[_K, _V] | Iterable[tuple[_K, _V]] = ()) -> None:
        self._table = dict(items)

    def __getitem__(self, key: _K) -> _V:
        return self._table[key]

    def __iter__(self) -> Iterator[_K]:
        return iter(self._table)

    def __len__(self) -> int:
        return len(self._table)

    def __hash__(self) -> int:
        return hash(frozenset(self._table.items()))

    def __repr__(self) -> str:
        return f"FrozenMap({self._table!r})"
