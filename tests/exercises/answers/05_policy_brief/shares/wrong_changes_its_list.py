def shares(weights):
    total = sum(weights)
    if min(weights) < 0 or total == 0:
        raise ValueError
    for place in range(len(weights)):
        weights[place] = weights[place] / total
    return weights
