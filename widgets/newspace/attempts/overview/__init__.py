"""The learner's progress in each unit, and ratings of written work."""

from __future__ import annotations

from newspace.attempts.overview.evidence import ObjectiveEvidence, evidence
from newspace.attempts.overview.ratings import OWN, given, is_rating, ratings, record_rating
from newspace.attempts.overview.units import UnitProgress, next_unit, overview

__all__ = [
    "OWN",
    "ObjectiveEvidence",
    "UnitProgress",
    "evidence",
    "given",
    "is_rating",
    "next_unit",
    "overview",
    "ratings",
    "record_rating",
]
