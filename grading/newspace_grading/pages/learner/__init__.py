"""Pages for learners: what was asked, what they answered, what came of it. No hidden test's values, no script, no network."""
