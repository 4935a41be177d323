"""Carry matplotlib figures: described as plain data on one side, and drawn again from that on the other."""
