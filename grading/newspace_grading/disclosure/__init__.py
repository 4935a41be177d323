"""What a learner may read of a graded task."""
