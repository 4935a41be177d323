"""Pages for learners and teachers. They render text that learners chose."""
