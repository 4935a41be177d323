"""What authors of this course run: content checks, mutants and proof, quiz results of a class."""
