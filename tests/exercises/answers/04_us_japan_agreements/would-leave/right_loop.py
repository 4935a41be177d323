def would_leave(shares, costs):
    a, b, c = shares
    pays = {"A": a, "B": b, "C": c, "AB": a + b, "AC": a + c, "BC": b + c}
    for group, paid in pays.items():
        if paid - costs[group] > 0.000001:
            return True
    return False
