"""The process in which a command runs: a new one, or one that a warm server forks."""
