"""Show how many wrong solutions the tests of an exercise catch."""
