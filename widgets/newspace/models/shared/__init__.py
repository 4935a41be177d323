"""Models that several units use."""
