"""Collect what learners handed in through a learning platform, by mail or on a stick, for ``nbgrader zip_collect``."""
