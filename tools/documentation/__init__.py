"""Build the documents, and write those of their pages that are made from the code."""
