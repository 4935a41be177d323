"""Explorers of unit 2, the ispace missions."""
