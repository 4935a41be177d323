def at_least_one(successes, attempts, future):
    f = attempts - successes
    return 1 - math.prod((f + k) / (attempts + k + 1) for k in range(1, future + 1))
