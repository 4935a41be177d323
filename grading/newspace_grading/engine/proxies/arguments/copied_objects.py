"""Objects of libraries that the test hands over: the worker gets copies."""

from __future__ import annotations

import base64
import io
import pickle
import zipfile
from collections.abc import Iterator
from typing import Any

from newspace_grading.engine.protocol.codec.scalars import NotSerializableError

_MAX_COPIED_BYTES = 16 * 2**20


class CopiedObjects:
    """The objects of libraries (a model of scikit-learn, say) of which the worker has copies: pickled here, where they are the test's own.

    The worker keeps a copy under its number as long as both are as they were; what it has changed stays there.
    """

    def __init__(self) -> None:
        self._objects: list[Any] = []
        self._sent: list[bytes] = []

    def clear(self) -> None:
        """Forget them, for a new test."""
        self._objects.clear()
        self._sent.clear()

    def encode(self, value: object) -> dict[str, Any] | None:
        """Encode an object as its number, with the content if the worker has another or none; None if it cannot be pickled."""
        content = _pickled(value)
        if content is None:
            return None
        number = next((place for place, one in enumerate(self._objects) if one is value), len(self._objects))
        if number == len(self._objects):
            self._objects.append(value)
            self._sent.append(b"")
        return self._under_number(number, content)

    def refreshed(self) -> Iterator[dict[str, Any]]:
        """Encode those that the test has changed since they were handed over."""
        for number, value in enumerate(self._objects):
            content = _pickled(value) if self._sent[number] else None
            if content is not None and content != self._sent[number]:
                yield self._under_number(number, content)

    def _under_number(self, number: int, content: bytes) -> dict[str, Any]:
        """Encode an object by its number, and its content if the worker has another."""
        if self._sent[number] == content:
            return {"t": "copied", "n": number}
        self._sent[number] = content
        return {"t": "copied", "n": number, "b": base64.b64encode(content).decode("ascii")}

    def get(self, number: object) -> Any:
        """Return an object by its number.

        Raises
        ------
        NotSerializableError
            If there is none.
        """
        if type(number) is not int or not 0 <= number < len(self._objects):
            raise NotSerializableError("an object arrived that was never handed over")
        return self._objects[number]

    def send_again(self, number: int) -> None:
        """Send the content of an object the next time: the worker has changed its copy and keeps it no longer."""
        self._sent[number] = b""


class _LibraryPickler(pickle.Pickler):
    """Pickle what consists of classes of libraries alone; the test's own do not exist in the worker."""

    def reducer_override(self, value: Any) -> Any:
        """Refuse classes and functions of the test, and what stands for a learner's."""
        if str(getattr(value, "__module__", "")).partition(".")[0] in ("__main__", __name__.partition(".")[0]):
            raise pickle.PicklingError("it is the test's own")
        if type(value) is zipfile.ZipFile and value.mode == "r" and value.fp is not None:
            place = value.fp.tell()
            value.fp.seek(0)
            content = value.fp.read(_MAX_COPIED_BYTES + 1)
            value.fp.seek(place)
            return zipfile.ZipFile, (io.BytesIO(content),)
        return NotImplemented


def _pickled(value: object) -> bytes | None:
    """Pickle an object of the test's; None if that is impossible, or if there is too much of it."""
    content = io.BytesIO()
    try:
        _LibraryPickler(content, pickle.HIGHEST_PROTOCOL).dump(value)
    except Exception:  # noqa: BLE001 - whatever a library says of what cannot be pickled; a proxy in it, too
        return None
    return content.getvalue() if content.tell() <= _MAX_COPIED_BYTES else None
