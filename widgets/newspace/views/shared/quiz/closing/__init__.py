"""The closing page: the learner's abilities, the next reviews, and a page to keep."""
