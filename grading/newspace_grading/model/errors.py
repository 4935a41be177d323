"""Errors of the grader itself, as opposed to errors of a submission."""

from __future__ import annotations


class GraderError(Exception):
    """The grader itself could not do its work; never the learner's fault."""
