def win_share(a, b, weight_sets):
    if len(weight_sets) == 0:
        raise ValueError("none")
    points = []
    for w in weight_sets:
        va, vb = round(value(a, w), 9), round(value(b, w), 9)
        points.append(1 if va > vb else 0.5 if va == vb else 0)
    return sum(points) / len(points)
