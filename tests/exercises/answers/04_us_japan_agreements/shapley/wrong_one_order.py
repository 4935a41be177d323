# says: one order only
def shapley(costs):
    return costs["A"], costs["AB"] - costs["A"], costs["ABC"] - costs["AB"]
