def would_leave(shares, costs):
    pays = dict(zip("ABC", shares))
    for group in ("A", "B", "C", "AB", "AC", "BC"):
        if sum(pays[x] for x in group) > costs[group] + 1e-6:
            return group
    return ""
