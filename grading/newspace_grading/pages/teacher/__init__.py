"""The teacher's report on what a class found hard: statistics, a page and tables."""
