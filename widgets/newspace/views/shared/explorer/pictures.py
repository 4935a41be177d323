"""The pictures of an explorer, and the pale ghost of the last run in them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, Protocol, TypeVar

from newspace.figures.shared.raster import Raster


class Picture(Protocol):
    """A picture that is redrawn with each run."""

    @property
    def raster(self) -> Raster:
        """The raster that its last picture was drawn by."""


P = TypeVar("P", bound=Picture)


class Pictures(Generic[P]):
    """A wide and a narrow picture, each made when it is first needed; one of them at most has a ghost.

    Parameters
    ----------
    make : function
        Gets ``narrow``; returns the picture.
    """

    def __init__(self, make: Callable[..., P]) -> None:
        self._make = make
        self._made: dict[bool, P] = {}
        self._ghost: Raster | None = None

    def __call__(self, narrow: bool) -> P:
        """Return the picture for a page that is narrow, or not."""
        if narrow not in self._made:
            self._made[narrow] = self._make(narrow=narrow)
        return self._made[narrow]

    def keep(self, narrow: bool) -> None:
        """Keep what a picture shows now as the ghost of the pictures that follow."""
        raster = self(narrow).raster
        if self._ghost is not None and self._ghost is not raster:
            self._ghost.forget()
        raster.keep()
        self._ghost = raster

    def has_ghost(self, narrow: bool) -> bool:
        """Tell whether the last picture has a ghost in it; it has none on another scale, or in the other width."""
        return self._ghost is not None and self(narrow).raster is self._ghost
