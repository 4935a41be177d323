"""The learner's attempts: stored at once in a local SQLite file, summarised, scheduled for review and exported."""
