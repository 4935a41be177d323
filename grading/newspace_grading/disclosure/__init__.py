"""Decide what a learner may read of a graded task."""
