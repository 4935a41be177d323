# says: the same for each
def shapley(costs):
    return [costs["ABC"] / 3] * 3
