def value(scores, weights):
    return math.fsum(s * a for s, a in zip(scores, shares(weights), strict=True))
