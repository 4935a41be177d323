def win_share(a, b, weight_sets):
    if not weight_sets:
        raise ValueError("none")
    lead = [p - q for p, q in zip(a, b)]
    values = [round(sum(d * s for d, s in zip(lead, shares(w))), 9) for w in weight_sets]
    return (sum(v > 0 for v in values) + sum(v == 0 for v in values) / 2) / len(values)
