"""Encode values as plain JSON and decode them again. Decoding never runs code that came with the data."""
