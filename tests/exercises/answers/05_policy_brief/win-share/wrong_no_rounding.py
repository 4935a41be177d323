def win_share(a, b, weight_sets):
    if not weight_sets:
        raise ValueError
    leads = [value(a, w) - value(b, w) for w in weight_sets]
    return sum((lead > 0) + 0.5 * (lead == 0) for lead in leads) / len(leads)
