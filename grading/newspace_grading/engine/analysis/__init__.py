"""Analyse the assignment's source."""
