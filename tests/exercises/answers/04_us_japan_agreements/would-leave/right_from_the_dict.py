def would_leave(shares, costs):
    for group, cost in costs.items():
        if len(group) < 3 and sum(shares["ABC".index(x)] for x in group) > cost + 1e-6:
            return True
    return False
