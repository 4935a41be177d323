# says: Shares add up to 1
def shares(weights):
    if min(weights) < 0 or sum(weights) == 0:
        raise ValueError
    return [100 * weight / sum(weights) for weight in weights]
