def shares(weights):
    if min(weights) < 0:
        raise ValueError
    return [weight / sum(weights) for weight in weights]
