"""What make starts for authors, a module each; ``tools/`` must be on Python's path."""
