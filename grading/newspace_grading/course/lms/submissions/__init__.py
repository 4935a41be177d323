"""Submissions as an LMS hands them out, and feedback as it takes it."""
