def value(scores, weights):
    return max(s * w for s, w in zip(scores, weights, strict=True)) / sum(weights)
