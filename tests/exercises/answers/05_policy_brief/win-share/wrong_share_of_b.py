# says: share of B
def win_share(a, b, weight_sets):
    if not weight_sets:
        raise ValueError
    points = [(round(value(b, w) - value(a, w), 9) > 0) + 0.5 * (round(value(b, w) - value(a, w), 9) == 0) for w in weight_sets]
    return sum(points) / len(points)
