"""Explorers of unit 0, the start page."""
