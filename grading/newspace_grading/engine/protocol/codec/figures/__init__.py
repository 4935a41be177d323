"""Transfer matplotlib figures: described as plain data on one side, and drawn again from it on the other."""
