# says: Two failures do not make a success impossible
def at_least_one(successes, attempts, future):
    return 1 - (1 - successes / attempts) ** future
