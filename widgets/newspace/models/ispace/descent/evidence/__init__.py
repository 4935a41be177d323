"""Provenance of the descent's numbers, and comparison of its results with published values."""
