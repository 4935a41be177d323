"""The learner's progress in each unit, and ratings of written work."""

from __future__ import annotations

from newspace.attempts.overview.evidence import ObjectiveEvidence, evidence
from newspace.attempts.overview.ratings import OWN, is_rating, points_given, ratings, record_rating
from newspace.attempts.overview.units import UnitProgress, next_unit, overview

__all__ = [
    "OWN",
    "ObjectiveEvidence",
    "UnitProgress",
    "evidence",
    "is_rating",
    "next_unit",
    "overview",
    "points_given",
    "ratings",
    "record_rating",
]
