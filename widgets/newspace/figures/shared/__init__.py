"""What all figures share: style, drawing with caption and twin in words, fast redrawing."""
