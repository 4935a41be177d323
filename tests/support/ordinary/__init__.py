"""The corpus of ordinary assignments: its notebooks, what a class hands in, and what stock nbgrader says of it."""
