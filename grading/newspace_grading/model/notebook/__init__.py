"""Read a notebook file: cells, hidden regions, repairs."""
