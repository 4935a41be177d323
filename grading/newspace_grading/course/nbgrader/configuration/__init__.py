"""Load nbgrader's configuration, and decide which settings are in effect."""
