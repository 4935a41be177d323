def value(scores, weights):
    if len(scores) != len(weights):
        raise ValueError("lengths")
    total = 0.0
    for k in range(len(scores)):
        total = total + scores[k] * weights[k]
    return total / sum(weights)
