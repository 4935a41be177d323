"""Parts that all figures share: style, drawings with caption and text alternative, fast redrawing, description."""
