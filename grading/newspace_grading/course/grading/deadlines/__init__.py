"""Due times as a course gives them in ``deadlines.toml``: who has until when, and what lateness costs."""
