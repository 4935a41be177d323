"""Economics and physics as pure functions in SI units: nothing here draws, shows or reads a learner's work."""

from __future__ import annotations
