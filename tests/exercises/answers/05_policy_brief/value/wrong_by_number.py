# says: divided by the number
def value(scores, weights):
    return sum(s * w for s, w in zip(scores, weights, strict=True)) / len(scores)
