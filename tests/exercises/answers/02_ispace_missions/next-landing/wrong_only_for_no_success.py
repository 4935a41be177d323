# says: Hidden test
def at_least_one(successes, attempts, future):
    return future / (attempts + future + 1)
