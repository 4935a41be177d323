"""Grades as an LMS imports them."""
