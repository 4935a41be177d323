"""The exchange of ngshare, made so that nobody takes a failure for a success.

The client that ngshare has (ngshare_exchange 0.5.3) only logs it when the service refuses or is not there: the command ends
well, and JupyterLab's assignment list says that the work was handed in. It also removes what was collected before it asks
for the newer version, and a release with ``--force`` takes all submissions with it. The classes here stop instead.
"""

from __future__ import annotations

import json
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from ngshare_exchange import (
    Exchange,
    ExchangeCollect,
    ExchangeFetchAssignment,
    ExchangeFetchFeedback,
    ExchangeList,
    ExchangeReleaseAssignment,
    ExchangeReleaseFeedback,
    ExchangeSubmit,
    configureExchange,
)
from traitlets import Unicode


class ServiceExchange(Exchange):
    """A step of the exchange that knows, and does not need, the folder of nbgrader's own exchange: a course may have it set."""

    root = Unicode("", help="Not used: the exchange is a service.").tag(config=True)


class List(ServiceExchange, ExchangeList):
    """Show what was released and handed in."""


class FetchFeedback(ServiceExchange, ExchangeFetchFeedback):
    """Fetch feedback; what is missing is a warning, because the rest is fetched."""


class FailingExchange(ServiceExchange):
    """A step that fails when the service does: nbgrader then ends with an error, and JupyterLab shows it."""

    def ngshare_api_request(self, method: str, url: str, data: Any = None, params: Any = None) -> dict[str, Any]:
        """Ask the service.

        Raises
        ------
        ExchangeError
            If it refuses, answers nonsense, or cannot be reached.
        """
        response: dict[str, Any] | None = super().ngshare_api_request(method, url, data, params)
        if response is None:
            self.fail(
                f"The exchange did not answer well ({method} {url}; its own words stand above). Nothing was changed: what you wrote "
                "is where it was.\nWhat to do: try again in a minute. If it stays so, tell your teacher or the hub's administrator: "
                "the service is called ngshare."
            )
        return response

    def decode_dir(
        self, src_dir: list[dict[str, str]], dest_dir: str, ignore: Any = None, noclobber: bool = False
    ) -> None:
        """Write files that came from the service; their folders are made here, whatever the current folder holds."""
        for file in src_dir:
            Path(dest_dir, file["path"]).parent.mkdir(parents=True, exist_ok=True)
        super().decode_dir(src_dir, dest_dir, ignore, noclobber)

    def encode_dir(self, src_dir: str, ignore: Any = None) -> dict[str, str]:
        """Pack a folder for the service without what lies in an ignored folder, such as ``.ipynb_checkpoints``."""
        packed: dict[str, str] = super().encode_dir(src_dir, ignore)
        packed["files"] = json.dumps(
            [file for file in json.loads(packed["files"]) if not self._is_ignored(file["path"])]
        )
        return packed

    def _is_ignored(self, path: str) -> bool:
        return any(fnmatch(folder, pattern) for folder in Path(path).parts[:-1] for pattern in self.coursedir.ignore)


class FetchAssignment(FailingExchange, ExchangeFetchAssignment):
    """Fetch a released exercise."""


class Submit(FailingExchange, ExchangeSubmit):
    """Hand in an exercise."""


class ReleaseFeedback(FailingExchange, ExchangeReleaseFeedback):
    """Give out feedback."""


class Collect(FailingExchange, ExchangeCollect):
    """Collect submissions: all are here before anything that was collected is replaced."""

    def copy_files(self) -> None:
        """Download every learner's newest submission, then write them."""
        course, assignment = self.coursedir.course_id, self.coursedir.assignment_id
        fetch = super()._get_submission
        students = [record["student_id"] for record in self.src_records]
        self._fetched = {(course, assignment, student): fetch(course, assignment, student) for student in students}
        super().copy_files()

    def _get_submission(self, course_id: str, assignment_id: str, student_id: str) -> dict[str, Any]:
        return self._fetched[course_id, assignment_id, student_id]


class ReleaseAssignment(FailingExchange, ExchangeReleaseAssignment):
    """Release an exercise, and again only while nobody has handed it in."""

    def assignment_exists(self) -> bool:
        """Whether the exercise is out already and stays as it is.

        Raises
        ------
        ExchangeError
            If it is out and ``--force`` was not given, or if it would take submissions with it.
        """
        course, assignment = self.coursedir.course_id, self.coursedir.assignment_id
        if self.force and assignment in self.ngshare_api_get(f"/assignments/{course}")["assignments"]:
            submitted = self.ngshare_api_get(f"/submissions/{course}/{assignment}")["submissions"]
            if submitted:
                self.fail(
                    f"{assignment} was handed in {len(submitted)} times, and releasing it anew would remove that from the exchange. "
                    "Nothing was changed.\nWhat to do: collect first. If you then still mean it, take it back with "
                    f"“nbgrader list --remove --course {course} --assignment {assignment}”, and release it again."
                )
        return bool(super().assignment_exists())


def configure(c: Any, url: str) -> None:
    """Have nbgrader use these classes.

    Parameters
    ----------
    c : traitlets.config.Config
        nbgrader's configuration.
    url : str
        Where the service listens, with its prefix.
    """
    configureExchange(c, url)
    c.ExchangeFactory.list = List
    c.ExchangeFactory.fetch_assignment = FetchAssignment
    c.ExchangeFactory.fetch_feedback = FetchFeedback
    c.ExchangeFactory.submit = Submit
    c.ExchangeFactory.collect = Collect
    c.ExchangeFactory.release_assignment = ReleaseAssignment
    c.ExchangeFactory.release_feedback = ReleaseFeedback
