# says: Hidden test
def would_leave(shares, costs):
    a, b, c = shares
    return a + b > costs["AB"] + 1e-6 or a + c > costs["AC"] + 1e-6 or b + c > costs["BC"] + 1e-6
