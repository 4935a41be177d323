# says: A dict was expected
cards = ["preview", "crash", "cluster", "gap", "market"]
