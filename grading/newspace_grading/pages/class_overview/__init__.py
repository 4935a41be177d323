"""The teacher's week on one page: every learner and every assignment of a course."""
