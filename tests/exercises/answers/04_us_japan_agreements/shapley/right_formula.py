def shapley(costs):
    shares = []
    for i in "ABC":
        j, k = [x for x in "ABC" if x != i]
        pair = lambda a, b: costs["".join(sorted(a + b))]
        shares.append(costs[i] / 3 + (pair(i, j) - costs[j]) / 6 + (pair(i, k) - costs[k]) / 6 + (costs["ABC"] - costs[j + k]) / 3)
    return shares
