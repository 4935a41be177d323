def level_share(a, b):
    d1, d2 = a[0] - b[0], a[1] - b[1]
    if d1 == d2:
        return None
    t = d2 / (d2 - d1)
    return (t or None) if 0 <= t <= 1 else None
