"""The pages around the course in the browser: where a learner arrives, and the lessons to read."""
