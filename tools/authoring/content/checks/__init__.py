"""The checks of the content, a module each."""
