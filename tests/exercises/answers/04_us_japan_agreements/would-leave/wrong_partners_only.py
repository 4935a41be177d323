# says: Look at the pairs
def would_leave(shares, costs):
    return any(share > costs[x] + 1e-6 for share, x in zip(shares, "ABC"))
