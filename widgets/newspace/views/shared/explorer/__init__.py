"""The explorer: one widget for every simulator of the course, and the controls that it is made of."""
