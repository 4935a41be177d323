"""What is kept of a grading: the journal, and how records of earlier versions are read."""
