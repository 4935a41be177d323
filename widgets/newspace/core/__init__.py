"""What every part of the course uses: errors, words in the learner's language, dates, numbers, and where the rooms lie."""
