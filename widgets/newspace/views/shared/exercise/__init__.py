"""What stands under an exercise: hints, the reference answer, and the button that grades it."""
