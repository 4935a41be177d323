"""Read a file that a teacher writes by hand beside a course."""

from __future__ import annotations

from pathlib import Path

from newspace_grading.model.errors import UserError


def read_teachers_file(path: Path, what: str, refusal: type[UserError]) -> str | None:
    """Return the text of a file; None without the file.

    Parameters
    ----------
    path : Path
        The file, in UTF-8, with or without a byte-order mark.
    what : str
        What is in it, in the plural, as messages call it: ``deadlines``.
    refusal : type
        The error that is raised.

    Raises
    ------
    UserError
        Of the kind ``refusal``, if the file cannot be read or is not in UTF-8.
    """
    try:
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return None
    except OSError as error:
        raise refusal(
            f"The {what} cannot be read: {error.strerror}.", where=str(path), remedy="Check the file's permissions."
        ) from None
    except UnicodeDecodeError as error:
        raise refusal(
            f"The {what} are not in UTF-8.", where=f"{path}, byte {error.start}", remedy="Save the file as UTF-8."
        ) from None
