"""What a test hands over and what is no plain data, as the judge encodes it."""
