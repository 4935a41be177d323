"""The course's content with its sources: readings, facts, glossary terms and reference answers."""
