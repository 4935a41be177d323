"""Grade several submissions at once, on one machine or on many."""
