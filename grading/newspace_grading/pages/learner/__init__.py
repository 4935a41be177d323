"""Pages for learners: the tasks, their answers and the results. No value of a hidden test, no script, no network."""
