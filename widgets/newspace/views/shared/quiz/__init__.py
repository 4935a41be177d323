"""The quiz, its review and results, and the progress page."""
