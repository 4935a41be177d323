"""Explorers of unit 3, Korea's three hubs."""
