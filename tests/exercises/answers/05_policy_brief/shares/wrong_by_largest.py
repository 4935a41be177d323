# says: divided by the largest
def shares(weights):
    if min(weights) < 0 or sum(weights) == 0:
        raise ValueError
    return [weight / max(weights) for weight in weights]
