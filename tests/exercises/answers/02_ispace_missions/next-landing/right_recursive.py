def at_least_one(successes, attempts, future):
    if future == 0:
        return 0.0
    now = (successes + 1) / (attempts + 2)
    return now + (1 - now) * at_least_one(successes, attempts + 1, future - 1)
