def shares(weights):
    if sum(weights) == 0:
        raise ValueError
    return [weight / sum(weights) for weight in weights]
