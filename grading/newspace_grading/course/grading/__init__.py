"""Grade the submissions of an assignment and write the results."""
