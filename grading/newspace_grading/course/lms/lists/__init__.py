"""Lists of a class: tables as an LMS exports them, and the learners that they name."""
