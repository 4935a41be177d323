# says: chance that it fails
def at_least_one(successes, attempts, future):
    none = 1
    for k in range(future):
        none *= (attempts - successes + 1 + k) / (attempts + 2 + k)
    return none
