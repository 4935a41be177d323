def shares(weights):
    print([weight / sum(weights) for weight in weights])
