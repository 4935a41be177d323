"""Run nbgrader's own tests with our grader in the place of nbgrader's."""
