def win_share(a, b, weight_sets):
    if not weight_sets:
        raise ValueError
    lead = sum(a) - sum(b)
    return 1.0 if lead > 0 else 0.5 if lead == 0 else 0.0
