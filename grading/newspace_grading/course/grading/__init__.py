"""Grade the submissions of an assignment."""
