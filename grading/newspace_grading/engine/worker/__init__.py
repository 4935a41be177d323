"""The process in which the learner's code runs. Nothing that it says is trusted."""
