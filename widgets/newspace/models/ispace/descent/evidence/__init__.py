"""Where the numbers of the descent come from, and how its results compare with what was published."""
