"""The pictures of an explorer, and the pale ghost of the last run in them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, Protocol, TypeVar

from newspace.figures.shared.raster import Raster, ScaledRaster


class Picture(Protocol):
    """A picture that is redrawn with each run."""

    @property
    def raster(self) -> Raster | ScaledRaster[Any, Any]:
        """What draws it."""


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
        self._ghost: Raster | ScaledRaster[Any, Any] | None = None

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
        """Tell whether the last picture has a ghost in it; it has none in the other width."""
        return self._ghost is not None and self(narrow).raster is self._ghost

    def rescaled(self, narrow: bool) -> bool:
        """Tell whether the ghost in the last picture stood on another scale before."""
        return self.has_ghost(narrow) and self(narrow).raster.rescaled

    def prepare(self) -> bool:
        """Make one more scale of a picture that was shown; return whether there was one to make."""
        return any(picture.raster.prepare() for picture in self._made.values())
