"""Models of unit 5, the policy brief."""
