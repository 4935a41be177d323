# says: Hidden test
def would_leave(shares, costs):
    pays = dict(zip("ABC", shares))
    return any(sum(pays[x] for x in group) >= costs[group] for group in ("A", "B", "C", "AB", "AC", "BC"))
