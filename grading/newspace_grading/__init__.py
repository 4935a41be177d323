"""Grade the notebooks of an nbgrader course in a sandbox, and give points only for evidence."""
