def shapley(costs):
    table = {frozenset(group): cost for group, cost in costs.items()}
    table[frozenset()] = 0
    shares = dict.fromkeys("ABC", 0)
    for order in permutations("ABC"):
        there = frozenset()
        for who in order:
            shares[who] += table[there | {who}] - table[there]
            there |= {who}
    return tuple(share / 6 for share in shares.values())
