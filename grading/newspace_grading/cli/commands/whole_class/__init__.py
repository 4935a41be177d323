"""The commands that look at a whole class: answers that are alike, and the overview of all assignments."""
