"""Pictures that the tests of a process share: to lay one out takes longer than all else that most of these tests do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest

from newspace.views.shared.explorer.pictures import Picture, Pictures

Make = Callable[..., Picture]
Key = tuple[object, ...]


class Pool:
    """Pictures that are laid out, each for one explorer at a time."""

    def __init__(self) -> None:
        self._free: dict[Key, list[Picture]] = defaultdict(list)
        self._lent: list[tuple[Key, Picture]] = []

    def lend(self, make: Make, *, narrow: bool) -> Picture:
        """Return a picture as ``make`` makes it; another explorer may have drawn into it, as every run does."""
        key = (*((make.func, *make.args) if isinstance(make, partial) else (make,)), narrow)
        picture = self._free[key].pop() if self._free[key] else make(narrow=narrow)
        self._lent.append((key, picture))
        return picture

    def take_back(self) -> None:
        """The explorers of a test are closed: their pictures are free, and show no ghost."""
        while self._lent:
            key, picture = self._lent.pop()
            picture.raster.forget()
            self._free[key].append(picture)


@pytest.fixture(scope="session")
def pool() -> Pool:
    return Pool()


@pytest.fixture
def new_pictures() -> None:
    """For a test in which it counts when a picture is laid out."""


@pytest.fixture(autouse=True)
def _shared_pictures(request: pytest.FixtureRequest, pool: Pool, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Lend the explorers of a test their pictures."""
    if "new_pictures" in request.fixturenames:
        yield
        return
    plain = Pictures.__init__

    def with_pool(self: Pictures[Any], make: Make) -> None:
        is_ours = getattr(make, "func", make).__module__.startswith("newspace.")
        plain(self, partial(pool.lend, make) if is_ours else make)

    monkeypatch.setattr(Pictures, "__init__", with_pool)
    yield
    pool.take_back()
