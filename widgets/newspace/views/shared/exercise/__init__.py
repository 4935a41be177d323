"""Views below an exercise: hints, reference answer, and the button that grades it."""
