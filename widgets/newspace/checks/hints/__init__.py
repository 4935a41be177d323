"""Why an answer may be wrong, or not there: hints for the learner."""
