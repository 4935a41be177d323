def would_leave(shares, costs):
    pays = dict(zip("ABC", shares))
    saving = max(sum(pays[x] for x in group) - cost for group, cost in costs.items() if group != "ABC")
    return saving > 1e-6
