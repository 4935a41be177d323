"""The widgets that every lesson uses."""
