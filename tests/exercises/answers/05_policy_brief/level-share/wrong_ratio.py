def level_share(a, b):
    d1, d2 = a[0] - b[0], a[1] - b[1]
    if d1 == 0:
        return None
    return abs(d2 / d1)
