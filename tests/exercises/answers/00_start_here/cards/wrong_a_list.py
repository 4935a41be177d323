# says: must stay a dict
cards = ["preview", "crash", "cluster", "gap", "market"]
