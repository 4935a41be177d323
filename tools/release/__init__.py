"""What is given out, and with which versions: the learners' zip, the lock, environment.yml."""
