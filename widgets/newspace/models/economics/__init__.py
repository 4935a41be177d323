"""Models of unit 1, new-space economics."""
