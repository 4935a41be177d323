"""Which answers of a class are more alike than the task explains: for a person to look at, and never a point."""
