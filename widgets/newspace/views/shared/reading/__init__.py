"""Views of readings, citations, facts, sources and the glossary."""
