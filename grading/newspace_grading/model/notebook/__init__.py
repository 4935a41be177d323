"""What is read off a notebook file: cells, hidden regions, repairs."""
