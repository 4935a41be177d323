# says: in proportion
def shapley(costs):
    whole = costs["A"] + costs["B"] + costs["C"]
    return [costs["ABC"] * costs[x] / whole for x in "ABC"]
