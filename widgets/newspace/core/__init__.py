"""Infrastructure that every package uses: errors, translation, dates, number formats, and paths."""
