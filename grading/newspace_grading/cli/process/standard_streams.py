"""Keep a command running when the reader of its output stops reading, as in ``newspace-grade autograde ps1 | head``."""

from __future__ import annotations

import io
import os
import sys


class ClosableOutput(io.TextIOWrapper):
    """Write text to a stream until its reader closes it; what comes after that is dropped."""

    def write(self, text: str, /) -> int:
        """Write a text."""
        try:
            return super().write(text)
        except BrokenPipeError:
            self._drop_the_rest()
            return len(text)

    def flush(self) -> None:
        """Write what is buffered."""
        try:
            super().flush()
        except BrokenPipeError:
            self._drop_the_rest()

    def _drop_the_rest(self) -> None:
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, self.fileno())
        os.close(null)


def outlive_closed_output() -> None:
    """Tolerate that readers close the standard streams: grading goes on and writes its results."""
    sys.stdout = _closable(sys.stdout)
    sys.stderr = _closable(sys.stderr)


def _closable(stream: object) -> io.TextIOWrapper:
    if type(stream) is not io.TextIOWrapper:  # the stream of a notebook or of a test
        return stream  # type: ignore[return-value]
    stream.flush()
    return ClosableOutput(  # on the same descriptor: the original stream stays usable for other code that refers to it
        open(stream.fileno(), "wb", closefd=False),
        encoding=stream.encoding,
        errors=stream.errors,
        line_buffering=stream.line_buffering,
        write_through=stream.write_through,
    )
