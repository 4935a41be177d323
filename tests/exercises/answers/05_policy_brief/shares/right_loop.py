def shares(weights):
    total = 0
    for weight in weights:
        if weight < 0:
            raise ValueError("negative")
        total += weight
    if total == 0:
        raise ValueError("all zero")
    out = []
    for weight in weights:
        out.append(weight / total)
    return out
