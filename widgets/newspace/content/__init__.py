"""What the course says, with where it is from: readings, facts, terms and reference answers."""
