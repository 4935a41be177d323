def level_share(a, b):
    d = [x - y for x, y in zip(a, b)]
    try:
        t = d[1] / (d[1] - d[0])
    except ZeroDivisionError:
        return None
    if 0 <= t <= 1:
        return t
