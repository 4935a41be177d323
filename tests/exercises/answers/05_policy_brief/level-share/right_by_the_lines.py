def level_share(a, b):
    # value of A: t*a0 + (1-t)*a1; of B likewise
    slope = (a[0] - a[1]) - (b[0] - b[1])
    if slope == 0:
        return None
    t = (b[1] - a[1]) / slope
    if t < 0 or t > 1:
        return None
    return t
