"""Readings, citations, facts, sources and the glossary on the page."""
