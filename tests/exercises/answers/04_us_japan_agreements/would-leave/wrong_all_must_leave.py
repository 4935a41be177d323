# says: Look at the pairs
def would_leave(shares, costs):
    pays = dict(zip("ABC", shares))
    return all(sum(pays[x] for x in group) > costs[group] for group in ("A", "B", "C", "AB", "AC", "BC"))
