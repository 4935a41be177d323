"""Models of unit 4, the US–Japan agreements."""
