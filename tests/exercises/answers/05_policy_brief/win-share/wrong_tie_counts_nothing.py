# says: counts half
def win_share(a, b, weight_sets):
    if not weight_sets:
        raise ValueError
    return sum(round(value(a, w) - value(b, w), 9) > 0 for w in weight_sets) / len(weight_sets)
