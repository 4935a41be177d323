"""What holds for every test."""

from __future__ import annotations

from hypothesis import settings

# Hypothesis limits the time of each example unless it is told not to, and draws other examples in every run. Its own
# profile for CI does neither, so that a test ends alike on a slow machine and on a fast one.
settings.load_profile("ci")
