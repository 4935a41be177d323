def shapley(costs):
    return [costs["ABC"] - costs["BC"], costs["ABC"] - costs["AC"], costs["ABC"] - costs["AB"]]
