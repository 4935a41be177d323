# says: number of wins
def win_share(a, b, weight_sets):
    if not weight_sets:
        raise ValueError
    leads = [round(value(a, w) - value(b, w), 9) for w in weight_sets]
    return sum((lead > 0) + 0.5 * (lead == 0) for lead in leads)
