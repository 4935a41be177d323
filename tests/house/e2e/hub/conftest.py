"""One hub for the tests of this folder."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from processes import hub_machine as machine


@pytest.fixture(scope="module")
def hub() -> Iterator[machine.Hub]:
    """A hub with a teacher and two learners; under CI it must stand, elsewhere the tests are skipped with the reason."""
    try:
        made = machine.make(learners=2)
    except machine.NoHubError as error:
        if os.environ.get("CI"):
            pytest.fail(f"under CI the hub must stand: {error}", pytrace=False)
        pytest.skip(str(error))
    made.expose_jupyterlab()
    yield made
    made.remove()
