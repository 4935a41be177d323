"""What is read off the assignment's source, and what the reference's own run shows."""
