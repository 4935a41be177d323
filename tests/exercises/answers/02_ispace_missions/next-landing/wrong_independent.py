# says: not independent
def at_least_one(successes, attempts, future):
    p = (successes + 1) / (attempts + 2)
    return 1 - (1 - p) ** future
