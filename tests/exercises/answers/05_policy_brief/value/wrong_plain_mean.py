# says: plain mean
def value(scores, weights):
    if len(scores) != len(weights):
        raise ValueError
    return sum(scores) / len(scores)
