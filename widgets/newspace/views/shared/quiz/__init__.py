"""The quiz, its review and results, and the account of progress."""
