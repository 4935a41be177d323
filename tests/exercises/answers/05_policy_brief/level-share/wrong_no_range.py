def level_share(a, b):
    d1, d2 = a[0] - b[0], a[1] - b[1]
    return None if d1 == d2 else d2 / (d2 - d1)
