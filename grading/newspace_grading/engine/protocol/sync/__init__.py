"""What is kept equal on both sides: arguments, databases, files, generators of random numbers."""
