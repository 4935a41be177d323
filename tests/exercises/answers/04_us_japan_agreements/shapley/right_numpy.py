import numpy as np

def shapley(costs):
    added = np.zeros(3)
    for order in permutations(range(3)):
        before = 0
        there = []
        for who in order:
            there.append(who)
            now = costs["".join("ABC"[i] for i in sorted(there))]
            added[who] += now - before
            before = now
    return added / 6
