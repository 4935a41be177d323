# says: opposite order
def shapley(costs):
    shares = []
    for i, j, k in (("C", "A", "B"), ("B", "A", "C"), ("A", "B", "C")):
        shares.append(costs[i] / 3 + (costs["".join(sorted(i + j))] - costs[j]) / 6 + (costs["".join(sorted(i + k))] - costs[k]) / 6 + (costs["ABC"] - costs[j + k]) / 3)
    return shares
