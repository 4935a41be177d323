"""The judge's view of the worker: proxies for the learner's objects."""
