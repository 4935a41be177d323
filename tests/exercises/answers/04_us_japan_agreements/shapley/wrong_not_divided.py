# says: divide by 6
def shapley(costs):
    return [6 * share for share in (
        costs[i] / 3 + (costs["".join(sorted(i + j))] - costs[j]) / 6 + (costs["".join(sorted(i + k))] - costs[k]) / 6 + (costs["ABC"] - costs[j + k]) / 3
        for i, j, k in (("A", "B", "C"), ("B", "A", "C"), ("C", "A", "B")))]
