"""Figures of lesson 5, under the names that the lesson uses."""

from __future__ import annotations

from newspace.figures.policy_brief.verdicts import basis_counts as basis_counts
from newspace.figures.policy_brief.verdicts import verdict_counts as verdict_counts
from newspace.figures.policy_brief.waiting import WaitingPicture as WaitingPicture
from newspace.figures.policy_brief.weighing import WeighingPicture as WeighingPicture

__all__ = ["WaitingPicture", "WeighingPicture", "basis_counts", "verdict_counts"]
